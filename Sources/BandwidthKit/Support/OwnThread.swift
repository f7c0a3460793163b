#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Threads beside those that Swift runs tasks on, of which there are only as many as processors: what may compute or block
/// for long would take one from everybody else.
package enum OwnThread {
    /// Does some work on a thread that ends with it.
    package static func start(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(work))
        let status = makeThread(box.toOpaque())
        guard status != 0 else { return }
        // No thread is to be had: then here.
        box.release()
        work()
    }

    /// Does some work on a thread of its own and waits for its result, blocking nobody.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: work()) }
        }
    }

    private final class Box: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    private static func makeThread(_ context: UnsafeMutableRawPointer) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // Decoders nest their calls as deeply as the text is nested.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        #if canImport(Darwin)
            var thread: pthread_t?
            return pthread_create(&thread, &attributes, { OwnThread.body($0) }, context)
        #else
            var thread = pthread_t()
            return pthread_create(&thread, &attributes, { OwnThread.body($0) }, context)
        #endif
    }

    private static func body(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().work() }
        return nil
    }
}
