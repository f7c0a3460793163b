import Foundation
import Testing

@testable import BandwidthKit

/// A folder on disk.
@Suite struct DiskFilesTests {
    private let temporary: TemporaryFolder
    private let folder: DiskFiles

    init() throws {
        temporary = try TemporaryFolder()
        folder = DiskFiles(temporary.path("state/readings"))
    }

    private func mode(of path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: temporary.path(path))
        return attributes[.posixPermissions] as? Int
    }

    @Test func whatIsWrittenIsReadBack() throws {
        #expect(try folder.names() == [])
        #expect(try folder.contents(of: "a") == nil)
        try folder.replace("a", with: Array("one\n".utf8))
        try folder.append(Array("two\n".utf8), to: "a")
        try folder.append(Array("three\n".utf8), to: "b")
        #expect(try folder.contents(of: "a") == Array("one\ntwo\n".utf8))
        #expect(try folder.names().sorted() == ["a", "b"])
        try folder.replace("a", with: [])
        #expect(try folder.contents(of: "a") == [])
        try folder.remove("a")
        try folder.remove("a")
        #expect(try folder.names() == ["b"])
    }

    @Test func onlyTheirOwnerMayReadThem() throws {
        try folder.replace("a", with: [65])
        try folder.append([66], to: "b")
        #expect(try mode(of: "state") == 0o700)
        #expect(try mode(of: "state/readings") == 0o700)
        #expect(try mode(of: "state/readings/a") == 0o600)
        #expect(try mode(of: "state/readings/b") == 0o600)
    }

    @Test func aTornLineIsEnded() throws {
        try folder.append(Array("one\ntor".utf8), to: "a")
        try folder.append(Array("two\n".utf8), to: "a")
        #expect(try folder.contents(of: "a") == Array("one\ntor\ntwo\n".utf8))
    }

    @Test func whatAKilledRunLeftIsRemoved() throws {
        try folder.replace("a", with: [65])
        try temporary.write("half of somethi", to: "state/readings/a.1.2.tmp")
        try folder.replace("a", with: [66])
        #expect(try folder.contents(of: "a") == [66])
        var history = ReadingHistory(in: folder, at: try date(today))
        try history.tidy()
        #expect(try folder.names() == ["a"])
    }

    @Test func nothingIsReadOrWrittenThroughALink() throws {
        try folder.append([65], to: "a")
        let victim = try temporary.write("precious", to: "victim")
        for name in ["linked", "recent.jsonl"] {
            try FileManager.default.createSymbolicLink(
                atPath: temporary.path("state/readings/\(name)"), withDestinationPath: victim)
        }
        #expect(throws: StateFailure.self) { try folder.append([66], to: "linked") }
        #expect(throws: StateFailure.self) { _ = try folder.contents(of: "linked") }
        try folder.replace("recent.jsonl", with: [66])
        #expect(try folder.contents(of: "recent.jsonl") == [66])
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }

    @Test func nothingHangsOnAPipe() throws {
        try folder.append([65], to: "a")
        #expect(mkfifo(temporary.path("state/readings/pipe"), 0o600) == 0)
        #expect(throws: StateFailure("\(folder.path)/pipe is not a regular file; remove it")) {
            try folder.append([66], to: "pipe")
        }
        #expect(throws: StateFailure.self) { _ = try folder.contents(of: "pipe") }
    }

    @Test func problemsNameTheFileAndTheReason() throws {
        try temporary.write("", to: "file")
        let inFile = DiskFiles(temporary.path("file"))
        func description(_ body: () throws(StateFailure) -> Void) -> String? {
            do throws(StateFailure) {
                try body()
                return nil
            } catch {
                return error.description
            }
        }
        let path = temporary.path("file")
        #expect(
            description { () throws(StateFailure) in _ = try inFile.names() }
                == "\(path) can't be read: Not a directory")
        #expect(
            description { () throws(StateFailure) in _ = try inFile.contents(of: "a") }
                == "\(path)/a can't be read: Not a directory")
        #expect(
            description { () throws(StateFailure) in try inFile.replace("a", with: [65]) }
                == "\(path)/a can't be written: Not a directory")
        #expect(
            description { () throws(StateFailure) in try inFile.append([65], to: "a") }
                == "\(path)/a can't be written: Not a directory")
    }

    @Test func aFolderInPlaceOfAFileIsAProblem() throws {
        try FileManager.default.createDirectory(
            atPath: temporary.path("state/readings/recent.jsonl/x"), withIntermediateDirectories: true)
        var history = ReadingHistory(in: folder, at: try date(today))
        let reading = try #require(Reading(row: "a", time: try date(today), used: .zero, period: nil))
        history.remember(reading, isJudged: true)
        history.save()
        #expect(
            history.problems == [
                "\(temporary.path("state/readings/recent.jsonl")) is not a file; nothing from this run will be remembered"
            ])
        #expect(try folder.names() == ["recent.jsonl"])
    }

    @Test func theMemoryWorksOnTheDisk() throws {
        let start = try date("2026-11-20T20:05:00Z")
        for hour in 0..<8 {
            let now = start.addingTimeInterval(Double(hour) * 3600)
            var history = ReadingHistory(in: folder, at: now)
            let reading = try #require(
                Reading(row: "a", time: now, used: ByteCount(hour) ?? .zero, period: .november()))
            history.remember(reading, isJudged: true)
            history.save()
            #expect(history.problems.isEmpty)
        }
        #expect(try folder.names().sorted() == ["2026-11-20.jsonl", "2026-11-21.jsonl", "recent.jsonl"])
        var history = ReadingHistory(in: folder, at: try date("2026-11-21T04:00:00Z"))
        #expect(history.past(of: "a")?.earlier.map(\.used) == [6, 5, 4, 3, 2, 1, 0])
        #expect(history.readings(from: start, until: try date(today)).map(\.used.bytes) == [0, 1, 2, 3, 4, 5, 6, 7])
    }
}
