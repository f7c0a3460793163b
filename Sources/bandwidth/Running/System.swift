#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The few things that only the system's own library does.
enum System {
    /// Writes everything to a descriptor; a reader that went away is no error. `false` where it could not be written.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        _ = signal(SIGPIPE, SIG_IGN)
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { posixWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if count == 0 || errno != EINTR {
                return errno == EPIPE
            }
        }
        return true
    }

    /// Whether a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// The columns of the terminal at a descriptor; `nil` where there is none.
    static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Asks on standard error and reads a line from the terminal; a secret is not echoed. `nil` at the end of input.
    static func ask(_ prompt: String, isSecret: Bool) -> String? {
        write(prompt, to: 2)
        var old = termios()
        let hasEcho = isSecret && tcgetattr(0, &old) == 0
        if hasEcho {
            var silent = old
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSAFLUSH, &silent)
        }
        defer {
            if hasEcho {
                tcsetattr(0, TCSAFLUSH, &old)
                write("\n", to: 2)
            }
        }
        return readLine(strippingNewline: true)
    }

    private static func posixWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, start, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, start, count)
        #else
            Darwin.write(descriptor, start, count)
        #endif
    }
}
