import Foundation
import Testing

@testable import BandwidthKit

/// Whether something runs the program, and whether the memory can be used.
@Suite struct SchedulerTests {
    @Test(arguments: [
        ("15 7 * * * /usr/local/bin/bandwidth --quiet --notify crossing", true),
        ("MAILTO=me\n  @hourly LINODE_TOKEN=x bandwidth -q", true), ("0 * * * * cd /x;bandwidth", true),
        ("# 15 7 * * * bandwidth", false), ("", false), ("0 * * * * /usr/bin/bandwidthd", false),
        ("0 * * * * /opt/bandwidth-old/run", false), ("0 5 * * * cp ~/.config/bandwidth/providers.json /x", false),
        ("0 * * * * '/opt/my tools/bandwidth' -q", true), ("0 * * * * ls /srv/bandwidth/", false),
        ("0 * * * * rsync -a /data/bandwidth backup:", false), ("0 * * * * echo bandwidth; ls", false),
        ("0 * * * * env A=1 nice -n 5 flock -n /tmp/lock bandwidth -q >/dev/null 2>&1", true),
        ("0 * * * * sh -c 'sleep 5 && bandwidth -q'", true), ("0 * * * * mail me%bandwidth", false),
        ("0 * * * * test -x /x/bandwidth && /x/bandwidth -q", true), ("0 * * * * true # bandwidth", false),
        ("NAME=bandwidth", false), ("0 * * * *", false), ("0 * * * * 'bandwidth", true), ("bandwidth", false),
    ])
    func aLineOfACrontabThatRunsItIsRecognized(text: String, expected: Bool) {
        #expect(Scheduler.isScheduled(in: text) == expected)
    }

    @Test(arguments: [
        ("0 * * * * bandwidth -q --notify crossing", "/home/me/.config/bandwidth/providers.json", true),
        ("0 * * * * bandwidth -q", "/etc/mine.json", false),
        ("0 * * * * bandwidth -q --config /a.json", "/a.json", true),
        ("0 * * * * bandwidth --config=/a.json", "/a.json", true), ("0 * * * * bandwidth -qc /a.json", "/a.json", true),
        ("0 * * * * bandwidth -c ~/a.json", "/home/me/a.json", true),
        ("0 * * * * bandwidth -c $HOME/a.json >/a.json", "/home/me/a.json", true),
        ("0 * * * * bandwidth --config '/x/50\\%.json'", "/x/50%.json", true),
        ("0 * * * * bandwidth --config /a.json.old", "/a.json", false),
        ("0 * * * * bandwidth -q # --config /a.json", "/a.json", false),
        ("0 * * * * BANDWIDTH_CONFIG=/a.json bandwidth", "/a.json", true),
        ("BANDWIDTH_CONFIG = \"/a b.json\"\n0 * * * * bandwidth", "/a b.json", true),
    ])
    func aLineOfACrontabReadsOneConfiguration(line: String, path: String, expected: Bool) async throws {
        let processes = ScriptedProcesses(["crontab -l": .success(.printing(line + "\n"))])
        let scheduler = Scheduler(processes: processes, environment: ["HOME": "/home/me"])
        let commands = try #require(await scheduler.commands(of: .crontab))
        #expect(commands.map { scheduler.reads(path, $0) } == [expected])
        #expect(commands.map(\.sendsAlerts) == [line.contains("--notify")])
    }

    @Test(arguments: [
        ("ExecStart=bandwidth -q --config ${CREDENTIALS_DIRECTORY}/p\nLoadCredential=p:/etc/p.json", ["/etc/p.json"]),
        ("ExecStart=-/usr/bin/bandwidth --config \"/a b/50%%.json\"", ["/a b/50%.json"]),
        ("ExecStart=bandwidth -c /a \\\n  --notify all\nExecStart=\nExecStart=bandwidth -c /b", ["/b"]),
        ("Environment=A=1 \"BANDWIDTH_CONFIG=/a b\"\nExecStart=bandwidth -q", ["/a b"]),
        ("ExecStart=/home/me/check.sh", []), ("# ExecStart=bandwidth", []), ("ExecStart=/opt/bandwidth/run", []),
    ])
    func aUnitReadsOneConfiguration(text: String, paths: [String]) {
        #expect(ScheduledCommand.all(inUnit: "[Service]\n\(text)\n", home: "/home/me").map(\.configuration) == paths)
    }

    @Test(arguments: ["'", "%", "\"", "$", "`", ";", " "])
    func aSignWithAnAccentIsAsHarmlessAsWithout(sign: String) {
        let job = Scheduler.Job(["/a\(sign)\u{301}b", "-q"], minute: 7)
        let command = String(String.UnicodeScalarView(job.crontabLine.unicodeScalars.dropFirst("7 * * * * ".count)))
        let quoted = sign == "'" ? "'\\''" : sign == "%" ? "\\%" : sign
        #expect(Array(command.utf8) == Array("'/a\(quoted)\u{301}b' -q".utf8))
        let escaped = sign == "\"" ? "\\\"" : sign == "%" ? "%%" : sign == "$" ? "$$" : sign
        #expect(Array(job.unitLine.utf8) == Array("\"/a\(escaped)\u{301}b\" -q".utf8))
    }

    @Test func aPathWithALineBreakIsNotScheduled() async throws {
        let folder = try TemporaryFolder()
        let processes = ScriptedProcesses(["crontab -l": .success(.printing(""))])
        let scheduler = Scheduler(processes: processes, environment: ["HOME": folder.path])
        for sign in ["\n", "\r\n", "\u{1B}", "\u{7F}"] {
            let job = Scheduler.Job(["bandwidth", "--config", "/a\(sign)b"], minute: 7)
            await #expect(throws: Scheduler.Failure(description: "the path contains a control character")) {
                try await scheduler.installUserTimer(job)
            }
            await #expect(throws: Scheduler.Failure(description: "the path contains a control character")) {
                try await scheduler.installCrontabLine(job)
            }
        }
        #expect(processes.commands.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: ["service", "timer"])
    func aUnitThatIsMaskedIsLeftAlone(kind: String) async throws {
        let folder = try TemporaryFolder()
        let units = folder.path(".config/systemd/user"), name = "bandwidth.\(kind)"
        try FileManager.default.createDirectory(atPath: units, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(units)/\(name)", withDestinationPath: "/dev/null")
        let scheduler = Scheduler(processes: ScriptedProcesses([:]), environment: ["HOME": folder.path])
        await #expect(
            throws: Scheduler.Failure(description: "\(name) is masked; run systemctl --user unmask \(name)")
        ) {
            try await scheduler.installUserTimer(Scheduler.Job(["bandwidth"], minute: 7))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: units) == [name])
    }

    private func finding(
        _ results: [String: Result<ProcessResult, ProcessError>], last: String?
    ) async throws -> Finding {
        let scheduler = Scheduler(processes: ScriptedProcesses(results), environment: [:])
        return await ScheduleCheckup(scheduler)
            .finding(lastReading: try last.map { try date($0) }, at: try date(today))
    }

    private let inactive: [String: Result<ProcessResult, ProcessError>] = [
        "systemctl --user is-active bandwidth.timer": .success(.printing("inactive\n", status: 3)),
        "systemctl is-active bandwidth.timer": .success(.printing("inactive\n", status: 3)),
    ]

    @Test func aTimerIsFoundBeforeACrontab() async throws {
        let line = "0 * * * * bandwidth -q\n"
        for (active, text) in [
            ("systemctl --user is-active bandwidth.timer", "your systemd timer runs it; last run 20 minutes ago"),
            ("systemctl is-active bandwidth.timer", "the system's timer runs it; last run 20 minutes ago"),
            ("", "your crontab runs it; last run 20 minutes ago"),
        ] {
            var results = inactive
            results["crontab -l"] = .success(.printing(line))
            if !active.isEmpty { results[active] = .success(.printing("active\n")) }
            #expect(
                try await finding(results, last: "2026-11-21T05:40:00Z") == Finding(.machine, .fine, "schedule", text))
        }
    }

    @Test func aTimerThatRunsNothingIsAWarning() async throws {
        let results = inactive.merging(["systemctl is-active bandwidth.timer": .success(.printing("active\n"))]) { $1 }
        #expect(
            try await finding(results, last: "2026-11-18T06:00:00Z")
                == Finding(
                    .machine, .warning, "schedule", "the system's timer runs it, but last run 3 days ago",
                    fix: "look into its log: journalctl -u bandwidth"))
        #expect(try await finding(results, last: nil).text == "the system's timer runs it, but no run is remembered")
    }

    private var folder: TemporaryFolder {
        get throws { try TemporaryFolder() }
    }

    @Test func aFolderThatCanBeUsedIsFineAndNothingIsLeft() async throws {
        let folder = try folder
        let findings = await MemoryCheckup(of: StateFolder(folder.path("new/state"))).findings(time: ManualTime())
        #expect(
            findings == [
                Finding(
                    .memory, .fine, "memory", "\(folder.path)/new/state can be written; 0 rows are remembered")
            ])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("new/state")) == ["lock"])
    }

    @Test func aFolderThatEveryoneCanWriteToIsAFailure() async throws {
        let folder = try folder
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let finding = try #require(
            await MemoryCheckup(of: StateFolder(folder.path)).findings(time: ManualTime()).first)
        #expect(finding.mark == .failed)
        #expect(finding.text == "anybody can write to \(folder.path)")
        #expect(finding.fix == "chmod 700 \(folder.path), or name another folder with --state-dir")
    }

    @Test func aRunThatHoldsTheLockIsAWarning() async throws {
        let folder = StateFolder(try folder.path("state")), time = ManualTime()
        let lock = try await folder.lock(time: time, patience: .zero)
        let findings = await MemoryCheckup(of: folder).findings(time: time)
        withExtendedLifetime(lock) {}
        #expect(findings.map(\.mark) == [.warning])
        #expect(findings[0].text.hasSuffix("another run still holds the lock"))
    }

    @Test func whatCannotBeAFolderIsAFailure() async throws {
        let folder = try folder
        let file = try folder.write("", to: "file")
        let findings = await MemoryCheckup(of: StateFolder(file)).findings(time: ManualTime())
        #expect(findings.map(\.mark) == [.failed])
        #expect(await MemoryCheckup(of: nil).findings(time: ManualTime()).map(\.mark) == [.warning])
    }
}
