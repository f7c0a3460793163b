#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads all accounts at once and judges what they answer.
///
/// One account's failure is an outcome beside the others; none delays another.
public struct UsageChecker: Sendable {
    private let transport: any HTTPTransport
    private let time: any Timekeeper

    /// A checker that reaches services through `transport`, which should be patient (`RetryingTransport`).
    public init(transport: any HTTPTransport, time: any Timekeeper) {
        self.transport = transport
        self.time = time
    }

    /// The report on these accounts, in their order.
    public func check(_ accounts: [Account]) async -> UsageReport {
        let now = time.now
        // Each account has its own deadline, so none waits for another's turn.
        let reports = await accounts.concurrentMap(width: max(1, accounts.count)) { await check($0, now: now) }
        return UsageReport(checkedAt: now, accounts: reports)
    }

    private func check(_ account: Account, now: Date) async -> AccountReport {
        let api = account.client(transport: transport, now: now, deadline: time.uptime + account.timeout)
        let reading = await Result.catching { () async throws(APIError) in try await account.provider.usage(from: api) }
        switch reading {
        case .success(let reading): return report(account, assess(reading.rows, of: account, now: now), reading.errors)
        case .failure(let error): return report(account, [], [error])
        }
    }

    /// Apart from what waits: a waiting account holds its whole chain of frames, and rows in them are large.
    private func assess(_ usages: [Usage], of account: Account, now: Date) -> [AssessedUsage] {
        let redactor = account.redactor
        return usages.map { AssessedUsage($0.redacted(by: redactor), by: account.policy, now: now) }
    }

    private func report(_ account: Account, _ rows: [AssessedUsage], _ errors: [APIError]) -> AccountReport {
        AccountReport(
            provider: account.kind, account: account.name, rows: rows,
            errors: errors.map { $0.redacted(by: account.redactor) })
    }
}

extension Usage {
    /// Without the account's secrets in what the service named.
    fileprivate func redacted(by redactor: Redactor) -> Usage {
        var usage = self
        usage.scope = scope.redacted(by: redactor)
        usage.note = note.map(redactor.redact)
        return usage
    }
}

extension APIError {
    /// Without the account's secrets in what the service said.
    fileprivate func redacted(by redactor: Redactor) -> APIError {
        var error = self
        error.message = redactor.redact(message)
        error.hint = hint.map(redactor.redact)
        error.scope = scope.map { $0.redacted(by: redactor) }
        return error
    }
}

extension UsageScope {
    fileprivate func redacted(by redactor: Redactor) -> UsageScope {
        UsageScope(kind, id: id.map(redactor.redact), label: label.map(redactor.redact))
    }
}
