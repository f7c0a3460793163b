import Synchronization

/// Whether any of a request has left this machine, for those who have to know when its time is over. A transport that says
/// nothing may have sent it.
package final class SendTrace: Sendable {
    private enum State {
        case unknown, connecting, sent
    }

    private let state = Mutex(State.unknown)

    init() {}

    /// The transport has the request, and will say when it sends it.
    package func connecting() {
        state.withLock { if $0 == .unknown { $0 = .connecting } }
    }

    /// The service may have seen the request from now on.
    package func sent() {
        state.withLock { $0 = .sent }
    }

    /// Whether the service certainly never saw the request.
    var isCertainlyUnsent: Bool {
        state.withLock { $0 == .connecting }
    }
}
