import BandwidthKit
import Foundation
import Testing

@Suite struct InputFileTests {
    @Test func aFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789abcdef", count: 10_000)
        let file = try InputFile(folder.write(text, to: "large.txt", mode: 0o600))
        #expect(file.data == Data(text.utf8))
        #expect(!file.isReadableByOthers)
    }

    @Test(arguments: [(0o600, false), (0o640, true), (0o604, true), (0o644, true), (0o400, false), (0o620, false)])
    func whoMayReadItIsTold(mode: Int, isReadable: Bool) throws {
        let folder = try TemporaryFolder()
        #expect(try InputFile(folder.write("x", to: "file", mode: mode)).isReadableByOthers == isReadable)
    }

    @Test func aMissingFileIsNamedSo() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("none")
        let failure = #expect(throws: InputFile.Failure.self) { try InputFile(path) }
        #expect(failure?.description == "does not exist")
        #expect(failure?.isMissing == true)
        let below = try folder.write("x", to: "file") + "/below"
        #expect(throws: InputFile.Failure.self) { try InputFile(below) }
    }

    @Test func aFolderIsNoFile() throws {
        let folder = try TemporaryFolder()
        let failure = #expect(throws: InputFile.Failure.self) { try InputFile(folder.path) }
        #expect(failure?.description == "is a folder")
        #expect(failure?.isMissing == false)
    }

    @Test func aFileBeyondTheLimitIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("12345", to: "file")
        #expect(try InputFile(path, limit: 5).data.count == 5)
        let failure = #expect(throws: InputFile.Failure.self) { try InputFile(path, limit: 4) }
        #expect(failure?.description == "is larger than 4 bytes")
        #expect(throws: InputFile.Failure.self) { try InputFile("/dev/zero") }
    }

    @Test func anEmptyFileIsEmpty() throws {
        let folder = try TemporaryFolder()
        #expect(try InputFile(folder.write("", to: "file")).data.isEmpty)
        #expect(try InputFile("/dev/null").data.isEmpty)
    }
}
