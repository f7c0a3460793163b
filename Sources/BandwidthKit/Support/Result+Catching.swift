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
