import Foundation
import Testing

@testable import BandwidthKit

/// Who would be told what, and why or why not: the same decisions by which messages are sent.
@Suite struct DecisionListTests {
    @Test func everyReasonIsSaid() async throws {
        let story = try AlertStory(
            [
                AlertStory.sms("sms", #", "fallback": "push", "resolved": true"#), AlertStory.ntfy("push"),
                AlertStory.ntfy("night", #", "quiet": { "from": "22:00", "to": "07:00", "zone": "UTC" }"#),
                AlertStory.ntfy("bad", #", "severities": "critical""#),
                AlertStory.ntfy("b", #", "accounts": "b", "remind": "daily""#),
            ].joined(separator: ","), accounts: ["a", "b", "c", "d", "e"])
        try await story.run(
            at: "2026-11-20T12:15:00Z", .init(used: 80), .init(account: "c", used: 120), .init(account: "b", used: 75))
        let text = DecisionList().text(
            of: try story.decisions(
                at: "2026-11-21T23:15:00Z", .init(used: 93), .init(account: "b", used: 76),
                .init(account: "c", used: 121, quota: 400), .init(account: "d", used: 5),
                .init(account: "e", used: nil, since: "2026-11-20T20:00:00Z")))
        #expect(
            text == """
                sms (twilio) to +12025550143
                  now    c  all-clear: more quota
                  now    a  new: actual 90%, actual 70%
                  told   b  Nov 20 12:15; actual 70%
                  now    e  new: can't be read since Nov 20 20:00
                  2 rows with nothing to tell

                push (ntfy) to t: only if sms fails

                night (ntfy) to t
                  later  c  quiet until Nov 22 07:00; all-clear: more quota
                  later  a  quiet until Nov 22 07:00; new: actual 90%, actual 70%
                  told   b  Nov 20 12:15; actual 70%
                  later  e  quiet until Nov 22 07:00; new: can't be read since Nov 20 20:00
                  2 rows with nothing to tell

                bad (ntfy) to t
                  now    c  all-clear: more quota
                  no     a  warning is not among its severities; actual 90%, actual 70%
                  no     b  warning is not among its severities; actual 70%
                  no     e  unknown is not among its severities; can't be read since Nov 20 20:00
                  2 rows with nothing to tell

                b (ntfy) to t
                  no     a  the account a is not among its accounts; actual 90%, actual 70%
                  now    b  reminder: actual 70%
                  no     e  the account e is not among its accounts; can't be read since Nov 20 20:00
                  2 rows with nothing to tell

                """)
        // And that is what is done.
        let run = try await story.run(
            at: "2026-11-21T23:15:00Z", .init(used: 93), .init(account: "b", used: 76),
            .init(account: "c", used: 121, quota: 400), .init(account: "d", used: 5),
            .init(account: "e", used: nil, since: "2026-11-20T20:00:00Z"))
        #expect(
            run.sent.map { $0.prefix { $0 != "\n" } }.sorted() == [
                "b: Bandwidth reminder: Linode b is at 76% (76 of 100 GB)",
                "bad: Bandwidth: all clear. Linode c: more quota, 121 of 400 GB",
                "sms: Bandwidth: 1 running out, 1 not read",
                "sms: Bandwidth: all clear. Linode c: more quota, 121 of 400 GB.",
            ])
    }

    @Test func thePeriodThatIsNotCertainAndTheFailureThatIsShortAreSaid() throws {
        let now = try date("2026-12-01T01:00:00Z")
        let usage = Usage.example(used: .gigabytes(95), quota: .gigabytes(100), period: .month(containing: now))
        let error = APIError(.timeout, "too slow")
        let report = UsageReport(
            checkedAt: now,
            rows: [
                UsageRow(
                    provider: "linode", account: "a",
                    Assessment(usage, by: AccountPolicy(), now: now)),
                UsageRow(provider: "linode", account: "b", error).unread(since: now - 3600, isForLong: false),
            ])
        let channel = try MessageFixture(kind: "ntfy", name: "crossed").channel()
        let outcomes = Dispatcher(policy: .crossing, network: .test(ScriptedTransport([:])), folder: nil)
            .decisions(on: report, through: [channel]).recipients
        #expect(outcomes.first?.decisions.map(\.outcome) == [.periodUncertain, .notUnreadForLong])
        #expect(
            DecisionList().text(of: outcomes) == """
                ntfy to bandwidth-x7Q2
                  no     a  it isn't certain yet that the counter is this period's; actual 90%, actual 70%
                  no     b  not read since Dec 1 00:00, which is not long enough

                """)
    }
}
