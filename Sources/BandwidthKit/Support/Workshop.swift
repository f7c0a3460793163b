import Synchronization

/// Does what computes for long on two threads of its own, the smallest piece of work first, and lets go of whoever waits
/// for it when their time is up.
///
/// So a service whose answers take long to decode keeps neither the network nor a smaller answer waiting.
final class Workshop: Sendable {
    /// How many pieces of work are done at a time.
    static let width = 2

    private struct Job {
        let size: Int
        let work: @Sendable () -> Void
    }

    private let state = Mutex<(waiting: [Job], threads: Int)>(([], 0))

    /// How many pieces of work nobody has begun.
    var waitingCount: Int {
        state.withLock { $0.waiting.count }
    }

    /// The result of some work; `nil` once the task is cancelled, when the work may still be going on.
    ///
    /// - Parameters:
    ///   - size: how much work it is, in any unit.
    ///   - work: is told whether it is still wanted whenever it asks.
    func run<Value: Sendable>(
        size: Int, _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) -> Value
    ) async -> Value? {
        let ticket = Ticket<Value>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard ticket.wait(continuation) else { return }
                add(
                    Job(size: size) {
                        if !ticket.isOver { ticket.end(work { ticket.isOver }) }
                    })
            }
        } onCancel: {
            ticket.end(nil)
        }
    }

    private func add(_ job: Job) {
        let isThreadNeeded = state.withLock { state in
            state.waiting.append(job)
            guard state.threads < Self.width else { return false }
            state.threads += 1
            return true
        }
        if isThreadNeeded { OwnThread.start { [self] in workOff() } }
    }

    /// What a thread does until there is nothing left to do.
    private func workOff() {
        while let job = next() { job.work() }
    }

    private func next() -> Job? {
        state.withLock { state in
            guard let smallest = state.waiting.indices.min(by: { state.waiting[$0].size < state.waiting[$1].size })
            else {
                state.threads -= 1
                return nil
            }
            return state.waiting.remove(at: smallest)
        }
    }
}

/// Whoever waits for one piece of work: until it is done, or they are cancelled.
private final class Ticket<Value: Sendable>: Sendable {
    private let state = Mutex<(continuation: CheckedContinuation<Value?, Never>?, isOver: Bool)>((nil, false))

    var isOver: Bool {
        state.withLock { $0.isOver }
    }

    /// Notes who waits; `false` where it is over already.
    func wait(_ continuation: CheckedContinuation<Value?, Never>) -> Bool {
        let isOver = state.withLock { state in
            if !state.isOver { state.continuation = continuation }
            return state.isOver
        }
        if isOver { continuation.resume(returning: nil) }
        return !isOver
    }

    /// Gives the value to whoever waits, the first time.
    func end(_ value: Value?) {
        let continuation = state.withLock { state in
            defer { state = (nil, true) }
            return state.continuation
        }
        continuation?.resume(returning: value)
    }
}
