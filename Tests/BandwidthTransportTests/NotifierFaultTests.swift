import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import SandboxFaults
import Testing

/// What happens to a text message if Twilio misbehaves, through the real client.
@Suite struct NotifierFaultTests {
    /// Faults after which the message was certainly not accepted; only these are retried.
    static let unprocessed: Set<String> = [
        "status-429-json", "retry-after-1", "retry-after-date", "retry-after-nonsense",
    ]

    /// Faults that end only by a timeout.
    static let endless: Set<String> = ["silent", "drip", "length-long"]

    static let faults =
        SandboxFault.all.map(\.name).filter { !$0.contains(where: \.isUppercase) }
        + [
            "status-429-json", "status-400-json", "status-401-json", "status-500-json", "status-503-html",
            "retry-after-1",
        ]

    @Test(arguments: faults)
    func aMessageIsSentOnceAtMostAndNothingShows(fault: String) async throws {
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        let configuration = try ConfigurationLoader(environment: [:]).load(
            text: """
                { "providers": [],
                  "notify": [{ "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                               "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                               "to": ["\(SandboxStory.Twilio.to)"], "timeout": \(Self.endless.contains(fault) ? "5" : "600"),
                               "base_url": "\(sandbox.baseURL(of: "twilio", fault: fault))" }] }
                """)
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let time = HastyTime()
        let messenger = Messenger(network: .test(RetryingTransport(wire, time: time), time))
        // Before its limit, among hundreds of tests.
        let deliveries = await Task(priority: .high) { await messenger.test(configuration.channels) }.value

        #expect(deliveries.count == 1)
        let posts = sandbox.requests.count { $0.method == "POST" }
        #expect(Self.unprocessed.contains(fault) ? posts == 3 : posts == 1)
        #expect(sandbox.messages.count <= 1)
        let text = deliveries.map(\.description).joined()
        #expect(!text.contains(SandboxStory.Twilio.authToken))
        #expect(
            !text.contains(
                Data("\(SandboxStory.Twilio.accountSID):\(SandboxStory.Twilio.authToken)".utf8).base64EncodedString()))
        if case .failure(let error) = deliveries[0].result, !sandbox.messages.isEmpty {
            #expect(error.hint == "the message may have been sent anyway; this run won't retry it")
        }
        await wire.shutdown()
        try await sandbox.stop()
    }

    @Test func aRefusedConnectionIsTriedAgain() async throws {
        let sandbox = try await Sandbox.start(now: Date())
        let address = sandbox.baseURL(of: "twilio")
        try await sandbox.stop()
        let wire = try AsyncHTTPClientTransport(environment: [:])
        let counting = CountingTransport(wire)
        let time = HastyTime()
        let configuration = try ConfigurationLoader(environment: [:]).load(
            text: """
                { "providers": [],
                  "notify": [{ "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                               "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                               "to": ["\(SandboxStory.Twilio.to)"], "base_url": "\(address)" }] }
                """)
        let messenger = Messenger(network: .test(RetryingTransport(counting, time: time), time))
        let deliveries = await messenger.test(configuration.channels)
        #expect(counting.count == 3)
        #expect(deliveries.first?.description.contains("connection refused") == true)
        await wire.shutdown()
    }
}
