import NIOCore
import NIOPosix

/// Finds out which of a host's addresses can be connected to: the first that is, wins.
///
/// Each address has a short head start before the next is tried too; one that fails has none.
final class AddressRace {
    private let port: Int
    private let loop: any EventLoop
    private let winner: EventLoopPromise<String>
    private var waiting: ArraySlice<String>
    private var running = 0
    private var firstError: (any Error)?
    private var isOver = false
    private var timer: Scheduled<Void>?

    private static let headStart = TimeAmount.milliseconds(250)

    /// - Parameters:
    ///   - addresses: in the order in which they are tried: at least one.
    ///   - loop: where all this happens.
    init(_ addresses: [String], port: Int, on loop: any EventLoop) {
        waiting = addresses[...]
        self.port = port
        self.loop = loop
        winner = loop.makePromise()
    }

    /// Starts to connect.
    ///
    /// - Parameter count: how many addresses are tried at once.
    /// - Returns: the address that won, or why the first that failed did if all do.
    func start(_ count: Int) -> EventLoopFuture<String> {
        for _ in 0..<count { startNext() }
        return winner.futureResult
    }

    /// Ends it: nobody waits for the winner any more.
    func cancel() {
        finish(.failure(ChannelError.ioOnClosedChannel))
    }

    private func startNext() {
        timer?.cancel()
        guard !isOver, let address = waiting.popFirst() else { return }
        running += 1
        timer = loop.assumeIsolated().scheduleTask(in: Self.headStart) { self.startNext() }
        connect(to: address).whenComplete { result in
            self.running -= 1
            switch result {
            case .success(let channel):
                channel.close(promise: nil)
                self.finish(.success(address))
            case .failure(let error):
                self.firstError = self.firstError ?? error
                self.startNext()
                if self.running == 0, self.waiting.isEmpty { self.finish(.failure(self.firstError ?? error)) }
            }
        }
    }

    private func connect(to address: String) -> EventLoopFuture<any Channel>.Isolated {
        let bootstrap = ClientBootstrap(group: loop)
        guard let socket = try? SocketAddress(ipAddress: address, port: port) else {
            return bootstrap.connect(host: address, port: port).assumeIsolated()
        }
        return bootstrap.connect(to: socket).assumeIsolated()
    }

    private func finish(_ result: Result<String, any Error>) {
        timer?.cancel()
        guard !isOver else { return }
        isOver = true
        winner.completeWith(result)
    }
}
