import BandwidthKit
import Foundation
import Testing

/// What the heartbeat is told by the program.
@Suite struct HeartbeatTests {
    private func story(_ status: String = "200 OK") throws -> Story {
        let story = try Story()
        story.heartbeat = status
        return story
    }

    @Test func aCompleteRunIsASuccessHoweverMuchIsUsed() async throws {
        let story = try story()
        let run = try await story.run(at: "2026-11-20T06:00:00Z", used: 118)
        #expect(run.status == 0)
        #expect(run.texts.count == 1)
        #expect(run.beats.map(\.path) == ["/ping/0123456789abcdef"])
        #expect(run.beats.first?.body.hasPrefix("1 over\nproduction: over by 18 GB") == true)
        #expect(
            try await story.run(at: "2026-11-20T07:00:00Z", used: 118, []).beats.map(\.path) == [
                "/ping/0123456789abcdef"
            ])
    }

    @Test func anAccountThatIsNotReadIsAFailureWithTheList() async throws {
        let run = try await story().run(at: "2026-11-20T06:00:00Z", used: nil)
        #expect(run.status == 3)
        #expect(run.beats.map(\.path) == ["/ping/0123456789abcdef/fail"])
        #expect(run.beats.first?.body.hasPrefix("1 not read\nproduction: not read: token refused (401)") == true)
        #expect(run.beats.first?.body.contains("example-linode-token") == false)
    }

    @Test func aMessageThatIsNotDeliveredIsAFailure() async throws {
        let story = try story()
        // A number that Twilio refuses (https://www.twilio.com/docs/iam/test-credentials).
        story.recipient = "+15005550001"
        let run = try await story.run(at: "2026-11-20T06:00:00Z", used: 118)
        #expect(run.status == 75)
        #expect(run.beats.map(\.path) == ["/ping/0123456789abcdef/fail"])
        #expect(run.beats.first?.body.hasPrefix("twilio: not sent to +15005550001: refused (HTTP 400)") == true)
    }

    @Test(arguments: ["404 Not Found", "500 Internal Server Error"])
    func aHeartbeatThatFailsIsOnlyAWarning(status: String) async throws {
        let run = try await story(status).run(at: "2026-11-20T06:00:00Z", used: 5)
        #expect(run.status == 0)
        #expect(run.errors.contains("bandwidth: warning: heartbeat: "))
        #expect(!run.errors.contains("0123456789abcdef"))
    }

    @Test(arguments: [["production"], ["--notify", "crossing", "--dry-run"]])
    func aRunOfAPartTellsNothing(arguments: [String]) async throws {
        let run = try await story().run(at: "2026-11-20T06:00:00Z", used: 5, arguments)
        #expect(run.status == 0)
        #expect(run.beats.isEmpty)
    }
}
