import Crypto
import Foundation
import Testing

@testable import BandwidthKit

/// The exact requests to a webhook, and their signature according to the specification.
@Suite struct WebhookTests {
    private static let key = Array("example-example-example-".utf8)
    private static let secret = "whsec_" + Data(key).base64EncodedString()

    private func channel(_ settings: String) throws -> Channel {
        let entry =
            #"{ "type": "webhook", "url": "https://hooks.example.com/services/T0/secret-path?x=1", \#(settings) }"#
        return try #require(try load(#"{ "providers": [], "notify": [\#(entry)] }"#).channels.first)
    }

    private func deliver(
        _ settings: String, _ answers: ScriptedTransport.Answer...
    ) async throws -> (delivery: Messenger.Delivery, requests: [HTTPRequest]) {
        let transport = ScriptedTransport(["": answers])
        let time = ManualTime()
        let patient = RetryingTransport(transport, time: time, jitter: { 0 })
        let alert = Alert(
            .crossed, about: try .example(), style: Webhook.style, units: .provider, hashing: TestHashing())
        let channel = try channel(settings)
        let delivery = await Messenger(network: .test(patient, time))
            .deliver(alert, to: channel.plugin.recipients[0], through: channel)
        return (delivery, transport.requests)
    }

    private let taken = ScriptedTransport.Answer.success(HTTPResponse(status: 204))

    @Test func theEventIsSignedOverTheVeryBytesThatAreSent() async throws {
        let (delivery, requests) = try await deliver(
            #""secret": "\#(Self.secret)", "headers": { "X-Customer": "example-customer" }"#, taken)
        let request = try #require(requests.first)
        #expect(request.url == "https://hooks.example.com/services/T0/secret-path?x=1")
        func header(_ name: String) -> String? { request.headers.first { $0.name == name }?.value }
        #expect(header("content-type") == "application/json")
        #expect(header("x-customer") == "example-customer")
        let id = try #require(header("webhook-id")), timestamp = try #require(header("webhook-timestamp"))
        #expect(id.count == 32 && !id.contains("."))
        #expect(timestamp == "1795240800")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(timestamp).".utf8) + request.body, using: SymmetricKey(data: Self.key))
        #expect(header("webhook-signature") == "v1,\(Data(code).base64EncodedString())")
        #expect(delivery.description == "webhook: sent to hooks.example.com (\(id))")
    }

    @Test func theBodyIsAnEventWithTheRowsOfTheReport() async throws {
        let (_, requests) = try await deliver(#""name": "x""#, taken)
        let body = try JSONParser().parse(#require(requests.first).body)
        #expect(body.members?.map(\.key) == ["type", "timestamp", "data"])
        #expect(body["type"] == "bandwidth.crossed")
        #expect(body["timestamp"] == "2026-11-21T06:00:00Z")
        let data = try #require(body["data"])
        #expect(data.members?.map(\.key) == ["schema_version", "event", "key", "status", "message", "rows"])
        #expect(data["event"] == "crossed")
        #expect(data["status"] == "critical")
        #expect(data["rows"]?.array?.count == 9)
        let report = try JSONParser().parse(Array(JSONReporter().text(of: try .example()).utf8))
        #expect(data["rows"] == report["usage"], "as in the JSON report")
        #expect(requests.first?.headers.contains { $0.name == "webhook-signature" } == false, "without a secret")
    }

    @Test func aRepeatHasTheSameIdentity() async throws {
        let (delivery, requests) = try await deliver(
            #""secret": "\#(Self.secret)""#, .failure(.interrupted("reset")), .success(HTTPResponse(status: 502)),
            taken)
        #expect(requests.count == 3)
        #expect(Set(requests.map { request in request.headers.first { $0.name == "webhook-id" }?.value }).count == 1)
        #expect(throws: Never.self) { try delivery.result.get() }
    }

    @Test func aReceiverThatIsGoneForGoodIsReported() async throws {
        let (delivery, requests) = try await deliver(#""name": "x""#, .success(HTTPResponse(status: 410)))
        #expect(requests.count == 1)
        #expect(delivery.description.hasSuffix("the receiver wants no more messages; remove this channel"))
        #expect(!delivery.description.contains("secret-path"))
    }

    @Test(arguments: ["whsec_AAAA", "whsec_not base 64", "short", "whsec_"])
    func aSecretThatIsNoneIsReported(secret: String) {
        let entry = #"{ "type": "webhook", "url": "https://hooks.example.com/x", "secret": "\#(secret)" }"#
        #expect(
            problems(in: #"{ "providers": [], "notify": [\#(entry)] }"#) == [
                "webhook: secret: expected whsec_ and the base64 of 24 to 64 bytes"
            ])
    }
}
