#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Text on its way to an open descriptor, some of it at a time: a long report is never in memory whole.
package struct DescriptorStream: TextOutputStream {
    /// Why something could not be written; 0 as long as everything could, or its reader went away.
    package private(set) var errorNumber: Int32 = 0

    private let descriptor: Int32
    private var buffer = ""

    /// A stream to an open descriptor, which stays open.
    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether everything so far was written; a reader that went away counts as written.
    package var isFine: Bool {
        errorNumber == 0
    }

    package mutating func write(_ text: String) {
        buffer += text
        if buffer.utf8.count > 1 << 16 { flush() }
    }

    /// Writes what is left.
    package mutating func flush() {
        defer { buffer = "" }
        guard isFine else { return }
        _ = signal(SIGPIPE, SIG_IGN)
        var bytes = Array(buffer.utf8)[...]
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

/// The system's `write`, which a method of that name hides.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, start, count)
    #elseif canImport(Musl)
        Musl.write(descriptor, start, count)
    #else
        Darwin.write(descriptor, start, count)
    #endif
}
