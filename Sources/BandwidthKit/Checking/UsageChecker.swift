#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads all accounts concurrently and judges their usage.
///
/// If an account fails, that is one result among the others; no account delays another.
public struct UsageChecker: Sendable {
    private let network: Network
    private let memory: RunMemory?
    private let progress: CheckProgress?

    /// Creates a checker that reaches services through a network.
    ///
    /// - Parameters:
    ///   - memory: what is known from earlier runs. Without it, assumed periods are calendar months, and forecasts are
    ///     the services' own or straight lines.
    ///   - progress: where it is told how far the check is.
    public init(network: Network, memory: RunMemory? = nil, progress: CheckProgress? = nil) {
        self.network = network
        self.memory = memory
        self.progress = progress
    }

    /// Checks accounts and reports on them in their order. If the task is cancelled, what was read until then is
    /// reported, and the rest as interrupted.
    public func check(_ accounts: [Account]) async -> UsageReport {
        let now = network.time.now
        // Each account has its own deadline, so none waits for another.
        let rows = await accounts.indices.concurrentMap(width: max(1, accounts.count)) { index in
            let progress = progress?.account(index)
            defer { progress?.finish() }
            return await check(accounts[index], now: now, progress)
        }
        return UsageReport(checkedAt: now, rows: rows.flatMap { $0 })
    }

    private func check(_ account: Account, now: Date, _ progress: CheckProgress.Share?) async -> [UsageRow] {
        let entry: Entry<any UsageProvider>
        do {
            entry = try account.service.get()
        } catch {
            return [row(of: account, APIError(error), now: now)]
        }
        let api = entry.client(over: network, progress: progress)
        let reading = await Result.catching { () async throws(APIError) in
            try await entry.plugin.usage(from: api, at: now)
        }
        switch reading {
        case .failure(let error):
            return [row(of: account, error.redacted(by: entry.redactor), now: now)]
        case .success(let reading):
            return await rows(of: reading, account, entry, from: api, now: now)
        }
    }

    /// The rows of an account: those read already and those of its parts, then the errors.
    private func rows(
        of reading: UsageReading, _ account: Account, _ entry: Entry<any UsageProvider>, from api: APIClient, now: Date
    ) async -> [UsageRow] {
        var rows: [UsageRow] = []
        var errors = reading.errors
        // Rows that are read already are priced while the parts are being read.
        let known = UsagePart { () async throws(APIError) in UsageReading(reading.rows) }
        let parts = (reading.rows.isEmpty ? [] : [known]) + reading.parts
        let isOnly = reading.rows.count + reading.parts.count { $0.scope?.kind != .instance } == 1
        let results = await parts.concurrentMap { part in
            await Result.catching { () async throws(APIError) in
                let reading = try await part.read()
                let rows = await assess(reading.rows, of: account, entry, isOnly: isOnly, from: api, now: now)
                return (rows, reading.errors)
            }.mapError { part.scope.map($0.about) ?? $0 }
        }
        for result in results {
            switch result {
            case .success(let part):
                rows += part.0
                errors += part.1
            case .failure(let error):
                errors.append(error)
            }
        }
        // An error that affects every part is reported once.
        if rows.isEmpty, reading.errors.isEmpty, let first = errors.first, Set(errors.map(\.message)).count == 1,
            results.allSatisfy({ if case .failure = $0 { true } else { false } })
        {
            errors = [first.about(nil)]
        }
        if rows.isEmpty, errors.isEmpty {
            errors = [APIError(.notFound, "the service returned nothing to report")]
        }
        return rows + errors.map { row(of: account, $0.redacted(by: entry.redactor), now: now) }
    }

    /// Judges the rows of a part. The service's price list is read only if a row is or will be over its quota and
    /// nothing else gives its price. If that fails, rows are reported without amounts.
    private func assess(
        _ usages: [Usage], of account: Account, _ entry: Entry<any UsageProvider>, isOnly: Bool, from api: APIClient,
        now: Date
    ) async -> [UsageRow] {
        // Where instances are read too, the account and its pools come as one part.
        let isOnly = isOnly && usages.count { !$0.drawsOnPool } == 1
        var unpriced: [(index: Int, outlook: Outlook)] = []
        func row(_ outlook: Outlook, price: OveragePrice?) -> UsageRow {
            UsageRow(
                provider: account.kind, account: account.name, Assessment(outlook, listPrice: price),
                console: entry.service.summary.console)
        }
        var rows = usages.enumerated().map { index, usage -> UsageRow? in
            let usage = usage.redacted(by: entry.redactor)
            let name = UsageRow.id(account.kind, account.name, usage.scope)
            let outlook = Outlook(
                usage, of: name, by: account.policy, after: memory?.past(of: name), isOnly: isOnly, now: now)
            guard outlook.needsPrice else { return row(outlook, price: nil) }
            unpriced.append((index, outlook))
            return nil
        }
        if !unpriced.isEmpty {
            let prices = (try? await entry.plugin.prices(for: unpriced.map(\.outlook.usage), from: api)) ?? [:]
            for (index, outlook) in unpriced { rows[index] = row(outlook, price: prices[outlook.usage.scope]) }
        }
        return rows.compactMap { $0 }
    }

    private func row(of account: Account, _ error: APIError, now: Date) -> UsageRow {
        let row = UsageRow(provider: account.kind, account: account.name, error, console: account.console)
        guard let memory else { return row }
        let since = min(memory.unreadSince(row.id) ?? now, now)
        return row.unread(
            since: since, isForLong: now.timeIntervalSince(since) >= account.policy.unreadAfter,
            lastReading: memory.lastReading(of: row))
    }
}

extension APIError {
    /// The error for an account that is not configured correctly.
    fileprivate init(_ error: ConfigurationError) {
        let problems = error.problems.map { problem in
            // The account's name is already in the row.
            problem.subject.split(separator: ": ").dropFirst().joined(separator: ": ") + ": " + problem.message
        }
        self.init(.notConfigured, problems.joined(separator: "; "), hint: "run 'bandwidth config check'")
    }
}

extension Usage {
    /// The usage without the account's secrets in names and notes from the service.
    fileprivate func redacted(by redactor: Redactor) -> Usage {
        var usage = self
        usage.scope = scope.redacted(by: redactor)
        usage.note = note.map(redactor.redact)
        return usage
    }
}

extension APIError {
    /// The error without the account's secrets in texts from the service.
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
