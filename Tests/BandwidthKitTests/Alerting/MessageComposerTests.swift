import Foundation
import Testing

@testable import BandwidthKit

@Suite struct MessageComposerTests {
    private func report(_ count: Int) throws -> UsageReport {
        let period = try BillingPeriod.november(), now = try date(today)
        let rows = (1...count).map { number in
            let usage = Usage.example(
                UsageScope(.region, id: "[\(number)]"), used: .gigabytes(1), quota: .gigabytes(1000), period: period)
            return UsageRow(
                provider: "linode", account: "linode", Assessment(usage, by: AccountPolicy(), now: now))
        }
        return UsageReport(checkedAt: now, rows: rows)
    }

    @Test func whatDoesNotFitIsCounted() throws {
        let text = Alert.text(of: try report(100))
        #expect(GSM7.length(of: text) <= 1600)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "Bandwidth: 100 ok")
        #expect(lines.last == "and \(100 - (lines.count - 2)) more")
        // Another line would not have fit.
        #expect(GSM7.length(of: text) > 1600 - 40)
    }

    @Test func aMessageThatJustFitsIsWhole() throws {
        let report = try report(3)
        let whole = Alert.text(of: report)
        let length = GSM7.length(of: whole)
        #expect(length > whole.count, "brackets count twice")
        #expect(Alert.text(limit: length, of: report) == whole)
        let lines = whole.split(separator: "\n")
        #expect(
            Alert.text(limit: length - 1, of: report)
                == lines.dropLast().joined(separator: "\n") + "\nand 1 more")
    }

    @Test(arguments: Array(stride(from: 0, through: 300, by: 7)))
    func noLimitIsPassed(limit: Int) throws {
        let text = Alert.text(limit: limit, of: try .example())
        #expect(GSM7.length(of: text) <= limit)
        #expect(GSM7.text(text) == text)
    }

    @Test func theWorstComesFirst() throws {
        let lines = Alert.text(of: try .example()).split(separator: "\n")
        let starts = ["linode production/id-cgk 118", "netlify/", "linode production/web-9", "linode old-key: token"]
        for start in starts { #expect(lines.contains { $0.hasPrefix(start) }, "\(lines)") }
        let places = starts.compactMap { start in lines.firstIndex { $0.hasPrefix(start) } }
        #expect(places[0] == 1)
        #expect(places == places.sorted())
        #expect(lines.last?.hasPrefix("linode production/web-1") == true, "what is not judged comes last")
    }
}
