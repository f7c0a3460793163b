import Foundation
import Testing

/// `bandwidth history` of the whole program, after real runs.
@Suite struct HistoryTests {
    private let story: Story
    private let now = "2026-11-21T06:30:00Z"

    /// A run on each of these days.
    init() async throws {
        story = try Story()
        for day in [10, 13, 16, 19, 20, 21] {
            let used = Double(day * 3)
            _ = try await story.run(at: "2026-11-\(day)T06:00:00Z", used: used, [])
        }
    }

    private func history(_ arguments: [String], state: String = "state", _ environment: [String: String] = [:])
        async throws -> Program.Result
    {
        await InProcess.run(
            ["history"] + arguments + ["--state-dir", story.path(state)], environment: environment,
            at: try Date(now, strategy: .iso8601))
    }

    @Test func whatWasReadIsDrawn() async throws {
        let one = try await history([])
        #expect(one.status == 0)
        #expect(one.error == "")
        #expect(one.output.hasPrefix("linode production · November · 63 of 100 GB, 63% · 92% by Nov 30\n"))
        // Options and names go to the default subcommand.
        let days = try await history(["production", "--days", "2"])
        #expect(days.output.split(separator: "\n").count { $0.hasPrefix("  Nov 2") && $0.contains("█") } == 2)
        #expect(try await history(["show", "production", "--days", "2"]).output == days.output)
        try story.folder.write("id,time,used_bytes\na/b/account,2026-11-20T06:00:00Z,5\n", to: "one.csv")
        _ = try await history(["import", story.path("one.csv")])
        let all = try await history([], ["COLUMNS": "80"])
        #expect(all.output.contains("  linode production  "))
        #expect(all.output.contains("    3 GB          63 / 100 GB   63%\n"), "\(all.output)")
    }

    @Test func whatWasExportedCanBeImported() async throws {
        let exported = try await history(["export"])
        #expect(exported.status == 0)
        #expect(exported.error == "")
        #expect(exported.output.split(separator: "\r\n").count == 7)
        try story.folder.write(exported.output, to: "readings.csv")
        let imported = try await history(["import", story.path("readings.csv")], state: "copy")
        #expect(imported.status == 0)
        #expect(imported.output == "")
        #expect(
            imported.error == """
                bandwidth: nothing was remembered of linode/production/account before
                bandwidth: 6 readings added

                """)
        #expect(try await history(["export"], state: "copy").output == exported.output)
        #expect(try await history(["production"], state: "copy").output == history(["production"]).output)
        let again = try await history(["import", story.path("readings.csv")], state: "copy")
        #expect(again.error == "bandwidth: 0 readings added, 6 were there already\n")
    }

    @Test func aWrongFileIsToldLineByLine() async throws {
        try story.folder.write("id,time,used_bytes\na/b/account,2026-11-20T06:00:00Z,5\nnonsense\n", to: "bad.csv")
        let result = try await history(["import", story.path("bad.csv")])
        #expect(result.status == 64)
        #expect(
            result.error == """
                bandwidth: line 3: expected 3 fields, but got 1
                bandwidth: nothing was remembered of a/b/account before
                bandwidth: 1 reading added

                """)
        let missing = try await history(["import", "missing.csv"])
        #expect(missing.status == 64)
        #expect(missing.error == "bandwidth: missing.csv: does not exist\n")
        let notATable = try await history(["import", story.path("providers.json")])
        #expect(notATable.status == 64)
        #expect(notATable.error.hasPrefix("bandwidth: line 1: unknown column"))
    }

    @Test func anUnknownNameIsWrongUse() async throws {
        let result = try await history(["produktion"])
        #expect(result.status == 64)
        #expect(result.error == "bandwidth: nothing is remembered of 'produktion'; did you mean 'production'?\n")
        #expect(result.output == "")
        #expect(try await history(["--days", "-1"]).status == 64)
        #expect(try await history(["--json", "--format", "csv"]).status == 64)
    }

    @Test func aFolderThatOthersCanWriteToIsNotBelieved() async throws {
        chmod(story.path("state"), 0o777)
        for command in [["production"], ["export"], ["import", story.path("providers.json")]] {
            let result = try await history(command)
            #expect(result.status != 0, "\(command)")
            #expect(result.output == "")
        }
        #expect(
            try await history([]).error.hasPrefix("bandwidth: anybody can write to \(story.path("state")); run chmod"))
        chmod(story.path("state"), 0o700)
    }

    @Test func noFileOfTheMemoryIsReadableByOthers() async throws {
        try story.folder.write("id,time,used_bytes\na/b/account,2026-11-20T06:00:00Z,5\n", to: "one.csv")
        _ = try await history(["import", story.path("one.csv")], state: "new")
        let folder = story.path("new/readings")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 2)
        for name in names {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }
}

/// The page draws what earlier runs have read.
@Suite struct PageTests {
    @Test func thePageDrawsWhatWasReadAndHoldsNoToken() async throws {
        let story = try Story()
        for day in [14, 16, 18, 20] {
            _ = try await story.run(at: "2026-11-\(day)T06:00:00Z", used: Double(day * 4), [])
        }
        _ = try await story.run(at: "2026-11-21T06:00:00Z", used: 84, [])
        func page(_ minutes: Double) async throws -> String {
            let now = try Date("2026-11-21T06:00:00Z", strategy: .iso8601).addingTimeInterval(minutes * 60)
            let result = await InProcess.run(
                [
                    "--format", "html", "--max-age", "1h", "--config", story.path("providers.json"), "--state-dir",
                    story.path("state"), "-o", story.path("page.html"),
                ], environment: [:], at: now)
            #expect(result.status == 0)
            #expect(result.output == "")
            return try String(contentsOfFile: story.path("page.html"), encoding: .utf8)
        }
        let text = try await page(0)
        // A line through the five readings.
        #expect(text.contains(#"<path class="read" d="M441 "#), "\(text.suffix(3000))")
        #expect(!text.contains("no earlier readings"))
        #expect(!text.contains("example-linode-token"))
        #expect(try await page(0) == text)
        #expect(try await page(5).contains("06:00 UTC</time>, 5 minutes ago"))
    }
}
