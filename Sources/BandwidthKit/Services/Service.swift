/// An external service that a configuration entry selects by its `type`: a provider or a notifier.
///
/// A conforming type *is* its settings: a struct of constants read from one entry. It has no connection and no state;
/// each call passes it a client for the service. Its callers handle retries, deadlines, limits, error responses and the
/// redaction of secrets.
///
/// Every service has:
/// - `kind` and `summary`: constants used by the configuration, help and documentation;
/// - `init(from:)`: reads every setting, including the address.
///
/// A service with its own format for error responses declares it as `Refusal`.
public protocol Service: Sendable {
    /// The `type` in the configuration, such as `linode`.
    static var kind: String { get }

    /// The description in help, documentation and `bandwidth providers`.
    static var summary: ServiceSummary { get }

    /// The format of the service's error responses.
    associatedtype Refusal: ServiceError = NoServiceError

    /// Reads the settings of an entry.
    ///
    /// Read every setting before returning, even if one is missing: a key that nothing read is an error, all problems
    /// are reported at once, and help and documentation list the settings that are read from an empty entry. Return
    /// `nil` if a required setting is missing or invalid; the reader has recorded the problem.
    init?(from settings: inout SettingsReader)

    /// A value for a setting that a person may take over, such as the name of something that doesn't exist yet; `nil`,
    /// the default, if only the person can know it.
    ///
    /// - Parameter random: ten random letters and digits.
    static func suggestion(for key: String, random: String) -> String?
}

extension Service {
    public static func suggestion(for key: String, random: String) -> String? { nil }

    static var refusals: any ServiceError.Type {
        Refusal.self
    }

    /// The settings of this service, in addition to those common to all entries.
    public static var settings: [Setting] {
        SettingsReader.description { _ = Self(from: &$0) }.settings
    }

    /// The command-line options that this service supports in place of settings.
    public static var options: Set<ScopeOption> {
        SettingsReader.description { _ = Self(from: &$0) }.optionsAskedFor
    }
}

/// A description of a service.
public struct ServiceSummary: Sendable, Hashable {
    /// The brand name, in its official spelling.
    public let name: String

    /// For a provider, what gets a row; for a notifier, who gets the messages.
    public let purpose: String

    /// The direction and unit of the traffic that a provider counts; `nil` for a notifier.
    public let counts: String?

    /// The permissions that the token needs.
    public let permission: String

    /// The web page where a person sees the account; `nil` if every customer has another.
    public let console: String?

    /// The web page where a token is made; `nil` if every customer has another, or it is not known.
    public let tokenPage: String?

    /// Other words that people use for the service, in lower case: `sms`.
    public let aliases: [String]

    /// What the service's documentation leaves open about the figures, one sentence each.
    public let doubts: [String]

    /// Creates a summary. The texts don't end with a full stop.
    public init(
        name: String, purpose: String, counts: String? = nil, permission: String, console: String? = nil,
        tokenPage: String? = nil, aliases: [String] = [], doubts: [String] = []
    ) {
        self.name = name
        self.purpose = purpose
        self.counts = counts
        self.permission = permission
        self.console = console
        self.tokenPage = tokenPage
        self.aliases = aliases
        self.doubts = doubts
    }
}
