#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A hosting service that reports how much an account has transferred.
///
/// Besides what every `Service` has, a provider has:
/// - `usage(from:at:)`, which asks the service and returns the figures in bytes;
/// - `prices(for:from:)`, if the service has a price list. Most have none and use the default.
///
/// Rules, forecasts, costs and reports are derived from that in the same way for every provider.
public protocol UsageProvider: Service {
    /// Reads the current period: one row for each part of the account that has its own counter.
    ///
    /// Return anything that needs further requests as `UsageReading.parts`, which are read concurrently. A part that
    /// can't be read becomes an error beside the rows of the others; throw only if there is nothing to report.
    ///
    /// - Parameter now: when the check began. If the service doesn't state a period, it is the one that contains this
    ///   date.
    func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading

    /// The prices for rows that are or will be over their quota, by scope. A row without a price has no known cost.
    ///
    /// Called at most once for each part of a reading, while other parts are still being read, and only for rows whose
    /// price is in neither the configuration nor the result of `usage(from:at:)`. If it fails, the rows are reported
    /// without amounts.
    func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice]
}

extension UsageProvider {
    public func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice] {
        [:]
    }
}

/// The result of reading an account: rows, errors, and the parts that are still to be read.
public struct UsageReading: Sendable, ExpressibleByArrayLiteral {
    /// The rows, in the service's order.
    public var rows: [Usage]

    /// What could not be read; each error has its scope.
    public var errors: [APIError]

    /// The parts that need further requests. The caller reads them concurrently; their rows follow in order.
    public var parts: [UsagePart]

    /// Creates a reading.
    public init(_ rows: [Usage] = [], errors: [APIError] = [], parts: [UsagePart] = []) {
        self.rows = rows
        self.errors = errors
        self.parts = parts
    }

    public init(arrayLiteral elements: Usage...) {
        self.init(elements)
    }
}

/// A part of an account that needs further requests.
public struct UsagePart: Sendable {
    let scope: UsageScope?
    let read: @Sendable () async throws(APIError) -> UsageReading

    /// Creates a part of an account.
    ///
    /// - Parameters:
    ///   - scope: the scope of a failure; `nil` is the whole account.
    ///   - read: reads the part, which must not have parts itself.
    public init(
        _ scope: UsageScope? = nil, _ read: @escaping @Sendable () async throws(APIError) -> UsageReading
    ) {
        self.scope = scope
        self.read = read
    }
}
