import Foundation
import Testing

@testable import BandwidthKit

/// Signatures, compared with those of AWS's own library; `Tests/Integration/aws-vectors.py` writes the vectors.
@Suite struct AWSSignatureTests {
    struct Vector: Decodable, CustomTestStringConvertible, Sendable {
        let name, method, base, path, body, region, service, date: String
        let headers: [[String]]
        let added: [String: String]
        let keyID, secretKey: String
        let sessionToken: String?

        var testDescription: String { name }

        enum CodingKeys: String, CodingKey {
            case name, method, base, path, body, region, service, date, headers, added
            case keyID = "key_id"
            case secretKey = "secret_key"
            case sessionToken = "session_token"
        }
    }

    static let vectors: [Vector] = {
        let file = Fixture.root.appending(path: "aws-signatures/vectors.json")
        let found = try? JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
        return found ?? []
    }()

    @Test func thereAreVectors() {
        #expect(Self.vectors.count == 26)
    }

    @Test(arguments: vectors)
    func aSignatureIsThatOfTheVendor(vector: Vector) throws {
        let signature = AWSSignature(
            credentials: AWSCredentials(
                keyID: Secret(vector.keyID), secretKey: Secret(vector.secretKey),
                sessionToken: vector.sessionToken.map { Secret($0) }),
            region: vector.region, service: vector.service)
        let request = HTTPRequest(
            method: try #require(HTTPRequest.Method(rawValue: vector.method)), base: try BaseURL(vector.base),
            path: vector.path, headers: [("accept", "*/*")] + vector.headers.map { ($0[0], $0[1]) },
            body: Array(vector.body.utf8), isRepeatable: true)
        let added = signature.headers(for: request, at: try date(vector.date), with: TestHashing())
        #expect(Dictionary(uniqueKeysWithValues: added.map { ($0.name, $0.value) }) == vector.added)
    }

    private static let account = """
        { "providers": [{ "type": "aws", "access_key_id": "AKIAEXAMPLE0KEY00001", "secret_access_key": "example-secret" }] }
        """

    /// Checks the account and returns what was sent.
    private func requests(_ answers: HTTPResponse...) async throws -> (UsageReport, [HTTPRequest]) {
        let script = ScriptedTransport(["": answers.map { .success($0) }])
        let time = ManualTime()
        let transport = RetryingTransport(script, time: time, jitter: { 1 })
        let report = await UsageChecker(network: .test(transport, time)).check(try load(Self.account).accounts)
        return (report, script.requests)
    }

    private static let fine = HTTPResponse.json(
        #"{"freeTierUsages":[{"service":"AWS Data Transfer","usageType":"DataTransfer","actualUsageAmount":1,"limit":2,"unit":"GB"}]}"#
    )

    private func headers(_ name: String, of requests: [HTTPRequest]) -> [[String]] {
        requests.map { request in request.headers.filter { $0.name == name }.map(\.value) }
    }

    @Test func aRequestThatIsRepeatedIsSignedAgainWithTheDateOfThen() async throws {
        let busy = HTTPResponse(status: 503, headers: [("Retry-After", "7")])
        let (report, requests) = try await requests(busy, Self.fine)
        #expect(report.errors.isEmpty)
        #expect(headers("x-amz-date", of: requests) == [["20261121T060000Z"], ["20261121T060007Z"]])
        let signatures = headers("authorization", of: requests)
        #expect(signatures.allSatisfy { $0.count == 1 } && signatures[0] != signatures[1])
    }

    @Test func throttlingIsRetriedAlthoughItsStatusIs400() async throws {
        let body = #"{"__type":"com.amazonaws.freetier#ThrottlingException","message":"Rate exceeded"}"#
        let (report, requests) = try await requests(.json(body, status: 400), Self.fine)
        #expect(report.errors.isEmpty)
        #expect(requests.count == 2)
        let (refused, all) = try await self.requests(.json(body, status: 400))
        #expect(refused.errors.map(\.code) == [.rateLimited])
        #expect(all.count == 3)
    }

    @Test func anyOther400IsNotRetried() async throws {
        let (report, requests) = try await requests(
            .json(#"{"__type":"ValidationException","message":"no"}"#, status: 400))
        #expect(requests.count == 1)
        #expect(report.errors.map(\.message) == ["refused (HTTP 400): ValidationException: no"])
    }
}
