/// The notifiers that there are.
public struct NotifierRegistry: Sendable {
    /// In alphabetical order of `kind`.
    public let notifiers: [any Notifier.Type]

    /// Those of this package. A new notifier is one line here.
    public static let builtIn = NotifierRegistry([
        Twilio.self
    ])

    /// A registry of these notifiers.
    public init(_ notifiers: [any Notifier.Type]) {
        self.notifiers = notifiers
    }

    /// The names that a configuration's `type` can have.
    public var kinds: [String] {
        notifiers.map { $0.kind }
    }

    /// The notifier of that name.
    public subscript(kind: String) -> (any Notifier.Type)? {
        notifiers.first { $0.kind == kind }
    }
}
