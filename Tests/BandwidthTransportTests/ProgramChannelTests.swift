import BandwidthKit
import BandwidthTransport
import Foundation
import Testing

/// Channels that are programs, with real processes.
@Suite struct ProgramChannelTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Writes a shell script and returns its path.
    private func script(_ text: String, mode: Int = 0o755) throws -> String {
        let path = folder.path("program")
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func test(_ settings: String, timeout: String = "30") async throws -> Messenger.Delivery {
        let configuration = try ConfigurationLoader(
            environment: [
                "PATH": "/usr/bin:/bin", "HOME": folder.path, "LINODE_TOKEN": "example-linode-secret",
                "LD_PRELOAD": "/nowhere.so",
            ]
        ).load(text: #"{ "providers": [], "notify": [{ \#(settings), "timeout": \#(timeout) }] }"#)
        let time = SystemTime()
        let network = Network(
            transport: RetryingTransport(try AsyncHTTPClientTransport(environment: [:]), time: time), time: time,
            hashing: SwiftCrypto(), processes: SubprocessRunner(time: time))
        // Its time limit is that of the clock, so it runs before the tests that only compute.
        let deliveries = await Task(priority: .high) {
            await Messenger(network: network).test(configuration.channels)
        }.value
        return try #require(deliveries.first)
    }

    private func contents(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    @Test func aProgramGetsTheEventAndNoVariableOfOurs() async throws {
        let path = try script("cat > \(folder.path("input")); env | sort > \(folder.path("environment")); echo done")
        let delivery = try await test(#""type": "exec", "command": ["\#(path)"]"#)
        #expect(delivery.description == "exec: sent to program")
        let event = try JSONParser().parse(Array(try contents("input").utf8))
        #expect(event["event"] == "test")
        #expect(event["message"] == "Bandwidth: this is a test message.")
        let names = try contents("environment").split(separator: "\n").map { String($0.prefix { $0 != "=" }) }
        // The shell sets PWD itself, and some set _ and SHLVL.
        #expect(
            Set(names).subtracting(["PWD", "OLDPWD", "_", "SHLVL"]) == [
                "BANDWIDTH_ALERT_KEY", "BANDWIDTH_EVENT", "BANDWIDTH_MESSAGE", "BANDWIDTH_STATUS", "HOME", "PATH",
            ])
    }

    @Test func aProgramThatReadsNothingIsNoFailure() async throws {
        let delivery = try await test(#""type": "exec", "command": ["\#(try script("exec <&-; exit 0"))"]"#)
        #expect(delivery.hasArrived)
    }

    @Test func whatItSaysWhenItFailsIsShown() async throws {
        let path = try script("echo 'no such queue' >&2; exit 3")
        let delivery = try await test(#""type": "exec", "command": ["\#(path)"]"#)
        #expect(delivery.description == "exec: not sent to program: '\(path)' failed: exit status 3: no such queue")
    }

    /// The time limit ends everything that the program has started.
    @Test func aProgramThatHangsIsEndedWithItsChildren() async throws {
        let path = try script("sleep 600 & echo $! > \(folder.path("child")); wait")
        let delivery = try await test(#""type": "exec", "command": ["\#(path)"]"#, timeout: "5")
        #expect(delivery.description.contains("didn't end within 5 s"))
        let child = try #require(pid_t(try contents("child").trimmingCharacters(in: .newlines)))
        // A process that was killed is gone, or waits for init to collect it.
        var isGone = false
        for _ in 0..<500 where !isGone {
            let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?.split(separator: " ")
            isGone = state.map { $0.count > 2 && $0[2] == "Z" } ?? true
            if !isGone { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(isGone)
    }

    @Test func aProgramThatOthersCanChangeIsNotRun() async throws {
        let path = try script("exit 0", mode: 0o777)
        let delivery = try await test(#""type": "exec", "command": ["\#(path)"]"#)
        #expect(!delivery.hasArrived)
        #expect(delivery.description.contains("others can change it; run chmod o-w \(path)"))
    }

    @Test func aMissingProgramIsSaid() async throws {
        let delivery = try await test(#""type": "exec", "command": ["no-such-program-anywhere"]"#)
        #expect(
            delivery.description
                == "exec: not sent to no-such-program-anywhere: 'no-such-program-anywhere' was not found in "
                + "/usr/bin:/bin; check 'command'; a path must be absolute")
    }

    @Test func aMailIsHandedToTheProgram() async throws {
        let path = try script("printf '%s\\n' \"$@\" > \(folder.path("arguments")); cat > \(folder.path("mail"))")
        let delivery = try await test(
            #""type": "email", "to": ["ops@example.com", "root"], "command": ["\#(path)", "-t", "-oi"]"#)
        #expect(delivery.description == "email: sent to ops@example.com, root")
        #expect(try contents("arguments") == "-t\n-oi\n")
        let mail = try contents("mail")
        #expect(mail.hasPrefix("To: ops@example.com, root\nSubject: [bandwidth] this is a test message.\n"))
        #expect(
            mail.hasSuffix(
                "\n\nthis is a test message.\n\nYou get this because somebody ran 'bandwidth notify test'.\n"))
    }
}
