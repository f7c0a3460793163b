/// A hosting service that says how much an account has transferred.
///
/// A conforming type is its settings: a struct of constants that are read from one entry of the configuration. It
/// holds no connection and no state; the way to the service is handed to `usage(from:)`. Everything around the requests is done for
/// it: retries, deadlines, limits, errors for refusals, secrets taken out of messages, rules, forecasts and reports.
///
/// Every provider has:
/// - `kind`, `baseURL` and `summary`: constants that configuration, help and documentation are made of;
/// - `init(from:)`: asks the reader for each setting, in every case, and never fails;
/// - `usage(from:)`: asks the service and says what it answered in bytes.
///
/// One whose service has error bodies of its own names their shape in `Refusal`. One whose prices come from a request of their own
/// hands it to `APIClient.priced(_:by:)`.
public protocol UsageProvider: Sendable {
    /// The `type` of an entry and the name of the subcommand: `linode`.
    static var kind: String { get }

    /// Where the API lives unless the configuration's `base_url` says otherwise; `nil` where every account has an
    /// address of its own: then `ownBaseURL` says it.
    static var baseURL: BaseURL? { get }

    /// Where this account's API lives, for providers without a `baseURL`, which read it from a setting of their own.
    var ownBaseURL: BaseURL? { get }

    /// What is read, in words.
    static var summary: ProviderSummary { get }

    /// The shape of the service's error bodies.
    associatedtype Refusal: ServiceError = NoServiceError

    /// Reads the settings of an entry. What is wrong is noted in the reader; the result is then not used.
    init(from settings: inout SettingsReader)

    /// Asks the service for the current period: a row for each part of the account that has a counter of its own.
    ///
    /// Parts that could not be read are errors beside the rows of the others; it throws only if nothing could be.
    func usage(from api: APIClient) async throws(APIError) -> UsageReading
}

extension UsageProvider {
    public var ownBaseURL: BaseURL? {
        nil
    }

    /// The settings that an entry of this provider can have, besides those of every entry.
    public static var settings: [Setting] {
        readingNothing.settings
    }

    /// The options of the command line that this provider has.
    public static var options: Set<CheckOption> {
        readingNothing.optionsAskedFor
    }

    private static var readingNothing: SettingsReader {
        var reader = SettingsReader([:], at: "", context: ConfigurationContext(environment: [:]))
        _ = Self(from: &reader)
        return reader
    }
}

/// What a provider reads, for `bandwidth providers`.
public struct ProviderSummary: Sendable, Hashable {
    /// The brand, as it writes itself.
    public let name: String

    /// What there is a row for.
    public let rows: String

    /// The unit and the direction that are counted.
    public let counts: String

    /// What the token must be allowed.
    public let permission: String

    /// A summary.
    public init(name: String, rows: String, counts: String, permission: String) {
        self.name = name
        self.rows = rows
        self.counts = counts
        self.permission = permission
    }
}

/// What an account answered: rows, and the parts of it that could not be read.
public struct UsageReading: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// In the service's order.
    public var rows: [Usage]

    /// Each names its scope.
    public var errors: [APIError]

    /// A reading.
    public init(_ rows: [Usage], errors: [APIError] = []) {
        self.rows = rows
        self.errors = errors
    }

    public init(arrayLiteral elements: Usage...) {
        self.init(elements)
    }
}
