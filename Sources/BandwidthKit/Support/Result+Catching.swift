extension Result {
    /// The result of an asynchronous operation, keeping the type of its error.
    package static func catching(_ operation: () async throws(Failure) -> Success) async -> Self {
        do throws(Failure) {
            return .success(try await operation())
        } catch {
            return .failure(error)
        }
    }
}

extension Sequence {
    /// The values of the successful results, in order.
    package func successes<Success, Failure>() -> [Success] where Element == Result<Success, Failure> {
        compactMap { try? $0.get() }
    }

    /// The errors of the failed results, in order.
    package func failures<Success, Failure>() -> [Failure] where Element == Result<Success, Failure> {
        compactMap {
            if case .failure(let error) = $0 { return error }
            return nil
        }
    }
}
