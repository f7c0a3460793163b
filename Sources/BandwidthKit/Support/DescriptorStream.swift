#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes text to an open file descriptor in chunks, so that a long report is never in memory as a whole.
package struct DescriptorStream: TextOutputStream {
    /// The error number of the first failed write; 0 if every write succeeded or the reader closed the pipe.
    package private(set) var errorNumber: Int32 = 0

    private let descriptor: Int32
    private var buffer = ""

    /// Creates a stream to an open descriptor, which stays open.
    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether every write so far succeeded; a pipe closed by its reader counts as success.
    package var isFine: Bool {
        errorNumber == 0
    }

    package mutating func write(_ text: String) {
        buffer += text
        if buffer.utf8.count > 1 << 16 { flush() }
    }

    /// Writes bytes after the buffered text, without a buffer.
    package mutating func write(_ bytes: [UInt8]) {
        flush()
        writeNow(bytes[...])
    }

    /// Writes the buffered text.
    package mutating func flush() {
        writeNow(Array(buffer.utf8)[...])
        buffer = ""
    }

    private mutating func writeNow(_ bytes: ArraySlice<UInt8>) {
        guard isFine, !bytes.isEmpty else { return }
        _ = signal(SIGPIPE, SIG_IGN)
        var bytes = bytes
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if count == 0 || errno != EINTR {
                errorNumber = count == 0 ? EIO : errno == EPIPE ? 0 : errno
                return
            }
        }
    }
}

/// The system's `write`, which the method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, start, count)
    #elseif canImport(Musl)
        Musl.write(descriptor, start, count)
    #else
        Darwin.write(descriptor, start, count)
    #endif
}
