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
        state = StateFolder(folder.path)
    }

    private func lockFailure() async -> String? {
        await Result.catching { () async throws(StateFolder.Failure) in
            try await state.lock(time: ManualTime(), patience: .zero)
        }.failureDescription
    }

    @Test func aLockBehindALinkOrInAPipeIsRefused() async throws {
        let victim = try folder.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(atPath: folder.path("lock"), withDestinationPath: victim)
        #expect(await lockFailure()?.hasPrefix("\(folder.path)/lock can't be written") == true)
        unlink(folder.path("lock"))
        #expect(mkfifo(folder.path("lock"), 0o600) == 0)
        #expect(await lockFailure() == "\(folder.path)/lock is not a regular file; remove it")
        unlink(folder.path("lock"))
        #expect(await lockFailure() == nil)
    }

    @Test func nothingIsReadOrWrittenThroughALink() throws {
        let victim = try folder.write("precious", to: "victim")
        let link = folder.path("deliveries.jsonl")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: victim)
        let failure = #expect(throws: StateFolder.Failure.self) { try state.load() }
        #expect(failure?.description == "\(link) is not a regular file; remove it")
        #expect(throws: StateFolder.Failure.self) { try state.append([]) }
        try state.repair(DeliveryMemory())
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try state.load().entries.isEmpty)
    }

    @Test func nothingIsReadFromAPipe() throws {
        #expect(mkfifo(folder.path("deliveries.jsonl"), 0o600) == 0)
        #expect(throws: StateFolder.Failure.self) { try state.load() }
        try state.repair(DeliveryMemory())
        #expect(try state.load().entries.isEmpty)
    }

    @Test(arguments: [0o777, 0o1777, 0o702]) func aFolderThatAnybodyCanWriteToIsRefused(mode: Int) async throws {
        chmod(folder.path, mode_t(mode))
        let expected =
            "anybody can write to \(folder.path); run chmod 700 \(folder.path), or name another folder with --state-dir"
        #expect(await lockFailure() == expected)
        let failure = #expect(throws: StateFolder.Failure.self) { try state.load() }
        #expect(failure?.description == expected)
        let report = try UsageReport.example()
        let remembered = await RunMemory(in: state, at: report.checkedAt).remember(report, time: ManualTime())
        #expect(remembered == ["\(expected); nothing from this run will be remembered"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "only the superuser can give a folder away"))
    func aFolderOfAnotherUserIsRefused() async {
        #expect(chown(folder.path, 12345, 12345) == 0)
        #expect(
            await lockFailure() == "\(folder.path) belongs to another user; name another folder with --state-dir")
    }

    @Test func aFolderThatItsGroupCanWriteToIsWarnedOf() async throws {
        let report = try UsageReport.example()
        let memory = RunMemory(in: state, at: report.checkedAt)
        chmod(folder.path, 0o770)
        let expected =
            "the group of \(folder.path) can write to it; run chmod 700 \(folder.path), or name another folder with --state-dir"
        #expect(await memory.remember(report, time: ManualTime()) == [expected])
        chmod(folder.path, 0o750)
        #expect(await memory.remember(report, time: ManualTime()).isEmpty)
    }
}

extension Result where Failure == StateFolder.Failure {
    fileprivate var failureDescription: String? {
        if case .failure(let error) = self { error.description } else { nil }
    }
}
