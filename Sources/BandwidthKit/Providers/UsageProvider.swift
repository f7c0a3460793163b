#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A hosting service that says how much an account has transferred.
///
/// Besides what every `Service` has, a provider has:
/// - `usage(from:at:)`: asks the service, and says in bytes what it answered;
/// - `prices(for:from:)`, if the service has a price list of its own: most have none, and implement nothing.
///
/// Rules, forecasts, costs and reports are worked out from that for every provider alike.
public protocol UsageProvider: Service {
    /// Asks for the current period: a row for each part of the account that has a counter of its own.
    ///
    /// Return what takes requests of its own as `UsageReading.parts`: they are read side by side. Parts that can't be
    /// read are errors beside the rows of the others; throw only if there is nothing to report.
    ///
    /// - Parameter now: when the check began; what a period is laid around if the service doesn't state it.
    func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading

    /// The prices of rows that are or will be over, by their scopes; a row without one has no known cost.
    ///
    /// Called at most once for each part of a reading, while other parts are still being read, and only for rows whose
    /// price neither the configuration nor `usage(from:at:)` gave. A failure costs the amounts, not the rows.
    func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice]
}

extension UsageProvider {
    public func prices(for rows: [Usage], from api: APIClient) async throws(APIError) -> [UsageScope: OveragePrice] {
        [:]
    }
}

/// What an account answered: rows, what could not be read, and the parts that are still to be read.
public struct UsageReading: Sendable, ExpressibleByArrayLiteral {
    /// In the service's order.
    public var rows: [Usage]

    /// What could not be read; each error names its scope.
    public var errors: [APIError]

    /// What takes requests of its own, read side by side by whoever asked; their rows follow in order.
    public var parts: [UsagePart]

    /// A reading.
    public init(_ rows: [Usage] = [], errors: [APIError] = [], parts: [UsagePart] = []) {
        self.rows = rows
        self.errors = errors
        self.parts = parts
    }

    public init(arrayLiteral elements: Usage...) {
        self.init(elements)
    }
}

/// A part of an account that takes requests of its own.
public struct UsagePart: Sendable {
    let scope: UsageScope?
    let read: @Sendable () async throws(APIError) -> UsageReading

    /// A part of an account.
    ///
    /// - Parameters:
    ///   - scope: what a failure is about; `nil`: the whole account.
    ///   - read: reads the part; it has no parts of its own.
    public init(
        _ scope: UsageScope? = nil, _ read: @escaping @Sendable () async throws(APIError) -> UsageReading
    ) {
        self.scope = scope
        self.read = read
    }
}

extension InstanceSelection {
    /// A row for each chosen instance, several read at a time; one that could not be read is an error beside them.
    public func rows<Instance: Sendable>(
        of instances: [Instance], scope: @escaping @Sendable (Instance) -> UsageScope,
        read: @escaping @Sendable (Instance) async throws(APIError) -> Usage
    ) async -> UsageReading {
        let chosen = choose(from: instances, scope: scope)
        var reading = UsageReading(errors: chosen.missing)
        reading.rows.reserveCapacity(chosen.found.count)
        return await chosen.found.concurrentReduce(into: reading) { instance in
            await Result.catching { () async throws(APIError) in try await read(instance) }
                .mapError { $0.about(scope(instance)) }
        } add: { reading, result in
            switch result {
            case .success(let row): reading.rows.append(row)
            case .failure(let error): reading.errors.append(error)
            }
        }
    }
}
