import Foundation
import Testing

@testable import BandwidthKit

/// The exact requests to Twilio, and how its answers are handled.
@Suite struct TwilioTests {
    private static let sid = "AC0123456789abcdef0123456789abcdef"
    private static let path = "POST /2010-04-01/Accounts/\(sid)/Messages.json"
    private static let created = ScriptedTransport.Answer.success(
        .json(#"{ "sid": "SM1", "num_segments": "1", "status": "queued" }"#, status: 201))

    private func send(
        _ text: String, _ settings: String, _ answers: ScriptedTransport.Answer...
    ) async throws -> (deliveries: [Messenger.Delivery], requests: [HTTPRequest]) {
        let transport = ScriptedTransport([Self.path: answers])
        let channels = try load(twilio(#""account_sid": "\#(Self.sid)", \#(settings)"#)).channels
        let deliveries = await deliver(text, over: transport, through: channels)
        return (deliveries, transport.requests)
    }

    /// Sends a message with this text to every recipient.
    private func deliver(
        _ text: String, over transport: any HTTPTransport, through channels: [Channel]
    ) async -> [Messenger.Delivery] {
        let messenger = Messenger(network: .test(transport))
        let alert = Alert(
            event: .test, key: "key", id: "id", status: .ok, title: text, body: "", rows: [], time: ManualTime().now)
        var deliveries: [Messenger.Delivery] = []
        for channel in channels {
            for recipient in channel.plugin.recipients {
                deliveries.append(await messenger.deliver(alert, to: recipient, through: channel))
            }
        }
        return deliveries
    }

    private let byToken = #""auth_token": "example-token", "from": "+15005550006", "to": "+12025550143""#

    @Test func theRequestIsAFormWithBasicAuthentication() async throws {
        let (deliveries, requests) = try await send("a+b & c=d é\n100%", byToken, Self.created)
        let request = try #require(requests.first)
        #expect(requests.count == 1)
        #expect(request.url == "https://api.twilio.com/2010-04-01/Accounts/\(Self.sid)/Messages.json")
        #expect(
            request.headers.map { "\($0.name): \($0.value)" } == [
                "accept: application/json", "user-agent: \(Product.userAgent)",
                "content-type: application/x-www-form-urlencoded",
                "authorization: Basic \(Data("\(Self.sid):example-token".utf8).base64EncodedString())",
            ])
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "To=%2B12025550143&From=%2B15005550006&Body=a%2Bb+%26+c%3Dd+%C3%A9%0A100%25")
        #expect(deliveries.map(\.description) == ["twilio: sent to +12025550143 (SM1, 1 segment)"])
    }

    @Test func anAPIKeyAndAMessagingServiceTakeTheirPlaces() async throws {
        let key = "SK0123456789abcdef0123456789abcdef", service = "MG0123456789abcdef0123456789abcdef"
        let (_, requests) = try await send(
            "hello",
            #"""
            "api_key": "\#(key)", "api_secret": "example-secret", "messaging_service_sid": "\#(service)",
            "to": ["+12025550143"]
            """#, Self.created)
        let request = try #require(requests.first)
        #expect(
            request.headers.contains {
                $0.name == "authorization"
                    && $0.value == "Basic \(Data("\(key):example-secret".utf8).base64EncodedString())"
            })
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "To=%2B12025550143&MessagingServiceSid=\(service)&Body=hello")
    }

    @Test func oneRefusedNumberDoesNotStopTheOthers() async throws {
        let refusal = ScriptedTransport.Answer.success(
            .json(
                #"""
                { "code": 21211, "message": "The 'To' number is not a valid phone number.",
                  "more_info": "https://www.twilio.com/docs/errors/21211", "status": 400 }
                """#, status: 400))
        let (deliveries, requests) = try await send(
            "hello",
            #""auth_token": "example-token", "from": "+15005550006", "to": ["+12025550143", "+12025550144", "+12025550145"]"#,
            Self.created, refusal, Self.created)
        #expect(
            requests.map { String(decoding: $0.body.prefix(17), as: UTF8.self) }
                == ["To=%2B12025550143", "To=%2B12025550144", "To=%2B12025550145"])
        #expect(
            deliveries.map(\.description) == [
                "twilio: sent to +12025550143 (SM1, 1 segment)",
                "twilio: not sent to +12025550144: refused (HTTP 400): The 'To' number is not a valid phone "
                    + "number. (Twilio error 21211, https://www.twilio.com/docs/errors/21211); correct the number in 'to': "
                    + "+ and country code, digits only",
                "twilio: sent to +12025550145 (SM1, 1 segment)",
            ])
    }

    @Test(arguments: [
        (#"{ "sid": "SM2", "num_segments": "3" }"#, "SM2", "3 segments"),
        (#"{ "sid": "SM2", "num_segments": "0" }"#, "SM2", "0 segments"),
        (#"{ "sid": null, "num_segments": null }"#, "no SID", nil),
        ("{}", "no SID", nil), ("", "no SID", nil), ("<html>", "no SID", nil),
        (#"{ "sid": "SM\u001b[2J", "num_segments": 1 }"#, "SM[2J", nil),
    ])
    func everyFieldOfAReceiptMayBeMissing(body: String, id: String, detail: String?) async throws {
        let (deliveries, _) = try await send("hello", byToken, .success(.json(body, status: 201)))
        #expect(try deliveries.first?.result.get() == Receipt(id: id, detail: detail))
    }

    @Test(arguments: [
        20003, 20404, 20429, 21211, 21408, 21606, 21608, 21610, 21612, 21614, 21617, 21659, 30034, 572_002,
    ])
    func theCommonRefusalsHaveAWayOut(code: Int) async throws {
        let body = #"{ "code": \#(code), "message": "No.", "more_info": "https://example.com", "status": 400 }"#
        let (deliveries, _) = try await send("hello", byToken, .success(.json(body, status: 400)))
        guard case .failure(let error) = deliveries.first?.result else {
            Issue.record("it was sent")
            return
        }
        let hint = try #require(error.hint)
        #expect(!hint.contains("may have been sent"), "a refusal is certain")
        #expect(error.message.hasSuffix("No. (Twilio error \(code), https://example.com)"))
    }

    @Test(arguments: [
        ScriptedTransport.Answer.failure(.timedOut), .failure(.interrupted("reset")), .failure(.malformed("?")),
        .success(.json("", status: 200)), .success(.json("{}", status: 500)),
    ])
    func whereTheMessageMayBeOnItsWayThatIsSaid(answer: ScriptedTransport.Answer) async throws {
        let (deliveries, requests) = try await send("hello", byToken, answer)
        guard case .failure(let error) = deliveries.first?.result else {
            Issue.record("it was sent")
            return
        }
        #expect(error.hint == "the message may have been sent anyway; this run won't retry it")
        #expect(requests.count == 1)
    }

    @Test func aForbiddenMessageIsNotSaidToBeRead() async throws {
        let (deliveries, _) = try await send("hello", byToken, .success(.json("{}", status: 403)))
        #expect(
            deliveries[0].description
                == "twilio: not sent to +12025550143: the token may not use "
                + "https://api.twilio.com/2010-04-01/Accounts/\(Self.sid)/Messages.json (HTTP 403)")
    }

    @Test func noRefusalShowsASecret() async throws {
        let body = #"{ "code": 20003, "message": "Bad: example-token", "more_info": null, "status": 401 }"#
        let (deliveries, _) = try await send("hello", byToken, .success(.json(body, status: 401)))
        #expect(
            deliveries.map(\.description) == [
                "twilio: not sent to +12025550143: the token was refused (HTTP 401): Bad: [redacted] (Twilio error 20003); "
                    + "check the account SID and the auth token, or the API key and its secret"
            ])
    }
}
