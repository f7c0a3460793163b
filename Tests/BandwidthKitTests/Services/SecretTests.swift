import BandwidthKit
import Foundation
import Testing

@Suite struct SecretTests {
    private struct Holder: Encodable {
        let token: Secret
        let tokens: [Secret]
    }

    private let secret = Secret("s3cr3t-value", source: "LINODE_TOKEN")

    @Test func noWayOfPrintingShowsIt() throws {
        let holder = Holder(token: secret, tokens: [secret])
        var dumped = ""
        dump(holder, to: &dumped)
        var printed = ""
        print(secret, [secret], Optional(secret) as Any, ["key": secret], holder, to: &printed)
        debugPrint(secret, holder, Authorization.bearer(secret), to: &printed)
        print(Authorization.basic(user: "user", password: secret), to: &printed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let encoded = String(decoding: try encoder.encode(holder), as: UTF8.self)
        let texts = [
            printed, dumped, encoded, "\(secret)", "\(holder)", String(describing: secret), String(reflecting: holder),
            String(describing: Mirror(reflecting: secret)),
            Mirror(reflecting: secret).children.map { "\($0)" }.joined(),
            String(format: "%@", "\(secret)"),
        ]
        for text in texts { #expect(!text.contains("s3cr3t")) }
        #expect(encoded == #"{"token":"[redacted]","tokens":["[redacted]"]}"#)
        #expect("\(secret)" == "[redacted]")
    }

    @Test func aPathSendsItAndShowsItNowhere() {
        let path: APIPath = "/bot\(secret)/sendMessage"
        #expect(path.text == "/bots3cr3t-value/sendMessage")
        var dumped = ""
        dump(path, to: &dumped)
        for text in ["\(path)", String(reflecting: path), dumped] {
            #expect(!text.contains("s3cr3t"))
        }
        #expect("\(path)" == "/bot[redacted]/sendMessage")
    }

    @Test func theWireGetsIt() {
        func headers(_ authorization: Authorization) -> [String] {
            authorization.headers.map { "\($0.name): \($0.value)" }
        }
        #expect(headers(.bearer(secret)) == ["authorization: Bearer s3cr3t-value"])
        #expect(headers(.headers(["X-Key": secret, "X-Id": secret])) == ["x-id: s3cr3t-value", "x-key: s3cr3t-value"])
        #expect(
            headers(.basic(user: "AC1", password: secret)) == ["authorization: Basic QUMxOnMzY3IzdC12YWx1ZQ=="])
        #expect(headers(.none).isEmpty)
        #expect(headers(.form(["key": secret])).isEmpty)
        #expect(Authorization.form(["key": secret]).formFields.map(\.value) == ["s3cr3t-value"])
    }
}
