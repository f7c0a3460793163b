import Foundation
import Testing

@testable import BandwidthKit

/// `--needs`: whether there is room for a transfer that somebody is about to start.
@Suite struct RequiredRoomTests {
    private func row(
        used: Int64, of quota: Int64?, at now: String = today, drawsOnPool: Bool = false, asOf: String? = nil
    ) throws -> UsageRow {
        let usage = Usage.example(
            used: .gigabytes(used), quota: quota.map { .gigabytes($0) }, period: try .november(),
            asOf: try asOf.map { try date($0) }, drawsOnPool: drawsOnPool)
        return UsageRow(
            provider: "linode", account: "production",
            Assessment(usage, by: .with { $0.rules = [] }, now: try date(now)))
    }

    private func judged(_ row: UsageRow, _ size: String) throws -> (status: Status, table: String, remarks: [String]) {
        let room = try #require(RequiredRoom(size))
        let report = UsageReport(checkedAt: try date(today), rows: [row]).requiring(room)
        let table = TableReporter().text(of: report).split(separator: "\n")
        let line = table.last { $0.hasPrefix("✗ production  ") && $0.contains("room for") }
        return (report.status, line.map { String($0.dropFirst(14)) } ?? "", report.remarks(on: room))
    }

    /// 540 of 1000 GB are used after 20.25 of 30 days, so 800 GB are expected.
    @Test func itIsCriticalIfForecastAndSizePassTheQuota() throws {
        let fits = try judged(row(used: 540, of: 1000), "200GiB")
        #expect(fits == (.ok, "", ["room for 200GiB: linode production"]))
        let tight = try judged(row(used: 540, of: 1000), "201 GiB")
        #expect(tight == (.critical, "no room for 201 GiB: 1001 of 1000 GB by Nov 30", []))
        // GB is 10⁹ bytes in what people write.
        #expect(try judged(row(used: 540, of: 1000), "214.7GB").status == .ok)
        #expect(try judged(row(used: 540, of: 1000), "1.5TiB").status == .critical)
    }

    @Test func withoutAForecastWhatIsUsedCounts() throws {
        let early = try row(used: 540, of: 1000, at: "2026-11-02T00:00:00Z")
        #expect(
            try judged(early, "400GiB")
                == (
                    .ok, "",
                    [
                        "room for 400GiB: linode production",
                        "no forecast, judged by what is used so far: linode production",
                    ]
                ))
        #expect(
            try judged(early, "461GiB") == (.critical, "no room for 461GiB: 1001 of 1000 GB, without a forecast", []))
    }

    @Test func withoutAQuotaNothingCanBePassed() throws {
        #expect(
            try judged(row(used: 540, of: nil), "8000PiB")
                == (.ok, "", ["no quota that 8000PiB could pass: linode production"]))
    }

    @Test func whatDrawsOnAPoolOrIsTooOldIsNotJudged() throws {
        #expect(try judged(row(used: 999, of: 1000, drawsOnPool: true), "1TB") == (.info, "", []))
        let old = try row(used: 999, of: 1000, asOf: "2026-11-10T00:00:00Z")
        #expect(try judged(old, "1TB") == (.unknown, "", []))
    }

    @Test func whatIsAlreadyOverSaysBoth() throws {
        let over = try row(used: 1200, of: 1000)
        #expect(
            try judged(over, "1GB").table
                == "no room for 1GB: 1779 of 1000 GB by Nov 30; over by 200 GB; 178% by Nov 30"
        )
    }

    @Test func theLargestSizesDoNotOverflow() throws {
        let size = try #require(RequiredRoom("9223372036854775807 B"))
        let report = UsageReport(checkedAt: try date(today), rows: [try row(used: 540, of: 1000)]).requiring(size)
        #expect(report.status == .critical)
        #expect(!TableReporter().text(of: report).isEmpty)
    }

    @Test func programsReadItInTheNotes() throws {
        let room = try #require(RequiredRoom("1TiB"))
        let report = UsageReport(checkedAt: try date(today), rows: [try row(used: 540, of: 1000)]).requiring(room)
        let json = try JSONParser().parse(Array(JSONReporter().text(of: report).utf8))
        let found = try #require(json["usage"]?.array?.first)
        #expect(found["status"] == "critical")
        #expect(found["notes"] == ["no room for 1TiB: 1824 GB of 1000 GB by the end of the period"])
    }

    @Test(arguments: ["200", "200 apples", "-1GB", "", "GB", "99999999999 PB"])
    func anythingElseIsNoSize(text: String) {
        #expect(RequiredRoom(text) == nil)
    }
}
