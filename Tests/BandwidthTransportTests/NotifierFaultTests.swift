import BandwidthKit
import BandwidthSandbox
import BandwidthTransport
import Foundation
import SandboxFaults
import Testing

/// What happens to a message if its service misbehaves, through the real client.
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

    /// The same for every channel that speaks HTTP: sent once at most, or again only where the second replaces the first.
    @Test(arguments: Registry<any Notifier>.builtIn.kinds.filter { ![Email.kind, Exec.kind].contains($0) })
    func everyChannelKeepsItsPromise(kind: String) async throws {
        let sandbox = try await Sandbox.start(now: Date(), interceptor: FaultInterceptor())
        let whole = try JSONParser().parse(Array(sandbox.configuration.utf8))
        let entry = try #require(whole["notify"]?.array?.first { $0["type"]?.string == kind })
        let secrets = (Registry<any Notifier>.builtIn[kind]?.settings.filter(\.isSecret).map(\.key) ?? [])
            .flatMap { Self.texts(in: entry[$0]) }
        let wire = try AsyncHTTPClientTransport(environment: [:])
        for fault in Self.faults {
            // One that has been told to wait would let the next fault wait too.
            let time = HastyTime(), before = sandbox.requests.count
            let messenger = Messenger(network: .test(RetryingTransport(wire, time: time), time))
            let text = entry.text.replacing("\(sandbox.url)/\(kind)", with: "\(sandbox.url)/fault/\(fault)/\(kind)")
                .replacing("\"type\"", with: "\"timeout\" : 1, \"type\"")
            let channels = try ConfigurationLoader(environment: [:])
                .load(text: #"{ "providers": [], "notify": [\#(text)] }"#).channels
            let channel = try #require(channels.first)
            let deliveries = await Task(priority: .high) { await messenger.test(channels) }.value
            #expect(deliveries.count == 1)
            let posts = sandbox.requests.dropFirst(before).count { $0.method == "POST" }
            let mayRepeat = type(of: channel.plugin).repeats == .byKey || Self.unprocessed.contains(fault)
            #expect(posts <= (mayRepeat ? 3 : 1), "\(kind), \(fault)")
            let description = deliveries[0].description
            for secret in secrets { #expect(!description.contains(secret), "\(kind), \(fault): \(description)") }
        }
        #expect(sandbox.requests.count { $0.method == "POST" } >= Self.faults.count / 2)
        await wire.shutdown()
        try await sandbox.stop()
    }

    /// The texts of a setting; of an address, only the path.
    private static func texts(in value: JSONValue?) -> [String] {
        if let members = value?.members { return members.flatMap { texts(in: $0.value) } }
        guard let text = value?.string else { return [] }
        return text.contains("://") ? [String(text.split(separator: "/").last ?? "")] : [text]
    }

    /// A text message that is sent to a server that takes it and never answers, and to one that can't be reached.
    @Test func onlyWhatWasSentMayHaveArrived() async throws {
        let server = try await RawServer.start { _ in .hang }
        let hole = try Blackhole(address: "127.0.0.2", port: server.port)
        for (host, mayHaveArrived) in [("127.0.0.1", true), ("127.0.0.2", false)] {
            let channels = try ConfigurationLoader(environment: [:]).load(
                text: """
                    { "providers": [],
                      "notify": [{ "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                                   "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                                   "to": ["\(SandboxStory.Twilio.to)"], "base_url": "http://\(host):\(server.port)",
                                   "timeout": 2 }] }
                    """
            ).channels
            let wire = try AsyncHTTPClientTransport(environment: [:])
            let time = HastyTime()
            let messenger = Messenger(network: .test(RetryingTransport(wire, time: time), time))
            let delivery = try #require(await Task(priority: .high) { await messenger.test(channels) }.value.first)
            #expect(delivery.description.contains("\(host) did not answer within 2 s"), "\(delivery.description)")
            #expect(delivery.description.contains("the message may have been sent anyway") == mayHaveArrived)
            await wire.shutdown()
        }
        withExtendedLifetime(hole) {}
        try await server.stop()
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
