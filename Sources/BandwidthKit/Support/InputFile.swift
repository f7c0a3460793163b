#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file read completely, within limits of size and time: a pipe that nobody writes to is an error rather than a hang.
package struct InputFile {
    /// The contents.
    package let bytes: [UInt8]

    /// Whether its group or everyone may read it.
    package let isReadableByOthers: Bool

    /// Why a file could not be read; the description gives the reason but not the file's name.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
        package let isMissing: Bool
    }

    /// Reads the file at `path`, which may have at most `limit` bytes.
    ///
    /// - Parameter patience: the time limit for anything but a regular file.
    package init(_ path: String, limit: Int = 1 << 20, patience: Duration = .seconds(5)) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(errno: errno) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        let start = ContinuousClock.now
        // A regular file is usually read at once, with a byte more to see that it ends.
        let size = isRegular ? max(1 << 10, min(Int(status.st_size), limit) + 1) : 1 << 16
        var bytes: [UInt8] = []
        while true {
            let left = patience - start.duration(to: .now)
            guard isRegular || left > .zero else {
                throw Failure(description: "takes too long to read", isMissing: false)
            }
            var count = 0
            var failure: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: size) { space, length in
                count = read(descriptor, space.baseAddress, size)
                failure = errno
                length = max(0, count)
            }
            if count > 0 {
                if bytes.isEmpty { bytes = piece } else { bytes += piece }
                guard bytes.count <= limit else {
                    throw Failure(description: "is larger than \(limit) bytes", isMissing: false)
                }
            } else if count == 0 {
                break
            } else if failure == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let (seconds, attoseconds) = min(left, .seconds(60)).components
                _ = poll(&waiting, 1, Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1)
            } else if failure != EINTR {
                throw Failure(errno: failure)
            }
        }
        self.bytes = bytes
        self.isReadableByOthers = status.st_mode & 0o044 != 0 && isRegular
    }
}

extension InputFile.Failure {
    /// Describes the system's error number for a file.
    fileprivate init(errno: Int32) {
        self.isMissing = errno == ENOENT || errno == ENOTDIR
        self.description =
            switch errno {
            case ENOENT: "does not exist"
            case EACCES, EPERM: "can't be read: permission denied"
            case EISDIR: "is a folder"
            default: "can't be read: \(String(cString: strerror(errno)))"
            }
    }
}
