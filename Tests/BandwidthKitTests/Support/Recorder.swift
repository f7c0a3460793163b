import Synchronization

/// Records values in order.
final class Recorder<Value: Sendable>: Sendable {
    private let state = Mutex<[Value]>([])

    var values: [Value] {
        state.withLock { $0 }
    }

    func append(_ value: Value) {
        state.withLock { $0.append(value) }
    }
}
