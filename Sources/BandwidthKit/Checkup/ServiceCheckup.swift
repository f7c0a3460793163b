/// Asks services whether accounts can be read and channels can deliver, as a run would, and judges what they say.
package struct ServiceCheckup: Sendable {
    private let network: Network

    /// Creates a checkup that reaches services through a network.
    package init(network: Network) {
        self.network = network
    }

    /// Findings, and the clocks of the services that answered.
    package struct Result: Sendable {
        package var findings: [Finding] = []

        /// How far this machine's clock is ahead, in seconds, by host.
        package var aheadBy: [String: Double] = [:]

        /// The findings of both.
        package func joined(with other: Result) -> Result {
            Result(
                findings: findings + other.findings,
                aheadBy: aheadBy.merging(other.aheadBy) { abs($0) < abs($1) ? $0 : $1 })
        }
    }

    /// Reads each account once, all at a time.
    ///
    /// - Parameter progress: where it is told how far that is.
    package func check(_ accounts: [Account], progress: CheckProgress) async -> Result {
        let results = await Array(accounts.enumerated()).concurrentMap(width: accounts.count) { index, account in
            defer { progress.account(index).finish() }
            return await check(account)
        }
        return results.reduce(Result()) { $0.joined(with: $1) }
    }

    /// Asks the service of each channel, all at a time. Nothing is sent to anyone.
    package func check(_ channels: [Channel]) async -> Result {
        let results = await channels.concurrentMap(width: channels.count) { await check($0) }
        return results.reduce(Result()) { $0.joined(with: $1) }
    }

    /// The same network, observed.
    private func observed() -> (Network, AnswerObserver) {
        let observer = AnswerObserver(network.transport, time: network.time)
        let network = Network(
            transport: observer, time: network.time, hashing: network.hashing, processes: network.processes)
        return (network, observer)
    }

    private func check(_ account: Account) async -> Result {
        let subject = account.kind == account.name ? account.kind : "\(account.kind) \(account.name)"
        let (network, observer) = observed()
        let start = network.time.uptime
        let trial = await Trial.of(account, over: network)
        let took = (network.time.uptime - start).brief
        var findings: [Finding] = []
        switch trial {
        case .works(let summary, let remark):
            findings.append(Finding(.account, .fine, subject, "works: \(summary), in \(took)"))
            if let remark {
                findings.append(Finding(.account, .warning, subject, remark.description, fix: remark.hint?.withoutRun))
            }
        case .refused(let error):
            let login = "bandwidth login \(account.name.shellArgument)"
            let fix = error.code == .unauthorized ? login : error.hint?.withoutRun ?? login
            findings.append(Finding(.account, .failed, subject, error.refusalText, fix: fix))
        case .failed(let error):
            findings.append(
                Finding(.account, .failed, subject, "\(error.message), after \(took)", fix: error.hint?.withoutRun))
        case .misconfigured(let problems):
            findings += problems.map { Finding(.account, subject, $0) }
        }
        if let scopes = observer.notes.scopes, scopes.contains(where: \.mayChangeThings) {
            let needs = account.entry?.service.summary.permission
            findings.append(
                Finding(
                    .account, .warning, subject, "its token may change things: \(scopes.joined(separator: ", "))",
                    fix: needs.map { "make a token with less for \(account.name): \($0)" }))
        }
        return Result(findings: findings, aheadBy: observer.notes.aheadBy)
    }

    private func check(_ channel: Channel) async -> Result {
        let subject = channel.kind == channel.name ? channel.kind : "\(channel.kind) \(channel.name)"
        let (network, observer) = observed()
        let start = network.time.uptime
        do throws(APIError) {
            let said = try await channel.plugin.probe(through: channel.entry.client(over: network))
            let took = (network.time.uptime - start).brief
            let text = said.map { "\($0), in \(took)" } ?? "its settings are fine; only a message can test it"
            return Result(
                findings: [Finding(.channel, .fine, subject, text)], aheadBy: observer.notes.aheadBy)
        } catch {
            let reason = error.code == .unauthorized ? error.refusalText : error.message
            return Result(
                findings: [Finding(.channel, .failed, subject, reason, fix: error.hint?.withoutRun)],
                aheadBy: observer.notes.aheadBy)
        }
    }
}

extension String {
    /// Whether a permission of a token goes beyond reading.
    fileprivate var mayChangeThings: Bool {
        self == "*" || hasSuffix(":read_write")
    }
}

extension Duration {
    /// The time that something took: `0.4 s`.
    fileprivate var brief: String {
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
