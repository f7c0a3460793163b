import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Threads for calls that may block indefinitely. They are started when needed and end when idle.
final class LookupThreads: Sendable {
    /// The maximum number of threads. Further calls wait.
    private static let limit = 64

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Runs a call on one of the threads.
    func run(_ call: @escaping @Sendable () -> Void) {
        let isThreadMissing = state.withLock { state in
            state.waiting.append(call)
            guard state.running < Self.limit else { return false }
            state.running += 1
            return true
        }
        guard isThreadMissing else { return }
        if !ThreadBody.start({ [self] in work() }) { work() }
    }

    private func work() {
        while let call = next() { call() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}

/// The function that a thread runs.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    private init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }

    /// Starts a thread. Returns `false` if the system can't create one.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        let body = Unmanaged.passRetained(ThreadBody(run))
        #if canImport(Darwin)
            var thread: pthread_t?
            guard pthread_create(&thread, nil, { ThreadBody.run($0) }, body.toOpaque()) == 0, let thread else {
                body.release()
                return false
            }
        #else
            var thread = pthread_t()
            guard pthread_create(&thread, nil, { ThreadBody.run($0) }, body.toOpaque()) == 0 else {
                body.release()
                return false
            }
        #endif
        pthread_detach(thread)
        return true
    }

    private static func run(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let body { Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run() }
        return nil
    }
}
