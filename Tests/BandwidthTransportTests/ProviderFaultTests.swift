import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import SandboxFaults
import Synchronization
import Testing

/// Every provider with every fault, through the real client; answers are replayed from its fixtures.
@Suite(.serialized) struct ProviderFaultTests {
    /// Whatever the service does, the check ends with rows or errors, shows no secret, and doesn't affect another
    /// account.
    @Test(arguments: Registry<any UsageProvider>.builtIn.kinds)
    func noFaultHidesTheOtherAccountOrShowsASecret(kind: String) async throws {
        // Two sandboxes, because a hanging one uses up the requests allowed in flight to one address.
        let account = try ReplayedAccount(of: kind)
        let now = HastyTime.moment
        let faulty = try await Sandbox.start(
            now: now, recordings: [account.recording], interceptor: FaultInterceptor())
        let fine = try await Sandbox.start(now: now, recordings: [account.recording], interceptor: nil)
        let good = try account.entry(at: fine.baseURL(of: kind), name: "good", timeout: 60)
        let faults = SandboxFault.all.flatMap { Self.names(of: $0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = faults[...]
            func startNext() {
                guard let fault = waiting.popFirst() else { return }
                group.addTask {
                    let base = faulty.baseURL(of: kind, fault: fault)
                    let bad = try account.entry(at: base, name: "bad", timeout: 0.4)
                    try await check(bad, good, fault)
                }
            }
            for _ in 0..<8 { startNext() }
            while try await group.next() != nil { startNext() }
        }
        #expect(faulty.requests.count >= faults.count)
        #expect(fine.requests.allSatisfy { !$0.path.contains("/fault/") })
        try await faulty.stop()
        try await fine.stop()
    }

    private func check(_ bad: ReplayedAccount.Entry, _ good: ReplayedAccount.Entry, _ fault: String) async throws {
        let text = #"{ "providers": [\#(bad.text), \#(good.text)] }"#
        let accounts = try ConfigurationLoader(environment: [:]).load(text: text).accounts
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let time = HastyTime(at: HastyTime.moment)
        let log = Mutex<[String]>([])
        let transport = RetryingTransport(wire, time: time, log: { line in log.withLock { $0.append(line) } })
        let report = await UsageChecker(network: .test(transport, time)).check(accounts)
        await wire.shutdown()

        let second = UsageReport(checkedAt: report.checkedAt, rows: report.rows.filter { $0.account == "good" })
        #expect(report.rows.contains { $0.account == "bad" }, "\(fault)")
        #expect(!second.rows.isEmpty && second.errors.isEmpty, "\(fault): \(second.errors)")
        let texts = [
            JSONReporter().text(of: report), TableReporter().text(of: report), Check.message(about: report),
        ]
        let output = (texts + log.withLock { $0 }).joined(separator: "\n")
        for secret in bad.secrets {
            #expect(!output.contains(secret), "\(fault)")
        }
    }

    /// A fault's names, with some statuses in place of `CODE`.
    private static func names(of fault: SandboxFault) -> [String] {
        if fault.name.contains("SECONDS") { return [fault.name.replacing("SECONDS", with: "0")] }
        guard fault.name.contains("CODE") else { return [fault.name] }
        return [302, 400, 401, 403, 405, 429, 500, 503].map { fault.name.replacing("CODE", with: "\($0)") }
    }
}
