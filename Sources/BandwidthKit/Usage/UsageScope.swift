/// The part of an account that a row is about.
public struct UsageScope: Sendable, Hashable {
    /// What kind of part it is.
    public let kind: Kind

    /// The service's identifier of it; `nil` where the account is all there is.
    public let id: String?

    /// The name that people gave it; `nil` where it has none.
    public let label: String?

    /// A kind of part, by the word that reports use for it: `region`.
    public struct Kind: Sendable, Hashable {
        /// Lower-case letters and underscores.
        public let name: String

        /// A kind that this package has no constant for.
        public init(_ name: String) {
            self.name = name
        }

        /// The whole account, or all of it that is billed together.
        public static let account = Kind("account")
        /// A team among those that a token reaches.
        public static let team = Kind("team")
        /// A region with a pool of its own.
        public static let region = Kind("region")
        /// A virtual machine that draws on its account's pool.
        public static let instance = Kind("instance")
        /// A server with an allowance of its own.
        public static let server = Kind("server")
        /// A load balancer with an allowance of its own.
        public static let loadBalancer = Kind("load_balancer")
        /// A zone of a content delivery network.
        public static let zone = Kind("zone")
    }

    /// A part of an account. Control characters in what the service sent are removed, since they would reach a terminal, and
    /// what is longer than any name: it would be in every format, and in the width of a table's column.
    public init(_ kind: Kind, id: String? = nil, label: String? = nil) {
        self.kind = kind
        self.id = id?.printable(upTo: Self.longestName)
        self.label = label?.printable(upTo: Self.longestName)
    }

    /// How long a name may be, in Unicode scalars.
    private static let longestName = 500

    /// The whole account.
    public static let account = UsageScope(.account)

    /// What a person calls it: the label, else the identifier, else nothing.
    public var name: String? {
        if let label, !label.isEmpty { return label }
        return id
    }
}
