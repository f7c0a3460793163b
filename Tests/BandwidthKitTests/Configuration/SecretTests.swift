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
        let encoded = String(decoding: try JSONEncoder().encode(holder), as: UTF8.self)
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

    @Test func theWireGetsIt() {
        #expect(Authorization.bearer(secret).field?.value == "Bearer s3cr3t-value")
        #expect(Authorization.header(name: "x-key", secret).field?.value == "s3cr3t-value")
        #expect(Authorization.basic(user: "AC1", password: secret).field?.value == "Basic QUMxOnMzY3IzdC12YWx1ZQ==")
        #expect(Authorization.none.field == nil)
    }
}
