import Foundation
import Testing

@testable import BandwidthKit

@Suite struct TwilioSettingsTests {
    private static let sid = "AC0123456789abcdef0123456789abcdef"
    private static let key = "SK0123456789abcdef0123456789abcdef"
    private static let service = "MG0123456789abcdef0123456789abcdef"
    private static let account = #""account_sid": "\#(sid)""#
    private static let token = #""auth_token": "example-token""#
    private static let numbers = #""from": "+15005550006", "to": ["+12025550143"]"#

    private func notifier(_ members: String) throws -> Twilio {
        try #require(try load(twilio(members)).channels.first?.plugin as? Twilio)
    }

    @Test func anAuthTokenGoesWithTheAccount() throws {
        let twilio = try notifier("\(Self.account), \(Self.token), \(Self.numbers)")
        #expect(twilio.credentials.isBasic(Self.sid, "example-token"))
        #expect(twilio.credentials.source == "'auth_token' of 'twilio'")
        #expect(twilio.sender == .from("+15005550006"))
        #expect(twilio.recipients == ["+12025550143"])
    }

    @Test func anAPIKeyStandsInPlaceOfTheToken() throws {
        let key = #""api_key": "\#(Self.key)", "api_secret": "example-secret""#
        let text = twilio("\(Self.account), \(key), \(Self.numbers)")
        // The variable of the auth token may be set for something else.
        let configuration = try load(text, environment: ["TWILIO_AUTH_TOKEN": "other"])
        let twilio = try #require(configuration.channels.first?.plugin as? Twilio)
        #expect(twilio.credentials.isBasic(Self.key, "example-secret"))
        #expect(twilio.credentials.source == "'api_secret' of 'twilio'")
    }

    @Test func aMessagingServiceStandsInPlaceOfTheSender() throws {
        let twilio = try notifier(
            #"\#(Self.account), \#(Self.token), "messaging_service_sid": "\#(Self.service)", "to": "+12025550143""#)
        #expect(twilio.sender == .messagingService(Self.service))
        #expect(twilio.recipients == ["+12025550143"])
    }

    @Test func aMessageMayHaveMoreSegmentsIfTheUserSaysSo() throws {
        #expect(try notifier("\(Self.account), \(Self.token), \(Self.numbers)").messageStyle == .gsm7(segments: 2))
        let longer = try notifier("\(Self.account), \(Self.token), \(Self.numbers), \"max_segments\": 4")
        #expect(longer.messageStyle == .gsm7(segments: 4))
        for wrong in ["0", "11", "1.5"] {
            let members = "\(Self.account), \(Self.token), \(Self.numbers), \"max_segments\": \(wrong)"
            let expected = "twilio: max_segments: expected a whole number from 1 to 10, but got \(wrong)"
            #expect(problems(in: twilio(members)) == [expected])
        }
    }

    @Test(arguments: ["+15005550006", "12345", "Example", "My Host 24"])
    func aSenderIsANumberAShortCodeOrAName(from: String) throws {
        let twilio = try notifier(#"\#(Self.account), \#(Self.token), "from": "\#(from)", "to": "+12025550143""#)
        #expect(twilio.sender == .from(from))
    }

    @Test(arguments: [
        (
            #""account_sid": "AC123", \#(token), \#(numbers)"#,
            "twilio: account_sid: expected AC and 32 hexadecimal digits"
        ),
        (
            #""account_sid": "\#(key)", \#(token), \#(numbers)"#,
            "twilio: account_sid: expected AC and 32 hexadecimal digits"
        ),
        (
            #"\#(account), "api_key": "SK1", "api_secret": "x", \#(numbers)"#,
            "twilio: api_key: expected SK and 32 hexadecimal digits"
        ),
        (
            #"\#(account), "api_key": "\#(key)", \#(numbers)"#, "twilio: api_secret: missing; api_key needs it"
        ),
        (
            #"\#(account), \#(token), "api_secret": "x", \#(numbers)"#,
            "twilio: api_key: missing; api_secret needs it"
        ),
        (
            #"\#(account), \#(token), "api_key": "\#(key)", "api_secret": "x", \#(numbers)"#,
            "twilio: auth_token: can't be used together with api_key; remove one of them"
        ),
        (
            #"\#(account), \#(token), \#(numbers), "messaging_service_sid": "\#(service)""#,
            "twilio: from: can't be used together with messaging_service_sid; remove one of them"
        ),
        (
            #"\#(account), \#(token), "to": "+12025550143", "messaging_service_sid": "MG""#,
            "twilio: messaging_service_sid: expected MG and 32 hexadecimal digits"
        ),
        (#"\#(account), \#(token), "from": "+15005550006", "to": []"#, "twilio: to: is empty; name at least one"),
        (
            #"\#(account), \#(token), "from": "+15005550006", "to": ["+12025550143", "+12025550143"]"#,
            "twilio: to: duplicate number"
        ),
        (
            #"\#(account), \#(token), \#(numbers), "tos": 1"#, "twilio: tos: unknown key; did you mean 'to'?"
        ),
    ])
    func whatDoesNotGoTogetherIsTold(members: String, expected: String) {
        #expect(problems(in: twilio(members)) == [expected])
    }

    @Test(arguments: [
        "12025550143", "+1 202 555 0143", "+1-202-555-0143", "+0123456789", "+123", "+1234567890123456", "+1202555014x",
        "+１２０２５５５０１４３",
    ])
    func aWrongNumberIsTold(number: String) {
        let members = #"\#(Self.account), \#(Self.token), "from": "+15005550006", "to": ["+12025550143", "\#(number)"]"#
        #expect(
            problems(in: twilio(members)) == [
                "twilio: to[1]: expected a number with + and country code, without spaces, as in +12025550143"
            ])
    }

    @Test(arguments: ["12", "A name that is too long", "+1 500 555 0006", "Exämple"])
    func aWrongSenderIsTold(from: String) {
        let members = #"\#(Self.account), \#(Self.token), "from": "\#(from)", "to": ["+12025550143"]"#
        #expect(
            problems(in: twilio(members)) == [
                "twilio: from: expected a number as in +15005550006, a short code or a name of at most 11 letters"
            ])
    }
}

extension Authorization {
    /// Whether it is Basic authentication with a user name and a password.
    fileprivate func isBasic(_ user: String, _ password: String) -> Bool {
        headers.map(\.value) == ["Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"]
    }
}
