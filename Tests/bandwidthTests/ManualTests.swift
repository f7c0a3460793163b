import BandwidthKit
import Foundation
import Testing

@testable import bandwidth

/// The manual page, which is made from the commands themselves.
@Suite struct ManualTests {
    private static let made = Task { await InProcess.run(["manual"], environment: [:]).output }

    @Test func everyCommandOptionSettingAndStatusIsInIt() async {
        let page = await Self.made.value
        for name in Help.commands where name != "help" {
            #expect(page.contains(".SS \"bandwidth \(name)"), "\(name)")
        }
        for option in [
            "\\-c, \\-\\-config FILE", "\\-\\-notify WHEN", "\\-\\-month YYYY\\-MM", "\\-\\-serve", "\\-q, \\-\\-quiet",
        ] {
            #expect(page.contains("\\fB\(option)\\fR"), "\(option)")
        }
        for service in Registry<any UsageProvider>.builtIn.types + Registry<any Notifier>.builtIn.types {
            #expect(page.contains(".SS \"\(service.kind): "))
            for setting in service.settings {
                #expect(page.contains("\\fB\(setting.key)\\fR"), "\(setting.key) of \(service.kind)")
            }
        }
        for status in ExitStatus.allCases { #expect(page.contains("\\fB\(status.rawValue)\\fR")) }
    }

    @Test func whatAServiceReadsAndNeedsIsLabelled() async {
        let page = await Self.made.value
        #expect(page.contains("\nNeeds: freetier:GetFreeTierUsage"))
        #expect(page.contains("\nSends: "))
        for provider in Registry<any UsageProvider>.builtIn.types {
            #expect(page.contains(paragraph("Reads: \(provider.summary.purpose).")), "\(provider.kind)")
        }
        let isRequired = Registry<any UsageProvider>.builtIn.types.flatMap { $0.settings }.contains { $0.isRequired }
        #expect(page.contains(" (required).") == isRequired)
    }

    private func paragraph(_ text: String) -> String {
        var writer = RoffWriter()
        writer.paragraph(text)
        return writer.text
    }

    @Test func noTextIsTakenForARequest() async {
        let page = await Self.made.value
        let requests = [".TH ", ".SH ", ".SS ", ".PP", ".TP"]
        for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(requests.contains { line.hasPrefix($0) }, "\(line)")
        }
        #expect(page.utf8.allSatisfy { $0 < 128 })
    }

    @Test(arguments: [
        (".hidden", "\\&.hidden"), ("'quoted'", "\\&'quoted'"), ("C:\\x", "C:\\ex"), ("a-b", "a\\-b"),
        ("naïve …", "na\\[u00EF]ve \\[u2026]"), ("two\nlines", "two lines"),
    ])
    func textsAreEscaped(text: String, expected: String) {
        var writer = RoffWriter()
        writer.paragraph(text)
        #expect(writer.text == expected + "\n")
    }

    @Test func aParagraphAfterAnotherIsSeparate() {
        var writer = RoffWriter()
        writer.section("Name")
        writer.paragraph("one")
        writer.paragraph("two")
        #expect(writer.text == ".SH NAME\none\n.PP\ntwo\n")
    }
}
