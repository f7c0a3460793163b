/// Services that are programs on this machine.
extension APIClient {
    /// Runs a program and returns once it has ended with status 0.
    ///
    /// It gets the environment that is passed and nothing else, so no secret, and the time that the client has left.
    /// What it prints on standard output is ignored.
    ///
    /// - Parameters:
    ///   - words: the program, by name or absolute path, and its arguments. No shell reads them.
    ///   - input: what it reads from its standard input.
    ///   - hint: what to do about an exit status.
    public func run(
        _ words: [String], environment: [String: String], input: [UInt8],
        hint: (_ status: Int32) -> String? = { _ in nil }
    ) async throws(APIError) {
        guard let program = words.first else { throw APIError(.notConfigured, "no program is configured") }
        let result: ProcessResult
        do {
            result = try await network.processes.run(
                ProcessCommand(
                    program, Array(words.dropFirst()), environment: environment, input: input, outputLimit: 1 << 20,
                    timeout: max(timeLeft ?? .seconds(60), .milliseconds(1))))
        } catch {
            var failure: APIError
            switch error {
            case .timedOut(let program, let left):
                // As configured, not what was left of it when the program was started.
                failure = APIError(.timeout, "\(ProcessError.timedOut(program, after: timeLimit ?? left))")
            case .cancelled: failure = APIError(.timeout, "\(error)")
            case .notFound, .notStarted:
                failure = APIError(.notConfigured, "\(error)", hint: "check 'command'; a path must be absolute")
            case .outputTooLarge, .failed: failure = APIError(.badResponse, "\(error)")
            }
            throw redacted(failure)
        }
        guard let problem = result.problem else { return }
        var advice: String?
        if case .exited(let status) = result.ending { advice = hint(status) }
        var failure = APIError(.badResponse, "'\(program.printable)' failed: \(problem)", hint: advice)
        // By contract, only status 0 means that the message was taken.
        failure.isCertainlyUnsent = true
        throw redacted(failure)
    }
}
