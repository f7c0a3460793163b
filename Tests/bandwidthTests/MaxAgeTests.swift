import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

/// `--max-age`: the last report without asking anyone.
@Suite struct MaxAgeTests {
    let folder: TemporaryFolder
    let sandbox: Sandbox

    init() async throws {
        folder = try TemporaryFolder()
        sandbox = try await Sandbox.start(now: InProcess.moment)
        try configure()
    }

    private func configure(token: String = SandboxStory.Linode.hobby, extra: String = "") throws {
        try folder.write(
            """
            { "providers": [{ "type": "linode", "name": "hobby", "token": "\(token)",
                              "base_url": "\(sandbox.baseURL(of: "linode"))" }\(extra)] }
            """, to: "providers.json")
    }

    private func run(_ arguments: [String], after minutes: Double = 0) async -> Program.Result {
        await InProcess.run(
            arguments + ["--config", path("providers.json"), "--state-dir", path("state")], environment: [:],
            at: InProcess.moment.addingTimeInterval(minutes * 60))
    }

    private func path(_ name: String) -> String {
        folder.url.appending(path: name).path()
    }

    @Test func nobodyIsAskedWhileTheLastReportIsRecent() async throws {
        let first = await run(["--max-age", "30m"])
        #expect(first.status == 0)
        #expect(sandbox.requests.count == 1)
        let second = await run(["--max-age", "30m"], after: 29)
        #expect(sandbox.requests.count == 1)
        #expect(second.status == 0)
        #expect(second.error == "")
        #expect(second.output == first.output.replacing("06:00 UTC", with: "06:00 UTC, 29 minutes ago"))
        let json = await run(["--max-age", "30m", "--json"], after: 29)
        #expect(sandbox.requests.count == 1)
        #expect(json.output.contains(#""checked_at" : "2026-11-21T06:00:00Z""#))
        _ = await run(["--max-age", "30m"], after: 31)
        #expect(sandbox.requests.count == 2)
        try await sandbox.stop()
    }

    @Test func theStatusIsThatOfTheCheck() async throws {
        try configure(token: "revoked")
        #expect(await run([]).status == 3)
        let again = await run(["--max-age", "1h"])
        #expect(again.status == 3)
        #expect(sandbox.requests.count == 1)
        #expect(await run(["--max-age", "1h", "-o", "/nonexistent/folder/file"]).status == 73)
        let quiet = await run(["--max-age", "1h", "--quiet"])
        #expect(quiet.status == 3)
        #expect(quiet.output == "")
        #expect(quiet.error.hasPrefix("bandwidth: linode hobby: the token was refused"))
        #expect(sandbox.requests.count == 1)
        try await sandbox.stop()
    }

    @Test func aChangedConfigurationIsCheckedAnew() async throws {
        _ = await run([])
        try configure(extra: #", { "type": "linode", "name": "other", "token": { "env": "NOT_SET" } }"#)
        let other = await run(["--max-age", "1h"])
        #expect(other.output.contains("other"))
        #expect(sandbox.requests.count == 2)
        #expect(await run(["--max-age", "1h", "hobby"]).output.contains("other") == false)
        #expect(sandbox.requests.count == 2)
        #expect(await run(["--max-age", "1h", "hoby"]).status == 64)
        try await sandbox.stop()
    }

    @Test func nothingIsSavedWithoutHistory() async throws {
        _ = await run(["--no-history"])
        _ = await run(["--max-age", "1h"])
        #expect(sandbox.requests.count == 2)
        try await sandbox.stop()
    }

    @Test func messagesAreOnlyAboutNewReadings() async throws {
        let result = await run(["--max-age", "1h", "--notify", "crossing"])
        #expect(result.status == 64)
        #expect(result.error.contains("--max-age and --notify can't be used together"))
        #expect(sandbox.requests.isEmpty)
        try await sandbox.stop()
    }

    @Test func noFileHoldsATokenOrIsReadableByOthers() async throws {
        _ = await run([])
        let state = folder.url.appending(path: "state")
        var names: [String] = []
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: state, includingPropertiesForKeys: []))
        {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path())
            #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0, "\(file)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            names.append(file.lastPathComponent)
            #expect(try !String(contentsOf: file, encoding: .utf8).contains(SandboxStory.Linode.hobby))
        }
        #expect(names.contains { $0.hasSuffix(".jsonl") && $0.count == 14 }, "the report: \(names)")
        try await sandbox.stop()
    }

    @Test func anUnreadAccountHasItsLastFigure() async throws {
        let story = try Story()
        _ = try await story.run(at: "2026-11-10T07:00:00Z", used: 82, [])
        let unread = try await story.run(at: "2026-11-10T09:00:00Z", used: nil, [])
        #expect(unread.rowStatus == "unknown")
        let table = await InProcess.run(
            ["--config", story.path("providers.json"), "--state-dir", story.path("state"), "--max-age", "1d"],
            environment: ["COLUMNS": "100"], at: try Date("2026-11-10T10:00:00Z", strategy: .iso8601))
        #expect(table.status == 3)
        #expect(
            table.output.contains(
                "? production  not read: token refused (401); bandwidth login production; 82% on Nov 10 07:00\n"),
            "\(table)")
        #expect(table.output.contains("Nov 10 09:00 UTC, 60 minutes ago"))
        try await sandbox.stop()
    }
}
