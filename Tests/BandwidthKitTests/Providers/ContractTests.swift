import BandwidthKit
import Foundation
import Synchronization
import Testing

/// The contract of every provider. The registry lists them; the fixtures have their requests and answers.
@Suite(.serialized) struct ContractTests {
    private static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let kinds = Registry<any UsageProvider>.builtIn.kinds

    @Test func theRegistryIsInOrder() {
        #expect(Self.kinds == Self.kinds.sorted())
        #expect(Set(Self.kinds).count == Self.kinds.count)
    }

    @Test(arguments: kinds)
    func whatIsReadIsUnitTrue(kind: String) async throws {
        var rows = 0
        for subject in try Subject.all(of: kind) {
            for row in try await subject.check().report.assessments {
                rows += 1
                let usage = row.usage
                #expect(ByteCount(usage.native.used, usage.native.usedUnit) == usage.used, "\(subject)")
                #expect(usage.quota != .zero, "no quota is none, not zero")
                #expect(usage.period.map { $0.start < $0.end } ?? true)
            }
        }
        #expect(rows > 0, "some fixture gives rows")
    }

    @Test(arguments: kinds)
    func onlyItsOwnOriginIsAsked(kind: String) async throws {
        for subject in try Subject.all(of: kind) {
            let entry = subject.account.entry
            let origins = ([entry?.address].compactMap { $0 } + (entry?.otherAddresses ?? [])).map(\.origin)
            for request in try await subject.check().requests {
                #expect(origins.contains(request.base.origin))
                let url = try #require(URLComponents(string: request.url))
                let origin = "\(url.scheme ?? "")://\(url.host ?? "")\(url.port.map { ":\($0)" } ?? "")"
                #expect(origin == request.base.origin)
            }
        }
    }

    /// A secret may be in a query if the configuration says so; then nothing prints the query.
    @Test(arguments: kinds)
    func noSecretIsInAnAddressThatIsPrinted(kind: String) async throws {
        for subject in try Subject.all(of: kind) {
            for request in try await subject.check().requests {
                for secret in subject.secrets { #expect(!request.printableURL.contains(secret)) }
            }
        }
    }

    /// Hundreds of mutated answers for each provider, spread over its fixtures: each ends in rows or in errors that can
    /// be printed.
    @Test(arguments: kinds)
    func noAnswerTrapsOrGivesASecretAway(kind: String) async throws {
        let subjects = try Subject.all(of: kind)
        var bent = BentAnswers(seed: 26, echoing: subjects.flatMap(\.secrets))
        var isAnyRefused = false, isAnyRead = false
        for round in 0..<200 {
            let subject = subjects[round % subjects.count]
            let victim = round / subjects.count % subject.exchanges.count
            let exchanges = subject.exchanges.enumerated().map { index, exchange in
                guard index == victim || round.isMultiple(of: 7) else { return exchange }
                let old = exchange.response
                let body = bent.next(instead: String(decoding: old.body, as: UTF8.self))
                return exchange.answering(
                    HTTPResponse(status: old.status, headers: old.headers, body: Array(body.utf8)))
            }
            let outcome = await subject.check(ScriptedTransport(exchanges))
            isAnyRead = isAnyRead || !outcome.report.assessments.isEmpty
            isAnyRefused = isAnyRefused || !outcome.report.errors.isEmpty
            #expect(!outcome.report.rows.isEmpty, "\(subject), round \(round): it says nothing")
            for row in outcome.report.assessments {
                let native = ByteCount(row.usage.native.used, row.usage.native.usedUnit)
                #expect(native == row.usage.used, "\(subject), round \(round)")
                #expect(row.usage.quota != .zero, "\(subject), round \(round)")
            }
            for error in outcome.report.errors {
                #expect(error.message.count < 2000, "\(subject), round \(round): \(error.message)")
            }
            for secret in subject.secrets {
                #expect(!outcome.output.contains(secret), "\(subject), round \(round): \(outcome.output)")
            }
            let controls = PlainReporter().text(of: outcome.report).unicodeScalars.filter { $0.value < 32 }
            #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" }, "\(subject), round \(round)")
        }
        #expect(isAnyRead && isAnyRefused, "some changes do no harm, some do")
    }

    @Test(arguments: kinds)
    func everyStatusIsARefusalThatKeepsTheSecrets(kind: String) async throws {
        let subject = try #require(try Subject.all(of: kind).first)
        let echo = subject.secrets.joined(separator: " and ")
        let bodies = ["", echo, "<html>\(echo)</html>", #"{"message":"\#(echo)","error":"\#(echo)"}"#]
        for status in [204, 302, 400, 401, 403, 404, 405, 409, 418, 429, 500, 501, 503, 599] {
            for body in bodies {
                let response = HTTPResponse(status: status, body: Array(body.utf8))
                let outcome = await subject.check(ScriptedTransport(always: .success(response)))
                #expect(outcome.report.assessments.isEmpty && !outcome.report.errors.isEmpty)
                for secret in subject.secrets { #expect(!outcome.output.contains(secret)) }
            }
        }
    }

    @Test(arguments: kinds)
    func everyProviderIsInTheExampleAndTheReadme(kind: String) throws {
        let example = try String(contentsOf: Self.top.appending(path: "providers.example.json"), encoding: .utf8)
        let configuration = try ConfigurationLoader(environment: [:]).load(text: example)
        #expect(configuration.accounts.contains { $0.kind == kind })
        let readme = try String(contentsOf: Self.top.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("\n| `\(kind)` |"))
    }

    @Test(arguments: kinds)
    func everySettingIsExplained(kind: String) throws {
        let provider = try #require(Registry<any UsageProvider>.builtIn[kind])
        #expect(Set(provider.settings.map(\.key)).count == provider.settings.count)
        #expect(provider.settings.contains { $0.isAskedFor }, "a person can add an account")
        for setting in provider.settings {
            #expect(!setting.summary.isEmpty)
            #expect(!setting.summary.hasSuffix("."))
        }
        let summary = provider.summary
        for text in [summary.name, summary.purpose, summary.counts ?? "", summary.permission] { #expect(!text.isEmpty) }
    }
}

/// A fixture's account with its answers.
private struct Subject: CustomStringConvertible {
    let description: String
    let account: Account
    let exchanges: [Exchange]

    /// Every text in a secret setting.
    let secrets: [String]

    static func all(of kind: String) throws -> [Subject] {
        try Fixture.all.filter { $0.kind == kind }.map { try Subject($0) }
    }

    private init(_ fixture: Fixture) throws {
        let text = try fixture.text(of: "account.json")
        let entry = try JSONParser().parse(Array(text.utf8))
        let settings = Registry<any UsageProvider>.builtIn[fixture.kind]?.settings.filter(\.isSecret) ?? []
        description = fixture.testDescription
        account = try #require(
            try ConfigurationLoader(environment: [:]).load(text: #"{ "providers": [\#(text)] }"#).accounts.first)
        exchanges = try fixture.exchanges
        secrets = settings.flatMap { Self.texts(in: entry[$0.key] ?? .null) }
    }

    /// A header's value is `Bearer SECRET` as a whole; the secret alone is one too.
    private static func texts(in value: JSONValue) -> [String] {
        switch value.content {
        case .string(let text): Set([text] + text.split(separator: " ").map(String.init)).filter { $0.count >= 8 }
        case .object(let members): members.flatMap { texts(in: $0.value) }
        default: []
        }
    }

    struct Outcome {
        let report: UsageReport
        let requests: [HTTPRequest]

        /// Every text of the report, and what was logged.
        let output: String
    }

    /// The check with the fixture's answers, which may repeat a request line.
    func check() async throws -> Outcome {
        await check(ScriptedTransport(exchanges))
    }

    /// The check with other answers.
    func check(_ scripted: ScriptedTransport) async -> Outcome {
        let log = Mutex<[String]>([])
        let time = ManualTime()
        let transport = RetryingTransport(
            scripted, time: time, jitter: { 0 }, log: { line in log.withLock { $0.append(line) } })
        let report = await UsageChecker(network: .test(transport, time)).check([account])
        let texts = [JSONReporter().text(of: report)] + log.withLock { $0 }
        return Outcome(report: report, requests: scripted.requests, output: texts.joined(separator: "\n"))
    }
}
