import BandwidthKit
import BandwidthSandbox
import Foundation
import SandboxFaults
import Testing

/// How an account is reported if its service misbehaves, through the real client.
@Suite struct FaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let outcome: Outcome
        var tries = 1
        var timeout = "600"

        var testDescription: String { fault }
    }

    enum Outcome: Sendable, Equatable {
        /// All rows were read.
        case read
        case failed(APIError.Code)
    }

    static let cases = [
        Case(fault: "reset-before", outcome: .failed(.network), tries: 3),
        Case(fault: "reset-during", outcome: .failed(.network), tries: 3),
        Case(fault: "close-before", outcome: .failed(.network), tries: 3),
        Case(fault: "truncated", outcome: .failed(.network), tries: 3),
        Case(fault: "silent", outcome: .failed(.timeout), timeout: "3"),
        Case(fault: "drip", outcome: .failed(.timeout), timeout: "3"),
        Case(fault: "length-long", outcome: .failed(.timeout), timeout: "3"),
        Case(fault: "length-short", outcome: .failed(.badResponse)),
        Case(fault: "length-conflict", outcome: .failed(.badResponse)),
        Case(fault: "endless", outcome: .failed(.badResponse)),
        Case(fault: "header-flood", outcome: .failed(.badResponse)),
        Case(fault: "gzip", outcome: .read),
        Case(fault: "informational", outcome: .read),
        Case(fault: "status-204", outcome: .failed(.badResponse)),
        Case(fault: "empty", outcome: .failed(.badResponse)),
        Case(fault: "html", outcome: .failed(.badResponse)),
        Case(fault: "invalid-utf8", outcome: .read),
        Case(fault: "bom", outcome: .read),
        Case(fault: "nested", outcome: .failed(.badResponse)),
        Case(fault: "array", outcome: .failed(.badResponse)),
        Case(fault: "object", outcome: .failed(.badResponse)),
        Case(fault: "scalar", outcome: .failed(.badResponse)),
        Case(fault: "fields-null", outcome: .failed(.badResponse)),
        Case(fault: "fields-missing", outcome: .failed(.badResponse)),
        Case(fault: "fields-negative", outcome: .failed(.badResponse)),
        Case(fault: "fields-fractional", outcome: .read),
        Case(fault: "fields-string", outcome: .failed(.badResponse)),
        Case(fault: "fields-text", outcome: .failed(.badResponse)),
        Case(fault: "fields-boolean", outcome: .failed(.badResponse)),
        Case(fault: "fields-1e400", outcome: .failed(.badResponse)),
        Case(fault: "fields-30digits", outcome: .failed(.badResponse)),
        Case(fault: "fields-large", outcome: .failed(.badResponse)),
        Case(fault: "status-400-json", outcome: .failed(.badResponse)),
        Case(fault: "status-400-html", outcome: .failed(.badResponse)),
        Case(fault: "status-401-empty", outcome: .failed(.unauthorized)),
        Case(fault: "status-403-html", outcome: .failed(.forbidden)),
        Case(fault: "status-404-json", outcome: .failed(.notFound)),
        Case(fault: "status-408-empty", outcome: .failed(.unavailable), tries: 3),
        Case(fault: "status-418-html", outcome: .failed(.badResponse)),
        Case(fault: "status-429-json", outcome: .failed(.rateLimited), tries: 3),
        Case(fault: "status-500-json", outcome: .failed(.unavailable), tries: 3),
        Case(fault: "status-501-empty", outcome: .failed(.unavailable)),
        Case(fault: "status-502-html", outcome: .failed(.unavailable), tries: 3),
        Case(fault: "status-503-empty", outcome: .failed(.unavailable), tries: 3),
        Case(fault: "status-504-json", outcome: .failed(.unavailable), tries: 3),
        Case(fault: "retry-after-1", outcome: .failed(.rateLimited), tries: 3),
        Case(fault: "retry-after-date", outcome: .failed(.rateLimited), tries: 3),
        Case(fault: "retry-after-nonsense", outcome: .failed(.rateLimited), tries: 3),
        Case(fault: "retry-after-day", outcome: .failed(.rateLimited)),
        Case(fault: "maintenance", outcome: .failed(.unavailable)),
        Case(fault: "redirect", outcome: .failed(.badResponse)),
        Case(fault: "echo-token", outcome: .failed(.unauthorized)),
        Case(fault: "once:a:reset-before", outcome: .read, tries: 2),
        Case(fault: "once:b:truncated", outcome: .read, tries: 2),
        Case(fault: "once:c:status-500-html", outcome: .read, tries: 2),
        Case(fault: "once:d:retry-after-1", outcome: .read, tries: 2),
    ]

    @Test(arguments: cases)
    func theOutcomeIsKnownAndTheOtherAccountIsWhole(expected: Case) async throws {
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        let check = try await Check(
            badURL: sandbox.baseURL(of: "linode", fault: expected.fault), goodURL: sandbox.baseURL(of: "linode"),
            timeout: expected.timeout)

        switch expected.outcome {
        case .read:
            #expect(check.bad.errors.isEmpty)
            #expect(check.bad.assessments.count == 3)
        case .failed(let code):
            #expect(check.bad.errors.map(\.code) == [code])
            #expect(check.bad.assessments.isEmpty)
        }
        #expect(check.good.errors.isEmpty)
        #expect(check.good.assessments.map(\.usage.used) == [ByteCount(212 << 30)])

        let tries = sandbox.requests.count { $0.path.contains("/fault/") && $0.path.hasSuffix("/account/transfer") }
        #expect(tries == expected.tries)
        #expect(!check.output.contains(SandboxStory.Linode.production))
        #expect(!check.output.contains(SandboxStory.Linode.hobby))
        try await sandbox.stop()
    }

    @Test func everyFaultOfTheSandboxHasAnOutcomeHere() {
        let covered = Set(Self.cases.map { $0.fault.split(separator: ":").last.map(String.init) ?? "" })
        for fault in SandboxFault.all where !fault.name.contains(where: \.isUppercase) {
            #expect(covered.contains(fault.name), "\(fault.name) is not in the table")
        }
    }

    @Test func aRefusedConnectionIsToldAsSuch() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        let gone = try await Sandbox.start(now: Date())
        let address = gone.baseURL(of: "linode")
        try await gone.stop()
        let check = try await Check(badURL: address, goodURL: sandbox.baseURL(of: "linode"))
        #expect(check.bad.errors.map(\.code) == [.network])
        #expect(check.bad.errors.first?.message == "no connection to 127.0.0.1: connection refused")
        #expect(check.good.errors.isEmpty)
        try await sandbox.stop()
    }

    @Test func aNameThatDoesNotResolveIsToldAsSuch() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        // The resolver itself refuses a label of 64 letters, so that no network is used.
        let name = String(repeating: "x", count: 64)
        let check = try await Check(badURL: "https://\(name).example/v4", goodURL: sandbox.baseURL(of: "linode"))
        #expect(check.bad.errors.map(\.code) == [.network])
        #expect(check.bad.errors.first?.message.contains("could not be resolved") == true)
        #expect(check.good.errors.isEmpty)
        try await sandbox.stop()
    }
}
