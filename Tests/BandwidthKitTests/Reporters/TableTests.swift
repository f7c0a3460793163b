import Foundation
import Testing

@testable import BandwidthKit

/// What holds for every table; the tables themselves are in `Reports`.
@Suite struct TableTests {
    private static let labels = [
        "web-1", "東京 チーム サーバー 一二三四五六七八九十", "שרת ראשי", "خادم 12", "👩‍👩‍👧‍👦 family", "🇩🇪 de",
        "e\u{301}cole a\u{308}\u{323}", "\u{301}starts with a mark", "1️⃣", "\u{FE0F}x", "한국어", "ﾊﾝｶｸ ＦＵＬＬ",
        String(repeating: "long-name-", count: 30), String(repeating: "漢", count: 100), "", "tab\tline\nbreak", "—“x”…",
        "נתונים data 混合 🚀", "\u{200D}", "a\u{200E}b", "🏳️‍🌈", "✗ ✓",
    ]

    private static func report(_ random: inout SeededGenerator) throws -> UsageReport {
        let now = try date(today), period = try BillingPeriod.november()
        let currencies = ["USD", "EUR", "GBP", "CHF"]
        var rows: [UsageRow] = []
        for account in 0..<Int.random(in: 0...6, using: &random) {
            let name = "\(account)\(labels.randomElement(using: &random) ?? "")"
            for part in 0..<Int.random(in: 1...5, using: &random) {
                let label = labels.randomElement(using: &random)
                let scope =
                    part == 0 && Bool.random(using: &random)
                    ? UsageScope.account : UsageScope(.instance, id: "\(part)", label: label)
                if Int.random(in: 0..<5, using: &random) == 0 {
                    let code = APIError.Code.allCases.randomElement(using: &random) ?? .timeout
                    let error = APIError(
                        code, label ?? "", httpStatus: 401, hint: labels.randomElement(using: &random), scope: scope)
                    rows.append(UsageRow(provider: "linode", account: name, error))
                    continue
                }
                let price = OveragePrice(
                    Money(Decimal(Int.random(in: 0...9_999_999, using: &random)) / 100, currencies[part % 4]),
                    per: .gigabytes(1))
                var usage = Usage.example(
                    scope, used: .random(using: &random),
                    quota: Bool.random(using: &random) ? .random(using: &random) : nil,
                    billable: Bool.random(using: &random) ? .random(using: &random) : nil,
                    period: Int.random(in: 0..<4, using: &random) == 0 ? nil : period, price: price,
                    drawsOnPool: Int.random(in: 0..<4, using: &random) == 0, note: label)
                usage.isStopped = Int.random(in: 0..<6, using: &random) == 0
                rows.append(
                    UsageRow(
                        provider: "linode", account: name, Assessment(usage, by: AccountPolicy(), now: now)))
            }
        }
        return UsageReport(checkedAt: now, rows: rows)
    }

    @Test func noLineIsWiderThanTheTerminalOrBrokenInTwo() throws {
        var random = SeededGenerator(seed: 60)
        for round in 0..<250 {
            let report = try Self.report(&random)
            let style = ReportStyle(
                units: UnitSystem.allCases[round % 4], width: Int.random(in: 40...160, using: &random),
                height: round % 3 == 0 ? 5 : nil, showsAll: round % 5 == 0, isUnicode: round % 7 != 0)
            let text = TableReporter(style).text(of: report)
            for line in text.split(separator: "\n") {
                #expect(line.columns <= style.width, "\(style.width): \(line)")
                if !style.isUnicode { #expect(line.utf8.allSatisfy { (32...126).contains($0) }, "\(line)") }
            }
            #expect(TableReporter(style).text(of: report) == text)
            guard style.height == nil, style.showsAll, !report.rows.isEmpty else { continue }
            // A line for each row, and one for each heading.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                .prefix { !$0.isEmpty }
            let marks = lines.count { !$0.hasPrefix("  ") }
            #expect(marks == report.rows.count)
        }
    }

    @Test(arguments: [40, 45, 52, 59, 60, 61, 66, 72, 80, 90, 100, 120, 160])
    func whenItRunsOutIsOnEveryTable(width: Int) throws {
        let text = TableReporter(ReportStyle(width: width)).text(of: try .example())
        #expect(text.contains("RUNS OUT"))
        #expect(text.contains("COST SO FAR") == (width >= 90))
        for line in text.split(separator: "\n") { #expect(line.columns <= width, "\(line)") }
    }

    /// An account with so many instances, of which the first few are almost used up.
    private func fleet(_ count: Int, high: Int = 0, failures: Int = 0, rules: [Rule] = []) throws -> UsageReport {
        let now = try date(today), period = try BillingPeriod.november()
        let policy = AccountPolicy.with { $0.instanceRules = rules }
        var rows = [
            UsageRow(
                provider: "linode", account: "production",
                Assessment(
                    .example(used: .gigabytes(1), quota: .gigabytes(100), period: period), by: policy, now: now))
        ]
        // Judging takes longer than writing.
        let assessments = [Int64(95), 10].map { used in
            let usage = Usage.example(
                UsageScope(.instance), used: .gigabytes(used), quota: .gigabytes(100), period: period, drawsOnPool: true
            )
            return Assessment(usage, by: policy, now: now)
        }
        for number in 0..<count {
            rows.append(
                UsageRow(
                    provider: "linode", account: "production",
                    scope: UsageScope(.instance, id: "\(number)", label: "web-\(number)"),
                    result: .success(assessments[number < high ? 0 : 1])))
        }
        for number in 0..<failures {
            rows.append(
                UsageRow(
                    provider: "linode", account: "production",
                    APIError(
                        .timeout, "api.linode.com did not answer in time", hint: "raise --timeout if it is just slow",
                        scope: UsageScope(.instance, id: "f\(number)"))))
        }
        return UsageReport(checkedAt: now, rows: rows)
    }

    private func lines(_ report: UsageReport, height: Int?, showsAll: Bool = false) -> [String] {
        TableReporter(ReportStyle(height: height, showsAll: showsAll)).text(of: report).split(separator: "\n")
            .map(String.init)
    }

    @Test func whatIsFineIsOneLineWhereTheScreenIsTooSmall() throws {
        let report = try fleet(2_000, high: 2, rules: [Rule(.actual, 90)])
        let folded = lines(report, height: 40)
        #expect(folded.count == 9)
        #expect(folded.contains("✓   1,998 instances fine; --all shows them"))
        #expect(folded.count { $0.contains("web-") } == 4, "each in the table and in the list")
        #expect(lines(report, height: nil).count { $0.contains("web-") } == 2_002, "no terminal, no folding")
        #expect(lines(report, height: 40, showsAll: true).count { $0.contains("web-") } == 2_002)
        #expect(lines(report, height: 2_001).count { $0.contains("web-") } == 2_002, "as many as the screen has lines")
    }

    @Test func oneFineRowAloneStaysWhereItIs() throws {
        let report = try fleet(30, high: 29, rules: [Rule(.actual, 90)])
        let rows = report.rows.dropFirst()
        let turned = UsageReport(
            checkedAt: report.checkedAt, rows: report.rows.prefix(1) + rows.suffix(1) + rows.dropLast())
        #expect(lines(turned, height: 10)[2].hasPrefix("✓   web-29"))
    }

    @Test func whatIsNotJudgedIsCountedAsThat() throws {
        #expect(lines(try fleet(50), height: 40).contains("·   50 instances not judged; --all shows them"))
    }

    @Test func theListIsNeverFolded() throws {
        let report = try fleet(60, high: 60, rules: [Rule(.actual, 90)])
        #expect(lines(report, height: 10).count { $0.hasPrefix("! production/web-") } == 60)
    }

    @Test func manyFailuresWithOneCauseAreOneLine() throws {
        let folded = lines(try fleet(1, failures: 291), height: nil)
        #expect(folded.count { $0.contains("not read") } == 3, "in the table, in the count and in the list: \(folded)")
        #expect(
            folded.contains(
                "? production  291 instances not read: no answer in time; raise --timeout if it is just slow"))
        #expect(folded.contains { $0.hasPrefix("?   291 instances ") })
        #expect(folded.contains { $0.hasPrefix("1 fine") == false && $0.contains("291 not read") })
        let all = lines(try fleet(1, failures: 291), height: nil, showsAll: true)
        #expect(all.count { $0.hasPrefix("?   f") } == 291)
        #expect(lines(try fleet(1, failures: 2), height: nil).count { $0.hasPrefix("? production/f") } == 2)
    }

    @Test func manyAccountsBeyondTheNetworkAreOneLine() {
        func report(_ error: (Int) -> APIError) -> UsageReport {
            UsageReport(
                checkedAt: Date(timeIntervalSince1970: 1_795_240_800),
                rows: (1...8).map { UsageRow(provider: "vultr", account: "shop-\($0)", error($0)) })
        }
        let offline = lines(
            report {
                APIError(.network, "no connection to host-\($0): refused", hint: "check the network and any proxy")
            },
            height: nil)
        #expect(offline.filter { $0.hasPrefix("? vultr shop-") }.count == 8, "the table names them")
        #expect(offline.contains("? 8 accounts  not read: no connection; check the network and any proxy"))
        #expect(offline.count { $0.hasPrefix("? 8") || $0.hasPrefix("? shop-") } == 1)
        let refused = lines(
            report { _ in APIError(.unauthorized, "the token was refused", httpStatus: 401) }, height: nil)
        #expect(refused.count { $0.hasPrefix("? shop-") } == 8, "each needs a token of its own")
    }

    @Test func aTableHasTheDatesOfItsZone() throws {
        let text = TableReporter(ReportStyle(zone: .fixed(3600, name: "CET"))).text(of: try .example())
        #expect(text.contains("Nov 21 07:00 CET"))
        #expect(text.contains("$1.12 by Dec 1"))
    }

    @Test func onlyProblemsHaveAColour() throws {
        let colored = TableReporter(ReportStyle(hasColor: true)).text(of: try .example())
        for line in colored.split(separator: "\n") where line.hasPrefix("✓") || line.hasPrefix("·") {
            #expect(!line.contains("\u{1B}"), "\(line)")
        }
        #expect(colored.contains("\u{1B}[31m✗\u{1B}[0m production/id-cgk"))
    }
}
