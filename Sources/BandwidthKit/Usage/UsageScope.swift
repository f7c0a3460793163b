/// The part of an account that a row is about.
public struct UsageScope: Sendable, Hashable {
    /// What kind of part: a word of the service's own, such as `region` or `instance`.
    public let kind: String

    /// The service's identifier of it; `nil` where the account is all there is.
    public let id: String?

    /// The name that people gave it; `nil` where it has none.
    public let label: String?

    /// A part of an account. Control characters in what the service sent are taken out: they would reach a terminal.
    public init(_ kind: String, id: String? = nil, label: String? = nil) {
        self.kind = kind
        self.id = id?.printable
        self.label = label?.printable
    }

    /// The whole account.
    public static let account = UsageScope("account")

    /// What a person calls it: the label, else the identifier, else nothing.
    public var name: String? {
        if let label, !label.isEmpty { return label }
        return id
    }
}
