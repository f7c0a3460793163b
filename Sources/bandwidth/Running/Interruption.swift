import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C as a request to finish early. A second one ends the program at once.
enum Interruption {
    /// The end of the pipe that the signal handler writes to; -1 without a pipe.
    nonisolated(unsafe) private static var alarm: Int32 = -1

    /// What SIGINT did before.
    nonisolated(unsafe) private static var usual: (@convention(c) (Int32) -> Void)?

    /// From now on, calls `react` at the first SIGINT.
    static func await(_ react: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        alarm = ends[1]
        let reader = ends[0]
        OwnThread.start {
            var byte: UInt8 = 0
            if read(reader, &byte, 1) == 1, byte == 1 { react() }
            close(reader)
        }
        usual = signal(SIGINT) { _ in
            // A second one finds the default action.
            _ = signal(SIGINT, SIG_DFL)
            var byte: UInt8 = 1
            _ = write(Interruption.alarm, &byte, 1)
        }
        // Whoever started the program in the background had it ignored.
        if unsafeBitCast(usual, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { _ = signal(SIGINT, SIG_IGN) }
    }

    /// From now on, SIGINT does again what it did before.
    static func stopWaiting() {
        guard alarm >= 0 else { return }
        _ = signal(SIGINT, usual)
        close(alarm)
        alarm = -1
    }

    /// Ends the program as SIGINT does, so that whoever started it knows why.
    static func end() {
        _ = signal(SIGINT, SIG_DFL)
        // Threads that run tasks block signals; the process as a whole doesn't.
        kill(getpid(), SIGINT)
        while true { pause() }
    }
}
