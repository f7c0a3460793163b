import Foundation
import Synchronization
import Testing

@testable import BandwidthKit

/// The contract of every notifier. The registry lists them; the example configuration shows how each is set up.
@Suite struct NotifierContractTests {
    private static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let kinds = Registry<any Notifier>.builtIn.kinds

    /// Every channel of the example, with its secrets.
    private static func subjects(of kind: String) throws -> [(channel: Channel, secrets: [String])] {
        let text = try Data(contentsOf: top.appending(path: "providers.example.json"))
        let entries = try #require(try JSONParser().parse(text)["notify"]?.array).filter { $0["type"]?.string == kind }
        let settings = Registry<any Notifier>.builtIn[kind]?.settings.filter(\.isSecret) ?? []
        return try entries.map { entry in
            let configuration = try load(#"{ "providers": [], "notify": [\#(entry.text)] }"#)
            let secrets = settings.flatMap { setting -> [String] in
                let value = entry[setting.key]
                let texts = value?.string.map { [$0] } ?? value?.members?.compactMap(\.value.string) ?? []
                // Of a URL, only the path is the secret.
                return texts.flatMap { text in
                    [text] + [URL(string: text)?.lastPathComponent ?? ""].filter { !$0.isEmpty }
                }
            }
            return (try #require(configuration.channels.first), secrets)
        }
    }

    @Test func theRegistryIsInOrder() {
        #expect(Self.kinds == Self.kinds.sorted())
        #expect(Set(Self.kinds).count == Self.kinds.count)
    }

    @Test(arguments: kinds)
    func everyNotifierIsInTheExampleAndTheReadme(kind: String) throws {
        let subjects = try Self.subjects(of: kind)
        #expect(!subjects.isEmpty)
        let hasSecrets = Registry<any Notifier>.builtIn[kind]?.settings.contains(where: \.isSecret) ?? false
        #expect(!hasSecrets || subjects.contains { !$0.secrets.isEmpty }, "the example shows its secrets")
        let readme = try String(contentsOf: Self.top.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("\n| `\(kind)` |"))
    }

    @Test(arguments: kinds)
    func everySettingIsExplained(kind: String) throws {
        let notifier = try #require(Registry<any Notifier>.builtIn[kind])
        #expect(Set(notifier.settings.map(\.key)).count == notifier.settings.count)
        for setting in notifier.settings {
            #expect(!setting.summary.isEmpty)
            #expect(!setting.summary.hasSuffix("."))
        }
        for text in [notifier.summary.name, notifier.summary.purpose, notifier.summary.permission] {
            #expect(!text.isEmpty)
        }
    }

    /// All possible outcomes of a request: the result, and whether the message was certainly not accepted.
    private static let outcomes: [(answer: ScriptedTransport.Answer, isUnprocessed: Bool)] = {
        let failures: [(HTTPTransportError, Bool)] = [
            (.nameNotResolved("no such name"), true), (.notConnected("refused"), true), (.insecure("expired"), false),
            (.interrupted("reset"), false), (.malformed("not HTTP"), false), (.tooLarge(limit: 1), false),
            (.timedOut, false), (.cancelled, false), (.heldBack(.seconds(60)), false),
        ]
        let statuses =
            [200, 201, 202, 204, 206, 301, 302, 307, 400, 401, 403, 404, 405, 408, 409, 410, 413, 418, 429]
            + [500, 501, 502, 503, 504, 507, 599]
        let bodies = ["", "{}", "[]", "null", "{", "<html>", #"{"id":null,"sid":5}"#, #"{"error":"ECHO","code":0}"#]
        return failures.map { (.failure($0.0), $0.1) }
            + statuses.flatMap { status in
                bodies.map { (.success(.json($0, status: status)), status == 429) }
            }
    }()

    /// Whatever the service does: no secret is shown, and a message that may have arrived is not sent again, unless the
    /// second replaces the first.
    @Test(arguments: kinds)
    func noFaultShowsASecretOrDeliversTwice(kind: String) async throws {
        for (channel, secrets) in try Self.subjects(of: kind) {
            let style = type(of: channel.plugin).style, repeats = type(of: channel.plugin).repeats
            let alert = try Self.alert(style)
            for (answer, isUnprocessed) in Self.outcomes {
                let echoing = Self.echoing(answer, secrets)
                let script = ScriptedTransport(always: echoing), processes = Self.processes(answer)
                let log = Mutex<[String]>([])
                let time = ManualTime()
                let transport = RetryingTransport(
                    script, time: time, jitter: { 0 }, log: { line in log.withLock { $0.append(line) } })
                let delivery = await Messenger(network: .test(transport, time, processes: processes))
                    .deliver(alert, to: channel.plugin.recipients[0], through: channel)
                let tries = script.requests.count + processes.commands.count
                #expect(tries >= 1, "\(kind), \(answer)")
                if repeats == .never, !isUnprocessed || !processes.commands.isEmpty {
                    #expect(tries == 1, "\(kind), \(answer)")
                }
                var dumped = ""
                dump(delivery, to: &dumped)
                let texts = [delivery.description, dumped, "\(delivery)"] + log.withLock { $0 }
                for secret in secrets {
                    #expect(!texts.joined(separator: "\n").contains(secret), "\(kind), \(answer)")
                }
                let origins =
                    [channel.entry.address.origin] + ((channel.plugin as? Alertmanager)?.members.map(\.origin) ?? [])
                #expect(
                    script.requests.allSatisfy { request in
                        origins.contains(request.base.origin) && request.url.hasPrefix(request.base.origin)
                    })
            }
        }
    }

    /// What a program does where a service gives this answer.
    private static func processes(_ answer: ScriptedTransport.Answer) -> SequencedProcesses {
        switch answer {
        case .success(let response) where (200..<300).contains(response.status):
            SequencedProcesses([.success(.printing("", errors: "a warning"))])
        case .success(let response):
            SequencedProcesses([
                .success(.printing("", errors: "line one\nline two", status: Int32(response.status % 200 + 1)))
            ])
        case .failure(.timedOut): SequencedProcesses([.failure(.timedOut("program", after: .seconds(1)))])
        case .failure(.cancelled): SequencedProcesses([.failure(.cancelled("program"))])
        case .failure(.tooLarge): SequencedProcesses([.failure(.outputTooLarge("program", limit: 1))])
        case .failure(.nameNotResolved): SequencedProcesses([.failure(.notFound("program", path: "/bin"))])
        case .failure: SequencedProcesses([.failure(.notStarted("program", "no such file"))])
        }
    }

    /// A status outside 200 to 299 is not a success.
    @Test(arguments: kinds)
    func noRefusalIsADelivery(kind: String) async throws {
        for (channel, _) in try Self.subjects(of: kind) {
            let style = type(of: channel.plugin).style
            let alert = try Self.alert(style)
            for (answer, _) in Self.outcomes {
                if case .success(let response) = answer, (200..<300).contains(response.status) { continue }
                let script = ScriptedTransport(always: answer), processes = Self.processes(answer)
                let delivery = await Messenger(network: .test(script, processes: processes))
                    .deliver(alert, to: channel.plugin.recipients[0], through: channel)
                #expect(throws: APIError.self, "\(kind), \(answer)") { try delivery.result.get() }
            }
        }
    }

    /// An alert about a row that is over and one that can't be read.
    private static func alert(_ style: MessageStyle) throws -> Alert {
        let example = try UsageReport.example()
        let rows = [example.rows[1], try #require(example.rows.last)]
        return Alert(
            .crossed, about: UsageReport(checkedAt: example.checkedAt, rows: rows), style: style, units: .provider,
            hashing: TestHashing())
    }

    /// The same answer with every secret in it.
    private static func echoing(
        _ answer: ScriptedTransport.Answer, _ secrets: [String]
    ) -> ScriptedTransport.Answer {
        guard case .success(let response) = answer else { return answer }
        let text = String(decoding: response.body, as: UTF8.self)
        return .success(.json(text.replacing("ECHO", with: secrets.joined(separator: " ")), status: response.status))
    }
}
