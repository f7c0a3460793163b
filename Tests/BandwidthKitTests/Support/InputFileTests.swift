import BandwidthKit
import Foundation
import Testing

@Suite struct InputFileTests {
    @Test func aFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789abcdef", count: 10_000)
        let file = try InputFile(folder.write(text, to: "large.txt", mode: 0o600))
        #expect(file.bytes == Array(text.utf8))
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
        #expect(try InputFile(path, limit: 5).bytes.count == 5)
        let failure = #expect(throws: InputFile.Failure.self) { try InputFile(path, limit: 4) }
        #expect(failure?.description == "is larger than 4 bytes")
        #expect(throws: InputFile.Failure.self) { try InputFile("/dev/zero") }
    }

    @Test func anEmptyFileIsEmpty() throws {
        let folder = try TemporaryFolder()
        #expect(try InputFile(folder.write("", to: "file")).bytes.isEmpty)
        #expect(try InputFile("/dev/null").bytes.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func aPipeThatNobodyWritesToIsGivenUp() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(try InputFile(path).bytes.isEmpty, "without a writer it is at its end")
        let writer = open(path, O_RDWR)
        defer { close(writer) }
        let failure = #expect(throws: InputFile.Failure.self) { try InputFile(path, patience: .milliseconds(20)) }
        #expect(failure?.description == "takes too long to read")
        #expect(throws: InputFile.Failure.self) { try InputFile(path, patience: .zero) }
    }

    /// A byte at a time, each in good time: a limit for each wait would never be reached.
    @Test(.timeLimit(.minutes(1))) func aPipeThatDripsIsGivenUp() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = open(path, O_RDWR | O_NONBLOCK)
        let isOver = Recorder<Bool>()
        async let dripping: Void = OwnThread.run {
            var waiting: Int32 = 0
            while isOver.values.isEmpty {
                _ = ioctl(writer, UInt(FIONREAD), &waiting)
                if waiting == 0 { _ = write(writer, "x", 1) }
            }
        }
        let failure = #expect(throws: InputFile.Failure.self) {
            try InputFile(path, limit: 1 << 40, patience: .milliseconds(50))
        }
        #expect(failure?.description == "takes too long to read")
        isOver.append(true)
        await dripping
        close(writer)
    }
}
