import Synchronization
import Testing

@testable import BandwidthKit

@Suite struct OAuthTokensTests {
    /// A source of tokens `token-1`, `token-2`, … that counts how often it is asked.
    private final class Source: Sendable {
        let count = Mutex(0)

        func tokens(_ gate: GatedTransport? = nil) -> OAuthTokens {
            OAuthTokens { () async throws(APIError) in
                let number = self.count.withLock { count in
                    count += 1
                    return count
                }
                _ = try? await gate?.send(.example())
                return Secret("example-token-\(number)")
            }
        }
    }

    @Test func requestsAtTheSameTimeShareOneToken() async throws {
        let source = Source(), gate = GatedTransport()
        let tokens = source.tokens(gate)
        let found = try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<20 { group.addTask { try await tokens.token() } }
            await gate.hasWaiting(1)
            await gate.open()
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found == [Secret("example-token-1")])
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test func aRefusedTokenIsReplacedOnce() async throws {
        let source = Source()
        let tokens = source.tokens()
        let first = try await tokens.token()
        let found = try await withThrowingTaskGroup(of: Secret?.self) { group in
            for _ in 0..<20 { group.addTask { try await tokens.token(after: first) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found == [Secret("example-token-2")])
        #expect(try await tokens.token(after: Secret("example-token-2")) == nil)
        #expect(source.count.withLock { $0 } == 2)
    }

    @Test func aFailureIsSharedToo() async {
        let count = Mutex(0)
        let tokens = OAuthTokens { () async throws(APIError) in
            count.withLock { $0 += 1 }
            throw APIError(.unauthorized, "no")
        }
        for _ in 0..<3 {
            await #expect(throws: APIError(.unauthorized, "no")) { try await tokens.token() }
        }
        #expect(count.withLock { $0 } == 1)
    }

    private static let account = """
        { "providers": [{ "type": "ovh", "client_id": "example-id", "client_secret": "example-client-secret" }] }
        """

    private static func answers(_ list: HTTPResponse, _ network: HTTPResponse) -> [String: [ScriptedTransport.Answer]] {
        [
            "POST /token": [.success(.json(#"{"access_token":"issued-token-0123456789"}"#))],
            "GET /dedicated/server": [.success(list)], "": [.success(network)],
        ]
    }

    /// It isn't in the configuration, but it is a secret all the same.
    @Test(arguments: [
        answers(.json(#"{"message":"bad: issued-token-0123456789"}"#, status: 404), .json("")),
        answers(.json(#"["issued-token-0123456789"]"#), .json(#"{"message":"issued-token-0123456789"}"#, status: 403)),
        answers(
            .json(#"["issued-token-0123456789"]"#), .json(#"{"traffic":{"outputQuotaUsed":{"unit":"GB","value":1}}}"#)),
    ])
    func anIssuedTokenIsNotShown(answers: [String: [ScriptedTransport.Answer]]) async throws {
        let log = Mutex<[String]>([])
        let time = ManualTime()
        let transport = RetryingTransport(
            ScriptedTransport(answers), time: time, log: { line in log.withLock { $0.append(line) } })
        let report = await UsageChecker(network: .test(transport, time)).check(try load(Self.account).accounts)
        let output = JSONReporter().text(of: report) + log.withLock { $0 }.joined()
        #expect(!output.contains("issued-token"))
        #expect(output.contains("[redacted]"))
    }

    @Test func theTokenIsAskedForAtItsOwnAddressAndUsedAtTheOther() async throws {
        let transport = ScriptedTransport(Self.answers(.json("[]"), .json("")))
        let text = Self.account.replacing("\"ovh\",", with: #""ovh", "endpoint": "ovh-us","#)
        let report = await UsageChecker(network: .test(transport)).check(try load(text).accounts)
        #expect(report.errors.map(\.code) == [.notFound])
        #expect(
            transport.requests.map(\.url) == [
                "https://us.ovhcloud.com/auth/oauth2/token", "https://api.us.ovhcloud.com/1.0/dedicated/server",
            ])
        #expect(transport.requests.map { !$0.body.isEmpty } == [true, false])
    }

    @Test func aTokenThatCantBeSentIsABadAnswer() async throws {
        let transport = ScriptedTransport(always: .success(.json(#"{"access_token":"a\r\nb: c"}"#)))
        let report = await UsageChecker(network: .test(transport)).check(try load(Self.account).accounts)
        #expect(report.errors.map(\.code) == [.badResponse])
        #expect(transport.requests.count == 1)
    }
}
