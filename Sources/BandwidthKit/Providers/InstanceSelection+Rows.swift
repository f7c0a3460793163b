import Synchronization

extension InstanceSelection {
    /// Returns a row for each chosen instance, reading several at a time. An instance that can't be read becomes an
    /// error. Once the service has stopped answering, the rest is not asked for.
    ///
    /// - Parameters:
    ///   - rate: the number of requests that the service allows in a minute.
    ///   - width: how many are read at a time.
    ///   - read: reads one instance, with one request of the client that it gets.
    public func rows<Instance: Sendable>(
        of instances: [Instance], from api: APIClient, perMinute rate: Int, width: Int = 8,
        scope: @escaping @Sendable (Instance) -> UsageScope,
        read: @escaping @Sendable (Instance, APIClient) async throws(APIError) -> Usage
    ) async -> UsageReading {
        let chosen = choose(from: instances, scope: scope)
        var reading = UsageReading(errors: chosen.missing)
        reading.rows.reserveCapacity(chosen.found.count)
        let api = api.forParts(chosen.found.count, perMinute: rate)
        let silence = Silence()
        return await chosen.found.concurrentReduce(into: reading, width: width) { instance in
            let result = await Result.catching { () async throws(APIError) in
                if let error = silence.error { throw error }
                return try await read(instance, api)
            }
            silence.note(result)
            api.finishPart()
            return result.mapError { $0.about(scope(instance)) }
        } add: { reading, result in
            switch result {
            case .success(let row): reading.rows.append(row)
            case .failure(let error): reading.errors.append(error)
            }
        }
    }
}

/// Whether a service has stopped answering: as many requests in a row as run at a time got no answer.
private final class Silence: Sendable {
    private let state = Mutex<(count: Int, error: APIError?)>((0, nil))

    /// The last failure, once there is no hope.
    var error: APIError? {
        state.withLock { $0.count >= HostLimiter.accountWidth ? $0.error : nil }
    }

    func note(_ result: Result<Usage, APIError>) {
        state.withLock { state in
            if case .failure(let error) = result, error.code == .timeout {
                state = (state.count + 1, error)
            } else {
                state = (0, nil)
            }
        }
    }
}
