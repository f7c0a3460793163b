import Foundation
import Testing

@testable import BandwidthKit

/// The words of messages, to the letter, and how many places of a text message they take.
@Suite struct MessageComposerTests {
    private func row(
        _ provider: String, _ account: String, _ usage: Usage, rules: [Rule] = Rule.standard
    ) throws -> UsageRow {
        let policy = AccountPolicy.with { $0.rules = rules }
        return UsageRow(provider: provider, account: account, Assessment(usage, by: policy, now: try date(today)))
    }

    private func report(_ rows: UsageRow...) throws -> UsageReport {
        UsageReport(checkedAt: try date(today), rows: rows)
    }

    private func team(used: Int64 = 92, label: String = "Example Team", quota: Int64 = 100) throws -> Usage {
        let period = try #require(
            BillingPeriod(start: date("2026-10-29T00:00:00Z"), end: date("2026-11-29T00:00:00Z")))
        let pack = OveragePrice(Money(55, "USD"), per: .gigabytes(100), wholeUnits: true)
        return .example(
            UsageScope(.team, id: "example-team", label: label), used: .gigabytes(used), quota: .gigabytes(quota),
            billable: .zero, period: period, price: pack)
    }

    private func region(used: Int64 = 118) throws -> Usage {
        let cents = OveragePrice(Money(try decimal("0.015"), "USD"), per: .gigabytes(1))
        return .example(
            UsageScope(.region, id: "id-cgk"), used: .gigabytes(used), quota: .gigabytes(100),
            billable: .gigabytes(max(0, used - 100)), period: try .november(), price: cents)
    }

    private func expect(
        _ text: String, _ expected: String, length: Int, segments: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(text == expected, sourceLocation: sourceLocation)
        #expect(GSM7.length(of: text) == length, sourceLocation: sourceLocation)
        #expect(GSM7.segments(of: text) == segments, sourceLocation: sourceLocation)
        #expect(GSM7.text(text) == text, "only what the alphabet has", sourceLocation: sourceLocation)
    }

    @Test func oneThatRunsOut() throws {
        expect(
            Alert.text(.crossed, of: try report(row("netlify", "teams", team()))),
            "Bandwidth: Netlify teams/Example Team is at 92% (92 of 100 GB). Runs out Nov 23; $55.00 extra by Nov 28. "
                + "Keep below 1.03 GB a day.", length: 130)
    }

    @Test func oneThatIsOver() throws {
        expect(
            Alert.text(.crossed, of: try report(row("linode", "production", region()))),
            "Bandwidth: Linode production/id-cgk is OVER: 118 of 100 GB (118%), $0.27 so far, $1.12 by Nov 30 at this "
                + "pace.", length: 110)
    }

    @Test func anInstanceWhoseTrafficTheServiceCountsAsBillable() throws {
        let usage = Usage.example(
            UsageScope(.instance, id: "7", label: "web-1"), used: .gigabytes(118), quota: .gigabytes(100),
            billable: .gigabytes(18), period: try .november(), drawsOnPool: true)
        var policy = AccountPolicy()
        policy.instanceRules = [Rule(.actual, 90)]
        let judged = UsageRow(
            provider: "linode", account: "production", Assessment(usage, by: policy, now: try date(today)))
        expect(
            Alert.text(.crossed, of: try report(judged)),
            "Bandwidth: Linode production/web-1 is OVER: 118 of 100 GB (118%), 18 GB billable, 175% by Nov 30 at this "
                + "pace.", length: 110)
        let alone = UsageRow(
            provider: "linode", account: "production", Assessment(usage, by: AccountPolicy(), now: try date(today)))
        #expect(TableReporter(ReportStyle(width: 120)).text(of: try report(alone)).contains("18 GB billable"))
    }

    @Test func oneThatIsUsedUp() throws {
        var zone = Usage.example(
            UsageScope(.zone, id: "1", label: "example-trial"), used: .gigabytes(50), quota: .gigabytes(50),
            period: try .november(), note: "the zone is switched off; $0.50 charged so far")
        zone.isStopped = true
        expect(
            Alert.text(.crossed, of: try report(row("bunny", "media", zone))),
            "Bandwidth: bunny.net media/example-trial is USED UP: 50 of 50 GB; the zone is switched off. "
                + "New period Dec 1.", length: 109)
    }

    @Test(arguments: [
        ([Rule(.actual, 40)], "Bandwidth: Vultr backup is at 50% (50 of 100 GB). Above 40%; lasts until Nov 30.", 80),
        (
            [Rule(.forecast, 60)],
            "Bandwidth: Vultr backup is at 50% (50 of 100 GB). 74% by Nov 30, above 60%; lasts until Nov 30.", 95
        ),
    ])
    func oneThatIsHigh(rules: [Rule], expected: String, length: Int) throws {
        let usage = Usage.example(used: .gigabytes(50), quota: .gigabytes(100), period: try .november())
        expect(
            Alert.text(.crossed, of: try report(row("vultr", "backup", usage, rules: rules))), expected, length: length)
    }

    @Test func oneThatCannotBeRead() throws {
        let error = APIError(
            .unauthorized, "the token was refused (HTTP 401): Invalid Token", httpStatus: 401, hint: "put a valid token"
        )
        let unread = UsageRow(provider: "linode", account: "old-key", error)
            .unread(since: try date("2026-11-20T05:30:00Z"), isForLong: true)
        expect(
            Alert.text(.crossed, of: try report(unread)),
            "Bandwidth: Linode old-key could not be read for 24 hours: token refused (401). Its usage is UNKNOWN. "
                + "Fix: bandwidth login old-key", length: 129)
    }

    @Test func whatCanBeReadAgainIsAnAllClear() throws {
        let usage = Usage.example(used: .gigabytes(6), quota: .gigabytes(100), period: try .november())
        expect(
            Alert.text(.resolved, of: try report(row("linode", "production", usage))),
            "Bandwidth: all clear. Linode production can be read again: 6 of 100 GB (6%).", length: 76)
        // Which it isn't where something else is wrong.
        expect(
            Alert.text(.resolved, of: try report(row("linode", "production", region()))),
            "Bandwidth: Linode production/id-cgk can be read again: 118 of 100 GB (118%).", length: 76)
        expect(
            Alert.text(.resolved, of: try report(row("linode", "a", usage), row("vultr", "b", usage))),
            "Bandwidth: all clear. Can be read again: a, b.", length: 46)
    }

    @Test func aNewPeriodIsAnAllClear() throws {
        let composer = MessageComposer(style: .gsm7(segments: 2), units: .provider, zone: .utc)
        var usage = try team()
        usage.used = try #require(ByteCount(429_496_730))
        let report = try report(row("netlify", "teams", usage))
        expect(
            composer.message(.resolved, about: report, resolutions: [report.rows[0].id: .newPeriod]).title,
            "Bandwidth: all clear. Netlify teams/Example Team: new period, 0.4 of 100 GB.", length: 76)
        expect(
            composer.message(.resolved, about: report, resolutions: [report.rows[0].id: .quotaRaised]).title,
            "Bandwidth: all clear. Netlify teams/Example Team: more quota, 0.4 of 100 GB.", length: 76)
    }

    @Test func severalAllClearsAreALineEach() throws {
        let composer = MessageComposer(style: .gsm7(segments: 2), units: .provider, zone: .utc)
        let usage = Usage.example(used: .gigabytes(6), quota: .gigabytes(100), period: try .november())
        let calm = try report(row("linode", "a", usage), row("vultr", "b", usage), row("hetzner", "c", usage))
        let ids = calm.rows.map(\.id)
        let resolutions: [String: Alert.Resolution] = [ids[0]: .newPeriod, ids[1]: .quotaRaised, ids[2]: .readAgain]
        let message = composer.message(.resolved, about: calm, resolutions: resolutions)
        expect(
            "\(message.title)\n\(message.body)",
            """
            Bandwidth: all clear for 3
            a: new period, 6 of 100 GB
            b: more quota, 6 of 100 GB
            c: can be read again: 6 of 100 GB, 6%
            """, length: 118)
        let mixed = try report(row("linode", "a", usage), row("linode", "production", region()))
        #expect(
            composer.message(.resolved, about: mixed, resolutions: [mixed.rows[0].id: .newPeriod]).title
                == "Bandwidth: 2 have changed")
    }

    @Test func aReminderIsMarkedAsOne() throws {
        #expect(
            Alert.text(.reminded, of: try report(row("linode", "production", region())))
                .hasPrefix("Bandwidth reminder: Linode production/id-cgk is OVER: 118 of 100 GB (118%), $0.27 so far"))
        let several = try report(row("linode", "production", region()), row("netlify", "teams", team()))
        #expect(
            Alert.text(.reminded, of: several).split(separator: "\n").first
                == "Bandwidth reminder: 1 over, 1 running out")
    }

    @Test func theLinkIsTheWorstRowsConsole() throws {
        let calm = Usage.example(used: .gigabytes(6), quota: .gigabytes(100), period: try .november())
        let now = try date(today)
        let rows = [
            UsageRow(
                provider: "vultr", account: "b", Assessment(calm, by: AccountPolicy(), now: now),
                console: "https://my.vultr.com"),
            UsageRow(
                provider: "linode", account: "a", Assessment(try region(), by: AccountPolicy(), now: now),
                console: "https://cloud.linode.com"),
        ]
        let composer = MessageComposer(style: .structured, units: .provider, zone: .utc)
        let report = UsageReport(checkedAt: now, rows: rows)
        #expect(composer.link(to: report) == Alert.Link(title: "Open Linode", url: "https://cloud.linode.com"))
        let none = try self.report(row("linode", "production", region()))
        #expect(composer.link(to: none) == nil)
    }

    @Test func severalAreALineEach() throws {
        let report = try report(
            row("linode", "production", region()), row("netlify", "teams", team()))
        expect(
            Alert.text(.crossed, of: report),
            """
            Bandwidth: 1 over, 1 running out
            OVER production/id-cgk 118%, $0.27, $1.12 by Nov 30
            Nov 23 teams/Example Team, $55.00
            """, length: 118)
        expect(
            Alert.text(.report, of: report),
            """
            Bandwidth Nov 21: 1 over, 1 running out
            Extra $0.27, by end $56.12
            OVER production/id-cgk 118%, $0.27, $1.12 by Nov 30
            Nov 23 teams/Example Team, $55.00
            """, length: 152)
    }

    @Test func aReportOfWhatIsFineIsItsFirstLine() throws {
        let usage = Usage.example(used: .gigabytes(6), quota: .gigabytes(100), period: try .november())
        expect(Alert.text(of: try report(row("linode", "production", usage))), "Bandwidth Nov 21: 1 fine", length: 24)
    }

    @Test(arguments: 1...10)
    func whatDoesNotFitIsCounted(segments: Int) throws {
        let rows = try (1...400).map { number in
            try row("netlify", "[\(number)]", team(used: 90, label: "€ \(number)"))
        }
        for event in [Alert.Event.crossed, .report] {
            let text = Alert.text(event, segments: segments, of: UsageReport(checkedAt: try date(today), rows: rows))
            #expect(GSM7.segments(of: text) == segments, "as much as fits")
            let lines = text.split(separator: "\n")
            let shown = lines.count { $0.contains("Nov 2") && $0.contains("[") }
            #expect(lines.last == "\(400 - shown) more")
        }
    }

    /// Whatever it is called, and whatever happened: one segment for one thing, two for several.
    @Test func noMessageIsLongerThanItMayBe() throws {
        let names = [
            "a", "東京 チーム", String(repeating: "€", count: 90), String(repeating: "long name ", count: 30), "{[~]}",
        ]
        for name in names {
            for used in [Int64(50), 92, 100, 118] {
                for quota in [Int64(100), 1_000_000_000] {
                    let row = try row(
                        "netlify", name, team(used: used, label: name, quota: quota), rules: [Rule(.actual, 0)])
                    let unread = UsageRow(
                        provider: "linode", account: name,
                        APIError(.timeout, name, hint: String(repeating: "fix ", count: 50)))
                    for row in [row, unread] {
                        for event in [Alert.Event.crossed, .resolved] {
                            let text = Alert.text(event, of: try report(row))
                            #expect(GSM7.segments(of: text) == 1, "\(text)")
                            #expect(GSM7.text(text) == text)
                        }
                    }
                    let several = Alert.text(.crossed, of: try report(row, unread, row))
                    #expect(GSM7.segments(of: several) <= 2, "\(several)")
                }
            }
        }
    }

    @Test func aLongNameIsCutBeforeAnythingIsLeftOut() throws {
        let name = String(repeating: "very-", count: 20)
        let text = Alert.text(.crossed, of: try report(row("netlify", "teams", team(label: name))))
        #expect(
            text == "Bandwidth: Netlify teams/very-very-very-very-ver... is at 92% (92 of 100 GB). Runs out Nov 23; "
                + "$55.00 extra by Nov 28. Keep below 1.03 GB a day.")
    }

    @Test func aTitleAndABodyCarryTheSame() throws {
        let composer = MessageComposer(style: .title(250, body: 1024), units: .provider, zone: .utc)
        let one = composer.message(.crossed, about: try report(row("netlify", "teams", team())))
        #expect(one.title == "Bandwidth: Netlify teams/Example Team is at 92% (92 of 100 GB)")
        #expect(one.body == "Runs out Nov 23; $55.00 extra by Nov 28. Keep below 1.03 GB a day.")
        let over = composer.message(.crossed, about: try report(row("linode", "production", region())))
        #expect(over.title == "Bandwidth: Linode production/id-cgk is OVER: 118 of 100 GB (118%)")
        #expect(over.body == "$0.27 so far, $1.12 by Nov 30 at this pace.")
    }

    @Test func datesAreThoseOfTheZone() throws {
        let report = try report(row("linode", "production", region()))
        let alert = Alert(
            .crossed, about: report, style: .gsm7(segments: 2), units: .provider,
            zone: .fixed(3600, name: "CET"), hashing: TestHashing())
        #expect(alert.text.contains("$1.12 by Dec 1 at this pace"))
    }

    @Test func theWorstComesFirst() throws {
        let lines = Alert.text(.crossed, segments: 10, of: try .example()).split(separator: "\n").dropFirst()
        #expect(
            lines.map { $0.prefix(9) } == ["OVER prod", "Nov 22 ne", "TOO OLD n", "NOT READ ", "NOT READ "])
    }
}
