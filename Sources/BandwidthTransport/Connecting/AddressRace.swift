import NIOCore
import NIOPosix

/// Connects to a host's addresses to find one that works: the first that accepts a connection wins.
///
/// Each address gets a short head start before the next one is tried as well. If it fails, the next one is tried
/// immediately.
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
    ///   - addresses: at least one address, in the order in which to try them.
    ///   - loop: the event loop on which everything happens.
    init(_ addresses: [String], port: Int, on loop: any EventLoop) {
        waiting = addresses[...]
        self.port = port
        self.loop = loop
        winner = loop.makePromise()
    }

    /// Starts connecting.
    ///
    /// - Parameter count: how many addresses to try at once.
    /// - Returns: the winning address; if all fail, the error of the first one that did.
    func start(_ count: Int) -> EventLoopFuture<String> {
        for _ in 0..<count { startNext() }
        return winner.futureResult
    }

    /// Ends the race: the winner is no longer needed.
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
