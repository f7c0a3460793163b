/// The part of an account that a row is about.
public struct UsageScope: Sendable, Hashable {
    /// What kind of part it is.
    public let kind: Kind

    /// The service's identifier for the part; `nil` if the account has only one part.
    public let id: String?

    /// The name that its owner gave it; `nil` if it has none.
    public let label: String?

    /// A kind of part, identified by the word that reports use: `region`.
    public struct Kind: Sendable, Hashable {
        /// Lower-case letters and underscores.
        public let name: String

        /// Creates a kind that this package has no constant for.
        public init(_ name: String) {
            self.name = name
        }

        /// The whole account, or everything in it that is billed together.
        public static let account = Kind("account")
        /// A team that a token has access to.
        public static let team = Kind("team")
        /// A region with its own pool.
        public static let region = Kind("region")
        /// A virtual machine that draws on its account's pool.
        public static let instance = Kind("instance")
        /// A server with its own allowance.
        public static let server = Kind("server")
        /// A load balancer with its own allowance.
        public static let loadBalancer = Kind("load_balancer")
        /// A zone of a content delivery network.
        public static let zone = Kind("zone")
    }

    /// Creates a part of an account. Control characters sent by the service are removed, so that they never reach a
    /// terminal, and names are cut off where they would only widen every column.
    public init(_ kind: Kind, id: String? = nil, label: String? = nil) {
        self.kind = kind
        self.id = id?.printable(upTo: Self.longestName)
        self.label = label?.printable(upTo: Self.longestName)
    }

    /// How long a name may be, in Unicode scalars.
    private static let longestName = 500

    /// The whole account.
    public static let account = UsageScope(.account)

    /// The name to show: the label, or else the identifier, or else `nil`.
    public var name: String? {
        if let label, !label.isEmpty { return label }
        return id
    }
}
