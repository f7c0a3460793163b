/// An outside service that an entry of the configuration names by its `type`: a provider or a notifier.
///
/// A conforming type *is* its settings: a struct of constants read from one entry. It holds no connection and no state;
/// the way to the service is handed to it with each call. Retries, deadlines, limits, errors for refusals, and taking
/// secrets out of messages are wrapped around it, never inside it.
///
/// Every service has:
/// - `kind` and `summary`: constants that configuration, help and documentation are made of;
/// - `init(from:)`: asks the reader for every setting, the address too.
///
/// One whose service has error bodies of its own names their shape in `Refusal`.
public protocol Service: Sendable {
    /// The `type` of an entry: `linode`.
    static var kind: String { get }

    /// What help, documentation and `bandwidth providers` say of it.
    static var summary: ServiceSummary { get }

    /// The shape of the service's error bodies.
    associatedtype Refusal: ServiceError = NoServiceError

    /// Reads the settings of an entry.
    ///
    /// Ask for every setting before returning, whatever is missing: a key that nobody asked for is an error, all
    /// problems are reported at once, and the settings that help and documentation list are those an empty entry is
    /// asked for. Return `nil` where a required one is missing or wrong; the reader has noted the problem.
    init?(from settings: inout SettingsReader)
}

extension Service {
    /// The settings that an entry of this service can have, besides those of every entry.
    public static var settings: [Setting] {
        SettingsReader.description { _ = Self(from: &$0) }.settings
    }

    /// The options of the command line that stand for some of them.
    public static var options: Set<ScopeOption> {
        SettingsReader.description { _ = Self(from: &$0) }.optionsAskedFor
    }
}

/// What a service is and does, in words.
public struct ServiceSummary: Sendable, Hashable {
    /// The brand, as it writes itself.
    public let name: String

    /// What there is a row for, or who gets a message.
    public let purpose: String

    /// The unit and the direction that a provider counts; `nil` for a notifier.
    public let counts: String?

    /// What the token must be allowed.
    public let permission: String

    /// A summary; no sentence has a full stop.
    public init(name: String, purpose: String, counts: String? = nil, permission: String) {
        self.name = name
        self.purpose = purpose
        self.counts = counts
        self.permission = permission
    }
}
