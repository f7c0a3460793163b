#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#elseif canImport(Darwin)
    package import Darwin
#endif

/// A file that is written completely or not at all: to a temporary file in the same folder, which is flushed to disk
/// and then moved into place. A reader sees either the old file or the new one, even if the writer is killed.
package struct AtomicFile {
    /// What happens to an existing file.
    package enum Existing {
        /// It is replaced, and the new file gets its permissions and, where possible, its owner and group.
        case replace

        /// It is left unchanged, and nothing is written.
        case refuse
    }

    /// Why nothing was written; the description names the file and the reason.
    package struct Failure: Error, CustomStringConvertible {
        package let path: String

        /// What is wrong, without the path: `can't be written: No space left on device`.
        package let reason: String

        /// Whether the file already existed.
        package let exists: Bool

        package var description: String {
            "\(path) \(reason)"
        }

        init(path: String, reason: String, exists: Bool) {
            self.path = path
            self.reason = reason
            self.exists = exists
        }

        /// Creates a failure to write a file from the system's error number.
        init(_ path: String, _ number: Int32) {
            let reason =
                number == ENOENT ? "its folder does not exist; create it first" : String(cString: strerror(number))
            self.init(path: path, reason: "can't be written: \(reason)", exists: number == EEXIST)
        }
    }

    private let path: String
    private let existing: Existing
    private let mode: mode_t
    private let isExactMode: Bool
    private let followsLinks: Bool
    private let waitsForDisk: Bool

    /// Creates a file at a path.
    ///
    /// - Parameters:
    ///   - mode: the permissions of a new file, before the user's umask is applied.
    ///   - isExactMode: whether the file gets `mode` whatever the umask and the permissions of an existing file are.
    ///   - followsLinks: whether the target of a symbolic link is replaced, and not the link.
    ///   - waitsForDisk: whether the file survives a loss of power once it is written, and not only the end of the run.
    package init(
        _ path: String, ifExists existing: Existing = .replace, mode: mode_t = 0o600, isExactMode: Bool = false,
        followsLinks: Bool = true,
        waitsForDisk: Bool = true
    ) {
        self.path = path
        self.existing = existing
        self.mode = mode
        self.isExactMode = isExactMode
        self.followsLinks = followsLinks
        self.waitsForDisk = waitsForDisk
    }

    /// Writes the file.
    package func write(_ content: (inout DescriptorStream) -> Void) throws(Failure) {
        let target = existing == .refuse || !followsLinks ? path : path.realPath ?? path
        var status = stat()
        let exists = (followsLinks ? stat(target, &status) : lstat(target, &status)) == 0
        let keeps = exists && (followsLinks || status.st_mode & S_IFMT == S_IFREG)
        if exists, existing == .refuse { throw failure(EEXIST) }
        let (temporary, descriptor) = try temporaryFile(beside: target)
        var stream = DescriptorStream(descriptor)
        content(&stream)
        stream.flush()
        var reason = stream.isFine ? 0 : stream.errorNumber
        // Only root can give a file away, and needs to: what reads the file may not be root.
        if keeps { _ = fchown(descriptor, status.st_uid, status.st_gid) }
        let exactMode = isExactMode ? mode : keeps ? status.st_mode & 0o777 : nil
        if reason == 0, let exactMode, fchmod(descriptor, exactMode) != 0 { reason = errno }
        if reason == 0, waitsForDisk, fsync(descriptor) != 0 { reason = errno }
        if close(descriptor) != 0, reason == 0 { reason = errno }
        if reason == 0 {
            // Unlike a rename, a hard link never replaces a file that was created there in the meantime.
            let isMoved = existing == .refuse ? link(temporary, target) : rename(temporary, target)
            if isMoved != 0 { reason = errno }
        }
        if reason != 0 || existing == .refuse { unlink(temporary) }
        guard reason == 0 else { throw failure(reason) }
    }

    /// Opens a file under an unused name, so that leftovers of a killed run don't matter.
    private func temporaryFile(beside target: String) throws(Failure) -> (path: String, descriptor: Int32) {
        for _ in 1...100 {
            let name = "\(target).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
            if descriptor >= 0 { return (name, descriptor) }
            guard errno == EEXIST else { throw failure(errno) }
        }
        throw failure(EEXIST)
    }

    private func failure(_ number: Int32) -> Failure {
        Failure(path, number)
    }
}
