import BandwidthKit

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

/// The properties of the terminal that a command runs in, and how to ask a person.
struct Terminal: Sendable {
    /// Whether a person can be asked.
    let hasInput: Bool

    /// Whether standard output is a terminal.
    let hasOutput: Bool

    /// The number of columns; `nil` if unknown.
    let columns: Int?

    /// How many lines it has; `nil` where that isn't known.
    var rows: Int?

    /// Whether it shows more than ASCII, by the locale.
    var isUnicode = true

    /// Whether a line on standard error can be replaced by another.
    var showsProgress = false

    /// The number of columns of standard error; `nil` if unknown.
    var errorColumns: Int?

    /// How Ctrl-C can be caught; `nil` where nobody sits.
    var interruption: InterruptionHandling?

    /// How Ctrl-C is caught, and how the program then ends.
    struct InterruptionHandling: Sendable {
        /// From now on, calls a function at Ctrl-C.
        let wait: @Sendable (_ react: @escaping @Sendable () -> Void) -> Void

        /// From now on, Ctrl-C ends the program.
        let stopWaiting: @Sendable () -> Void

        /// Ends the program as Ctrl-C does.
        let end: @Sendable () -> Void
    }

    /// The time zone of the person in front of it.
    var zone = ReportZone.utc

    /// Asks for a line; `nil` at the end of input. The answer to a secret question is not shown, nor is the end of its
    /// line: what is written next stands behind the prompt.
    let ask: @Sendable (_ prompt: String, _ isSecret: Bool) -> String?

    /// No terminal at all, as under cron.
    static let none = Terminal(hasInput: false, hasOutput: false, columns: nil) { _, _ in nil }

    /// The terminal of the process.
    static func system(_ environment: [String: String]) -> Terminal {
        Terminal(
            hasInput: isatty(0) == 1, hasOutput: isatty(1) == 1, columns: columns(of: 1), rows: size(of: 1)?.rows,
            isUnicode: isUnicode(environment), showsProgress: isatty(2) == 1 && environment["TERM"] != "dumb",
            errorColumns: columns(of: 2),
            interruption: isatty(1) == 1
                ? InterruptionHandling(
                    wait: Interruption.await, stopWaiting: Interruption.stopWaiting, end: Interruption.end) : nil,
            zone: .system, ask: askPerson)
    }

    private static func columns(of descriptor: Int32) -> Int? {
        size(of: descriptor).flatMap { $0.columns > 0 ? $0.columns : nil }
    }

    private static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether the first of the variables that says anything of characters says UTF-8 (POSIX, section 8.2).
    static func isUnicode(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        // Every run asks, so without a search for substrings, which takes a while to get going.
        let letters = locale.utf8.filter { $0 != UInt8(ascii: "-") }.map { $0 | 0x20 }
        return letters.indices.contains { letters[$0...].starts(with: "utf8".utf8) }
    }

    /// Makes the argument parser lay out its help for at least 40 columns; below 27 it traps.
    static func widenForHelp() {
        let named = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
        if let width = named ?? columns(of: 1), width < 40 { setenv("COLUMNS", "40", 1) }
    }

    /// Asks on standard error and reads from the terminal. If a signal ends the program in the meantime, echo is
    /// restored.
    @Sendable private static func askPerson(_ prompt: String, isSecret: Bool) -> String? {
        write(prompt)
        guard isSecret, tcgetattr(0, &settings) == 0 else { return readLine(strippingNewline: true) }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            _ = signal(number) { number in
                tcsetattr(0, TCSANOW, &Terminal.settings)
                _ = signal(number, SIG_DFL)
                raise(number)
            }
        }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Whoever resumes a suspended program could type with echo.
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VSUSP)] = noCharacter }
        tcsetattr(0, TCSAFLUSH, &silent)
        defer {
            tcsetattr(0, TCSAFLUSH, &settings)
            for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_DFL) }
        }
        return readLine(strippingNewline: true)
    }

    /// What stands for no character in the terminal's settings (POSIX: _POSIX_VDISABLE).
    private static var noCharacter: UInt8 {
        #if os(Linux)
            0
        #else
            0xFF
        #endif
    }

    private static func write(_ text: String) {
        var stream = DescriptorStream(2)
        stream.write(text)
        stream.flush()
    }

    /// The terminal's settings before echo was turned off; global because a signal handler needs them.
    nonisolated(unsafe) private static var settings = termios()
}
