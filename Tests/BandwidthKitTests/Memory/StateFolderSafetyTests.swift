import Foundation
import Testing

@testable import BandwidthKit

/// What others could have put into the state folder.
@Suite(.timeLimit(.minutes(1))) struct StateFolderSafetyTests {
    private let folder: TemporaryFolder
    private let state: StateFolder

    init() throws {
        folder = try TemporaryFolder()
        chmod(folder.path, 0o700)
        state = StateFolder(folder: folder.path)
    }

    private func lockFailure() async -> String? {
        await Result.catching { () async throws(StateFolder.Failure) in
            try await state.lock(time: ManualTime(), patience: .zero)
        }.failureDescription
    }

    @Test func aLockBehindALinkOrInAPipeIsRefused() async throws {
        let victim = try folder.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(atPath: folder.path("alerts.lock"), withDestinationPath: victim)
        #expect(await lockFailure()?.hasPrefix("\(folder.path)/alerts.lock can't be written") == true)
        unlink(folder.path("alerts.lock"))
        #expect(mkfifo(folder.path("alerts.lock"), 0o600) == 0)
        #expect(await lockFailure() == "\(folder.path)/alerts.lock is not a regular file; remove it")
        unlink(folder.path("alerts.lock"))
        #expect(await lockFailure() == nil)
    }

    @Test func nothingIsReadOrWrittenThroughALink() throws {
        let victim = try folder.write("precious", to: "victim")
        let link = folder.path("alerts.json")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: victim)
        #expect(throws: StateFolder.Failure.self) { try state.peek() }
        let failure = #expect(throws: StateFolder.Failure.self) { try state.load() }
        #expect(failure?.description == "\(link) is not a regular file; remove it")
        try state.save(DeliveryMemory())
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try state.load().memory.delivered.isEmpty)
    }

    @Test func nothingIsReadFromAPipe() throws {
        #expect(mkfifo(folder.path("alerts.json"), 0o600) == 0)
        #expect(throws: StateFolder.Failure.self) { try state.peek() }
        try state.save(DeliveryMemory())
        #expect(try state.load().notice == nil)
    }

    @Test(arguments: [0o777, 0o1777, 0o702]) func aFolderThatAnybodyCanWriteToIsRefused(mode: Int) async throws {
        try state.save(DeliveryMemory())
        chmod(folder.path, mode_t(mode))
        let expected =
            "anybody can write to \(folder.path); run chmod 700 \(folder.path), or name another with --state-dir"
        #expect(await lockFailure() == expected)
        for read in [{ _ = try state.load() }, { _ = try state.peek() }] {
            let failure = #expect(throws: StateFolder.Failure.self) { try read() }
            #expect(failure?.description == expected)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only the superuser can give a folder away"))
    func aFolderOfAnotherUserIsRefused() async {
        #expect(chown(folder.path, 12345, 12345) == 0)
        #expect(
            await lockFailure() == "\(folder.path) belongs to another user; name another with --state-dir")
    }

    @Test func aFolderThatItsGroupCanWriteToIsWarnedOf() async throws {
        chmod(folder.path, 0o770)
        #expect(await lockFailure() == nil)
        let expected =
            "its group can write to \(folder.path); run chmod 700 \(folder.path), or name another with --state-dir"
        #expect(try state.load().notice == expected)
        try state.save(DeliveryMemory())
        #expect(try state.load().notice == expected)
        chmod(folder.path, 0o750)
        #expect(try state.load().notice == nil)
    }
}

extension Result where Failure == StateFolder.Failure {
    fileprivate var failureDescription: String? {
        if case .failure(let error) = self { error.description } else { nil }
    }
}
