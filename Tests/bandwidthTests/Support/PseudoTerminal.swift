import Foundation
import Synchronization

/// A terminal for a program under test, which keeps what it was shown.
final class PseudoTerminal: Sendable {
    private let master: Int32
    private let shown = Mutex<[UInt8]>([])
    private let ended = Mutex(false)

    /// The program's end.
    let handle: FileHandle

    init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard master >= 0, let name = Self.name(of: master) else { throw POSIXError(.ENODEV) }
        let end = open(name, O_RDWR | O_NOCTTY)
        guard end >= 0 else { throw POSIXError(.ENODEV) }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(end, UInt(TIOCSWINSZ), &size)
        handle = FileHandle(fileDescriptor: end, closeOnDealloc: true)
        let master = master
        Thread.detachNewThread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &buffer, buffer.count)
                guard let self else { return }
                guard count > 0 else { return self.ended.withLock { $0 = true } }
                self.shown.withLock { $0 += buffer.prefix(count) }
            }
        }
    }

    /// Unlocks the program's end of a terminal and returns its path.
    private static func name(of master: Int32) -> String? {
        #if os(Linux)
            // Glibc's module leaves out unlockpt and ptsname; these are the requests that they make (ioctl_tty(2)).
            var lock: Int32 = 0, number: Int32 = 0
            guard ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else { return nil }
            return "/dev/pts/\(number)"
        #else
            guard grantpt(master) == 0, unlockpt(master) == 0 else { return nil }
            return ptsname(master).map { String(cString: $0) }
        #endif
    }

    /// What was shown so far.
    var text: String {
        shown.withLock { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether everything was shown that a program wrote. That is so at some time after `hangUp()`.
    var isComplete: Bool { ended.withLock { $0 } }

    /// Closes the program's end.
    func hangUp() {
        try? handle.close()
    }

    /// Types a text; `\u{3}` is Ctrl-C, `\u{4}` Ctrl-D.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Whether it shows what is typed.
    var echoes: Bool {
        var settings = termios()
        return tcgetattr(master, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    deinit {
        close(master)
    }
}
