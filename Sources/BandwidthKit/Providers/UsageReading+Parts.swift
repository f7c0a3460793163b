/// A part of an account that is asked for by requests of its own.
public struct UsagePart: Sendable {
    fileprivate let scope: UsageScope?
    let read: @Sendable () async throws(APIError) -> UsageReading

    /// - Parameter scope: what a failure is about; `nil`: the whole account.
    public init(
        _ scope: UsageScope? = nil, _ read: @escaping @Sendable () async throws(APIError) -> UsageReading
    ) {
        self.scope = scope
        self.read = read
    }
}

extension UsageReading {
    /// Reads parts of an account side by side: their rows in order, and an error for each part that could not be read.
    ///
    /// - Throws: the first part's error if none could be read.
    public init(of parts: [UsagePart]) async throws(APIError) {
        let results = await parts.concurrentMap { part in
            await Result.catching { () async throws(APIError) in try await part.read() }
        }
        self.init([])
        var isAnyRead = false
        for (part, result) in zip(parts, results) {
            switch result {
            case .success(let reading):
                isAnyRead = true
                rows += reading.rows
                errors += reading.errors
            case .failure(let error):
                errors.append(part.scope.map { error.about($0) } ?? error)
            }
        }
        guard isAnyRead else { throw results.failures().first ?? APIError(.badResponse, "nothing was read") }
    }
}

extension InstanceSelection {
    /// A row for each chosen instance, several read at a time; one that could not be read is an error beside them.
    public func rows<Instance: Sendable>(
        of instances: [Instance], scope: @escaping @Sendable (Instance) -> UsageScope,
        read: @escaping @Sendable (Instance) async throws(APIError) -> Usage
    ) async -> UsageReading {
        let chosen = choose(from: instances, scope: scope)
        var reading = UsageReading([], errors: chosen.missing)
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
