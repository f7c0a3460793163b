import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

/// What arrives through each channel if runs fail, hang or are killed, and what the next run makes of it.
@Suite struct AtMostOnceTests {
    private static let kinds = Registry<any Notifier>.builtIn.kinds

    /// Three channels, of which one hangs, at each of its messages; or another one too; or all. What a third run does is
    /// in the files of outcomes.
    @Test(.timeLimit(.minutes(5)), arguments: kinds)
    func whatAKilledRunHasDeliveredIsRememberedAndTheNextSendsTheRest(hanging kind: String) async throws {
        let place = try #require(Self.kinds.firstIndex(of: kind))
        let channels = (0..<3).map { Self.kinds[(place + $0) % Self.kinds.count] }
        let alone = [[kind: 1], [kind: 2]],
            together = [[kind: 1, channels[1]: 1], [kind: 1, channels[1]: 1, channels[2]: 1]]
        for held in alone + together {
            let trial = try await ChannelTrial(channels)
            guard held[kind] ?? 0 <= trial.messages[kind] ?? 0 else {
                try await trial.sandbox.stop()
                continue
            }
            try await trial.runUntilKilled(holding: held)
            for channel in channels {
                let expected = held[channel].map { $0 - 1 } ?? trial.messages[channel]
                #expect(trial.accepted(by: channel) == expected, "\(channel), \(held)")
            }
            let (status, errors) = try await trial.run()
            #expect(status == 0, "\(errors)")
            for channel in channels { expectAll(of: channel, trial, "\(held)") }
            try await trial.sandbox.stop()
        }
    }

    /// Every message has arrived, and only once; where the service forgets, at least once.
    private func expectAll(of channel: String, _ trial: ChannelTrial, _ comment: Comment) {
        let accepted = trial.accepted(by: channel), messages = trial.messages[channel] ?? 0
        if channel == Alertmanager.kind {
            #expect(accepted >= messages, "\(channel), \(comment)")
        } else {
            #expect(accepted == messages, "\(channel), \(comment)")
        }
    }

    /// The service has accepted a message, but the run is killed before it learns that: only a key tells the repeat from
    /// another message. Channels without one may get it twice, because what isn't remembered would else be lost.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: Registry<any Notifier>.builtIn.types.compactMap { $0 as? any Notifier.Type }
            .filter { $0.repeats == .byKey }.map { $0.kind })
    func whatIsRepeatedAfterAKillHasTheSameKey(kind: String) async throws {
        let trial = try await ChannelTrial([kind])
        try await trial.runUntilKilled(holding: [kind: 1], afterAccepting: true)
        #expect(trial.requests(to: kind).count == 1)
        #expect(try await trial.run().status == 0)
        let keys = try trial.requests(to: kind).map { request -> String in
            let body = try JSONParser().parse(request.body)
            let key: String? =
                switch kind {
                case Alertmanager.kind: body.array?.compactMap { $0["labels"]?.text }.joined()
                case Ntfy.kind: body["sequence_id"]?.string
                case PagerDuty.kind: body["dedup_key"]?.string
                case Webhook.kind: request.header("webhook-id")
                default: nil
                }
            return try #require(key, "\(kind) has no key")
        }
        #expect(keys.count == (trial.messages[kind] ?? 0) + 1)
        #expect(keys[0] == keys[1])
        #expect(Set(keys).count == trial.messages[kind])
        try await trial.sandbox.stop()
    }

    /// Compares with `Outcomes/KIND.txt`; with `RECORD_FIXTURES` set, the file is rewritten.
    @Test(.timeLimit(.minutes(5)), arguments: kinds)
    func everyChannelEndsAsInItsFile(kind: String) async throws {
        var text = ""
        for outcome in ["delivered", "refused", "timed out", "killed"] {
            let trial = try await ChannelTrial([kind], timeout: outcome == "timed out" ? "2s" : "10m")
            text += "\(outcome): "
            switch outcome {
            case "killed":
                try await trial.runUntilKilled(holding: [kind: 1])
                text += "\(trial.accepted(by: kind)) accepted\n"
            default:
                let held = outcome == "timed out" ? [kind: 1] : [:]
                text += Self.text(
                    try await trial.run(holding: held, refusing: outcome == "refused" ? kind : nil),
                    trial.accepted(by: kind), trial)
            }
            for run in ["next run", "and the next"] {
                let before = trial.accepted(by: kind)
                text += "  \(run): " + Self.text(try await trial.run(), trial.accepted(by: kind) - before, trial)
            }
            try await trial.sandbox.stop()
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Outcomes/\(kind).txt")
        if ProcessInfo.processInfo.environment["RECORD_FIXTURES"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(
            try text == String(contentsOf: file, encoding: .utf8),
            "run RECORD_FIXTURES=1 swift test --filter AtMostOnceTests")
    }

    /// `status 75, 0 accepted`, and what the program said, without what differs from run to run.
    private static func text(_ run: (status: Int32, errors: String), _ accepted: Int, _ trial: ChannelTrial) -> String {
        let said = run.errors.replacing(trial.sandbox.url, with: "{sandbox}").replacing(/[0-9a-f]{32}/, with: "…")
            .replacing(/\/[^ ']*\/bandwidth-test-[^\/]*\//, with: "…/")
        let lines = said.split(separator: "\n").map { "    \($0)\n" }
        return "status \(run.status), \(accepted) accepted\n" + lines.joined()
    }
}
