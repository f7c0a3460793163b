#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that lines are appended to, readable by its owner only.
///
/// It is never written through a link or a pipe. If its last line is torn because a run was killed, a line break comes
/// first; if a write fails, nothing of it stays.
struct LineFile {
    private let path: String
    private let waitsForDisk: Bool

    /// Creates a file at a path.
    ///
    /// - Parameter waitsForDisk: whether what is appended survives a loss of power, and not only the end of the run.
    init(_ path: String, waitsForDisk: Bool) {
        self.path = path
        self.waitsForDisk = waitsForDisk
    }

    /// Appends whole lines.
    func append(_ lines: [UInt8]) throws(AtomicFile.Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw AtomicFile.Failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw AtomicFile.Failure(path: path, reason: "is not a regular file; remove it", exists: true)
        }
        let size = status.st_size
        var last = UInt8(ascii: "\n")
        let isTorn = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
        var stream = DescriptorStream(descriptor)
        if isTorn { stream.write("\n") }
        stream.write(lines)
        guard stream.isFine, !waitsForDisk || fsync(descriptor) == 0 else {
            let reason = stream.isFine ? errno : stream.errorNumber
            ftruncate(descriptor, size)
            throw AtomicFile.Failure(path, reason)
        }
    }
}
