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

    /// Lets the argument parser lay out its help for 40 columns at least: below 27 it traps.
    static func widenTerminalForHelp() {
        let named = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
        if let width = named ?? columns(of: 1), width < 40 { setenv("COLUMNS", "40", 1) }
    }

    /// Asks on standard error and reads a line from the terminal; a secret is not echoed. `nil` at the end of input.
    ///
    /// Whatever ends the program meanwhile, the terminal echoes again afterwards.
    static func ask(_ prompt: String, isSecret: Bool) -> String? {
        write(prompt, to: 2)
        guard isSecret, tcgetattr(0, &terminal) == 0 else { return readLine(strippingNewline: true) }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            _ = signal(number) { number in
                tcsetattr(0, TCSANOW, &System.terminal)
                _ = signal(number, SIG_DFL)
                raise(number)
            }
        }
        var silent = terminal
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &silent)
        defer {
            tcsetattr(0, TCSAFLUSH, &terminal)
            for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_DFL) }
            write("\n", to: 2)
        }
        return readLine(strippingNewline: true)
    }

    /// How the terminal was before it was silenced; a signal's handler can only reach what is global.
    nonisolated(unsafe) private static var terminal = termios()

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
