import Foundation
import Testing

@testable import BandwidthKit

/// The last reports: what is saved of them, and which of them answer a later run.
@Suite struct SavedReportTests {
    private let files = FilesInMemory()
    private var saved: SavedReports { SavedReports(files: files) }

    private func key(
        _ environment: [String: String] = [:], file: String? = nil, of kind: String? = nil,
        _ scope: ScopeSelection = ScopeSelection()
    ) throws -> ReportKey {
        let loader = ConfigurationLoader(environment: environment, selection: kind.map { ($0, scope) })
        return try #require(ReportKey(loader, file: file, hashing: TestHashing()))
    }

    private func rows(_ names: String...) -> [UsageRow] {
        names.map { UsageRow(provider: "linode", account: $0, APIError(.timeout, "no answer")) }
    }

    private func time(_ text: String) throws -> Date {
        try date("2026-11-21T\(text)Z")
    }

    @Test func everyFormatOfASavedReportIsThatOfTheReport() throws {
        let report = try UsageReport.example(), key = try key()
        try saved.save(report, key, of: [])
        let found = try #require(saved.report(key, of: [], maxAge: 60, at: report.checkedAt))
        #expect(found.rows == report.rows)
        for format in ReportFormat.all {
            let now = UsageReport(checkedAt: found.checkedAt, rows: found.rows)
            #expect(format.make(ReportStyle()).text(of: now) == format.make(ReportStyle()).text(of: report))
        }
    }

    /// Every field differs from its default somewhere in here.
    @Test func nothingOfARowIsLost() throws {
        let now = try date(today), period = try BillingPeriod.november()
        let usage = Usage(
            scope: UsageScope(.region, id: "a\"b\\c", label: "東京"), used: .gigabytes(118), quota: .gigabytes(100),
            includedQuota: .gigabytes(90), billable: .gigabytes(28), chargeable: .gigabytes(77), period: period,
            isPeriodAskedFor: true,
            isStopped: false,
            asOf: try date("2026-11-21T05:00:00Z"), unit: .binaryTerabyte,
            native: NativeFigures(
                used: try decimal("118.5"), quota: 100, billable: try decimal("-0.1"), unit: .gigabyte, usedUnit: .byte),
            overagePrice: OveragePrice(
                Money(try decimal("0.0123"), "CHF"), per: .gigabytes(100), wholeUnits: true, lookedUp: "2026-03"),
            plan: "a plan", overageCost: Money(3, "USD"), charge: Money(try decimal("9.41"), "EUR"),
            projection: .init(used: .gigabytes(200), billable: .gigabytes(100), overageCost: Money(5, "USD")),
            note: "a note")
        let policy = AccountPolicy.with {
            $0.rules = [Rule(.cost, 1, currency: "USD"), Rule(.actual, 90, severity: .critical)]
            $0.quota = .account(.gigabytes(110))
        }
        let instance = UsageScope(.instance, id: "7", label: "web")
        var error = APIError(.rateLimited, "too many", httpStatus: 429, hint: "wait", scope: instance)
        error.timeLimit = .milliseconds(100)
        let failed = UsageRow(
            provider: "linode", account: "b", scope: instance, result: .failure(error),
            unreadSince: try date("2026-11-20T05:00:00Z"), isUnreadForLong: true,
            lastReading: LastReading(used: .gigabytes(1), quota: nil, time: try date("2026-11-19T05:00:00Z")))
        var pool = usage
        pool.drawsOnPool = true
        pool.isStopped = true
        let report = UsageReport(
            checkedAt: now,
            rows: [
                UsageRow(
                    provider: "linode", account: "a", Assessment(usage, by: policy, now: now),
                    console: "https://host.example.com/"), failed,
                UsageRow(provider: "linode", account: "c", Assessment(pool, by: AccountPolicy(), now: now)),
                UsageRow(provider: "linode", account: "d", APIError(.unauthorized, "refused")),
                UsageRow(
                    provider: "linode", account: "e",
                    Assessment(
                        Usage.example(
                            used: .gigabytes(118), quota: .gigabytes(100), billable: .gigabytes(18), period: period,
                            price: usage.overagePrice),
                        by: policy, now: now)),
                UsageRow(
                    provider: "linode", account: "f",
                    Assessment(
                        Usage.example(used: .gigabytes(118), quota: .gigabytes(100), period: nil),
                        by: .with { $0.overagePrice = .account(OveragePrice(Money(1, "USD"), per: .gigabytes(1))) },
                        now: now)),
            ])
        try saved.save(report, key(), of: [])
        let found = try #require(saved.report(key(), of: [], maxAge: 0, at: now))
        #expect(found.rows == report.rows)
    }

    @Test func aReportIsShownUntilItIsTooOld() throws {
        let report = UsageReport(checkedAt: try time("06:00:00"), rows: rows("a"))
        try saved.save(report, key(), of: [])
        #expect(try saved.report(key(), of: [], maxAge: 1800, at: time("06:30:00")) != nil)
        #expect(try saved.report(key(), of: [], maxAge: 1800, at: time("06:30:01")) == nil)
        #expect(try saved.report(key(), of: [], maxAge: 0, at: time("06:00:00")) != nil)
    }

    /// After the clock was set back, nobody knows how old a report from the future is.
    @Test func aReportFromTheFutureIsNotShown() throws {
        try saved.save(UsageReport(checkedAt: time("06:00:00"), rows: rows("a")), key(), of: [])
        #expect(try saved.report(key(), of: [], maxAge: 86400, at: time("05:30:00")) == nil)
        let slightly = try #require(try saved.report(key(), of: [], maxAge: 60, at: time("05:59:30")))
        #expect(slightly.age == "0 seconds")
    }

    @Test func aReportOnSomeAccountsDoesNotAnswerForAll() throws {
        try saved.save(UsageReport(checkedAt: time("06:00:00"), rows: rows("a")), key(), of: ["a"])
        #expect(try saved.report(key(), of: [], maxAge: 60, at: time("06:00:00")) == nil)
        #expect(try saved.report(key(), of: ["a", "b"], maxAge: 60, at: time("06:00:00")) == nil)
        #expect(try saved.report(key(), of: ["a"], maxAge: 60, at: time("06:00:00"))?.rows.count == 1)
    }

    @Test func aReportOnAllAnswersForSome() throws {
        try saved.save(UsageReport(checkedAt: time("06:00:00"), rows: rows("a", "b")), key(), of: [])
        let now = try time("06:00:10")
        #expect(try saved.report(key(), of: ["b"], maxAge: 60, at: now)?.rows.map(\.account) == ["b"])
        #expect(try saved.report(key(), of: ["b", "typo"], maxAge: 60, at: now) == nil)
        #expect(try saved.report(key(of: "linode"), of: [], maxAge: 60, at: now)?.rows.count == 2)
        #expect(try saved.report(key(of: "vultr"), of: [], maxAge: 60, at: now) == nil)
        let all = ScopeSelection(instances: .all)
        #expect(try saved.report(key(of: "linode", all), of: [], maxAge: 60, at: now) == nil)
    }

    @Test func theNewerOfTwoReportsIsShown() throws {
        try saved.save(UsageReport(checkedAt: time("06:00:00"), rows: rows("a", "b")), key(), of: [])
        try saved.save(UsageReport(checkedAt: time("06:10:00"), rows: rows("a")), key(), of: ["a"])
        let found = try #require(try saved.report(key(), of: ["a"], maxAge: 3600, at: time("06:20:00")))
        #expect(found.age == "10 minutes")
        #expect(try saved.report(key(), of: [], maxAge: 3600, at: time("06:20:00"))?.age == "20 minutes")
    }

    @Test func anotherConfigurationHasAnotherReport() throws {
        let folder = try TemporaryFolder()
        try folder.write("first", to: "token")
        let text = """
            { "providers": [{ "type": "linode", "token": { "env": "MINE" } },
                            { "type": "vultr", "token": { "file": "token" } }] }
            """
        let file = try folder.write(text, to: "one.json")
        let environment = ["MINE": "x", "LINODE_TOKEN": "y", "TERM": "z"]
        let original = try key(environment, file: file).fileName(names: [])
        #expect(try key(environment, file: file).fileName(names: []) == original)
        #expect(try key(["MINE": "x", "LINODE_TOKEN": "y"], file: file).fileName(names: []) == original)
        #expect(try key(["MINE": "another", "LINODE_TOKEN": "y"], file: file).fileName(names: []) != original)
        #expect(try key(["MINE": "x", "LINODE_TOKEN": "another"], file: file).fileName(names: []) != original)
        #expect(try key(environment, file: folder.write(text, to: "two.json")).fileName(names: []) != original)
        try folder.write("second", to: "token")
        #expect(try key(environment, file: file).fileName(names: []) != original)
        try folder.write("first", to: "token")
        #expect(try key(environment, file: file).fileName(names: []) == original)
        try folder.write(text + " ", to: "one.json")
        #expect(try key(environment, file: file).fileName(names: []) != original)
    }

    /// A file such as `/dev/fd/63` is another one in the next run.
    @Test func whatIsNoRegularFileHasNoReport() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        for file in [folder.path("pipe"), folder.path("missing"), "/dev/null"] {
            let key = ReportKey(ConfigurationLoader(environment: [:]), file: file, hashing: TestHashing())
            #expect(key == nil, "\(file)")
        }
    }

    @Test func aTornDamagedOrNewerFileIsNotUsedAndReplaced() throws {
        let report = UsageReport(checkedAt: try time("06:00:00"), rows: rows("a", "b")), key = try key()
        try saved.save(report, key, of: [])
        let name = key.fileName(names: []), whole = files.text(of: name)
        for length in 0..<whole.utf8.count {
            files.set { $0.files[name] = Array(whole.utf8.prefix(length)) }
            #expect(saved.report(key, of: [], maxAge: 60, at: report.checkedAt) == nil, "\(length) bytes")
        }
        files.set { $0.files[name] = Array(whole.replacing("{\"v\":1,", with: "{\"v\":2,").utf8) }
        #expect(saved.report(key, of: [], maxAge: 60, at: report.checkedAt) == nil)
        try saved.save(report, key, of: [])
        #expect(saved.report(key, of: [], maxAge: 60, at: report.checkedAt) != nil)
    }

    @Test func anyChangedFileIsAReportOrNone() throws {
        let report = try UsageReport.example(), key = try key()
        try saved.save(report, key, of: [])
        let name = key.fileName(names: []), whole = files.text(of: name)
        var mutator = Mutator(seed: 6), read = 0
        for _ in 0..<FuzzTests.rounds * 4 {
            let bytes = mutator.mutate(whole)
            files.set { $0.files[name] = bytes }
            guard let found = saved.report(key, of: [], maxAge: .max, at: report.checkedAt) else { continue }
            read += 1
            for format in ReportFormat.all {
                #expect(!format.make(ReportStyle(width: 60)).text(of: found).contains("\u{1B}"))
            }
        }
        #expect(read > 0, "some changes do no harm")
    }

    @Test func onlyADozenReportsAreKeptAndTheOldestGoesFirst() throws {
        let key = try key()
        for minute in 10..<40 {
            let report = UsageReport(checkedAt: try time("06:\(minute):00"), rows: rows("a"))
            try saved.save(report, key, of: minute == 11 ? [] : ["a", "\(minute)"])
            try saved.save(report, key, of: [])
        }
        #expect(files.names().count == 12)
        #expect(try saved.report(key, of: [], maxAge: 60, at: time("06:39:00")) != nil)
    }
}
