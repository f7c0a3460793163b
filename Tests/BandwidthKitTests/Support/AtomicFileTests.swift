import Foundation
import Testing

@testable import BandwidthKit

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func text(of name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    private func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
    }

    @Test func aNewFileHasTheModeAndNothingElseIsLeft() throws {
        try AtomicFile(folder.path("state")).write { $0.write("one") }
        #expect(try text(of: "state") == "one")
        #expect(try mode(of: "state") == 0o600)
        #expect(try names() == ["state"])
    }

    @Test func anExistingFileIsReplacedWithItsPermissions() throws {
        try folder.write("before, and longer", to: "report", mode: 0o640)
        try AtomicFile(folder.path("report"), mode: 0o666).write { $0.write("after") }
        #expect(try text(of: "report") == "after")
        #expect(try mode(of: "report") == 0o640)
    }

    @Test func theFileBehindALinkIsReplaced() throws {
        try folder.write("before", to: "real")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"), withDestinationPath: folder.path("real"))
        try AtomicFile(folder.path("link")).write { $0.write("after") }
        #expect(try text(of: "real") == "after")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == folder.path("real"))
    }

    @Test func anExistingFileIsLeftAloneWhereThatIsAskedFor() throws {
        try folder.write("mine", to: "file")
        let error = #expect(throws: AtomicFile.Failure.self) {
            try AtomicFile(folder.path("file"), ifExists: .refuse).write { $0.write("yours") }
        }
        #expect(error?.exists == true)
        #expect(try text(of: "file") == "mine")
        try AtomicFile(folder.path("new"), ifExists: .refuse).write { $0.write("new") }
        #expect(try names() == ["file", "new"])
    }

    /// A folder in the way makes the rename fail after everything was written.
    @Test func aFailureLeavesNeitherAFileNorADescriptorBehind() throws {
        try FileManager.default.createDirectory(atPath: folder.path("full/inside"), withIntermediateDirectories: true)
        let before = try openDescriptors()
        for _ in 0..<50 {
            #expect(throws: AtomicFile.Failure.self) {
                try AtomicFile(folder.path("full")).write { $0.write("text") }
            }
        }
        #expect(try names() == ["full"])
        // Other tests open and close files at the same time; fifty leaked ones would be visible.
        #expect(try openDescriptors() < before + 40)
    }

    private func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
    }

    @Test func whatAKilledRunLeftBehindIsNoObstacle() throws {
        for number in 0..<20 { try folder.write("torn", to: "state.\(getpid()).\(number).tmp") }
        try folder.write("torn", to: "state.new")
        try AtomicFile(folder.path("state")).write { $0.write("whole") }
        #expect(try text(of: "state") == "whole")
    }
}
