#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that a report goes to: whole or not at all.
enum OutputFile {
    /// Why nothing could be written; the description names the file and the reason.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes a temporary file beside `path` and renames it; a device or pipe is written to as it is.
    static func write(_ text: String, to path: String) throws(Failure) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw Failure(description: "\(path): is a folder") }
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(path) }
            defer { close(descriptor) }
            System.write(text, to: descriptor)
            return
        }
        // The file behind a link is replaced, not the link.
        let target =
            realpath(path, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            } ?? path
        do {
            try Data(text.utf8).write(to: URL(filePath: target), options: .atomic)
        } catch {
            throw Failure(description: "\(path): cannot be written; check the folder, its permissions and free space")
        }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
}
