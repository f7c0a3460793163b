import AsyncHTTPClient
import BandwidthKit
import NIOCore

/// The connections to one host, and the requests that wait for them. Everything happens on its event loop.
///
/// Whether a host supports HTTP/2 is only known when a connection is open. Until then, one request goes first and the
/// others wait: with HTTP/2 they share its connection, otherwise each opens its own. The first request only gets a head
/// start. If its connection fails or takes too long, the others follow, and the host's other addresses are tried.
final class HostConnections {
    /// How long the others wait for the first connection: longer than connecting to most hosts takes.
    static let usualHeadStart = TimeAmount.milliseconds(300)

    private let route: Route
    private let loop: any EventLoop
    private let resolver: HostResolver
    private let headStart: TimeAmount
    private let factory: ClientFactory
    private let unready: UnreadyConnections

    /// A client of the HTTP library, and the address that it connects to.
    private struct Client {
        let number: Int
        let address: String
        let http: HTTPClient
    }

    /// All clients, and the one that gets new requests.
    private var clients: [Client] = []
    private var current: Client?

    /// The host's addresses, starting with the one in use; empty until they have been looked up.
    private var addresses: [String] = []
    private var isLookingUp = false
    private var race: AddressRace?
    private var hasRaced = false

    private var waiting: [Exchange] = []

    /// The requests that were given to clients, with the number of the client.
    private var running: [ObjectIdentifier: (exchange: Exchange, client: Int)] = [:]

    /// The request that goes first.
    private var first: Exchange?
    private var timer: Scheduled<Void>?

    /// Whether the other requests may follow.
    private var isOpen: Bool

    /// Whether there has been a connection to the address in use.
    private var isConnected = false
    private var isClosed = false

    init(
        _ route: Route, on loop: any EventLoop, resolver: HostResolver, headStart: TimeAmount, factory: ClientFactory,
        unready: UnreadyConnections
    ) {
        self.route = route
        self.loop = loop
        self.resolver = resolver
        self.headStart = headStart
        self.factory = factory
        self.unready = unready
        isOpen = route.security == .none
    }

    /// Sends a request as soon as possible.
    func send(_ exchange: Exchange) {
        guard !isClosed else { return exchange.finish(.failure(.cancelled)) }
        waiting.append(exchange)
        proceed()
    }

    /// Cancels a request, whether it is waiting or in flight.
    func cancel(_ exchange: Exchange) {
        exchange.finish(.failure(.cancelled))
        ended(exchange)
        waiting.removeAll { $0.isDone }
        if waiting.isEmpty, running.isEmpty { endRace() }
    }

    /// Cancels all requests.
    ///
    /// - Returns: the clients, which must be shut down.
    func close() -> [HTTPClient] {
        isClosed = true
        endRace()
        timer?.cancel()
        for exchange in waiting + running.values.map(\.exchange) { exchange.finish(.failure(.cancelled)) }
        waiting = []
        running = [:]
        defer { clients = [] }
        current = nil
        return clients.map(\.http)
    }

    /// Starts the waiting requests that may start now.
    private func proceed() {
        waiting.removeAll { $0.isDone }
        guard !isClosed, !waiting.isEmpty else { return }
        guard !addresses.isEmpty else { return lookUp() }
        guard isConnected || race == nil else { return }
        if isOpen {
            let ready = waiting
            waiting = []
            for exchange in ready { start(exchange) }
        } else if first == nil {
            let exchange = waiting.removeFirst()
            first = exchange
            start(exchange)
        }
    }

    private func lookUp() {
        guard !isLookingUp else { return }
        isLookingUp = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        resolver.resolve(route.nextHost) { [loop] answer in
            loop.execute { bound.value.found(answer) }
        }
    }

    private func found(_ answer: HostResolver.Answer) {
        isLookingUp = false
        switch answer {
        case .success(let found):
            addresses = found
            if route.security != .none {
                for address in found { unready.watch(address, port: route.nextPort, on: loop) }
            }
            proceed()
        case .failure(let failure):
            failWaiting(.nameNotResolved(failure.reason))
        }
    }

    private func failWaiting(_ error: HTTPTransportError) {
        let failed = waiting
        waiting = []
        for exchange in failed { exchange.finish(.failure(error)) }
    }

    private func start(_ exchange: Exchange) {
        guard let address = addresses.first else { return }
        let client = client(at: address)
        running[ObjectIdentifier(exchange)] = (exchange, client.number)
        if !isConnected, timer == nil, !isOpen || addresses.count > 1 {
            timer = loop.assumeIsolated().scheduleTask(in: headStart) { self.endHeadStart() }
        }
        exchange.start(with: client.http) { result in
            switch result {
            case .success(let response):
                exchange.finish(.success(response))
            case .failure(let error):
                if HTTPTransportError.isOfAddress(error), self.retry(exchange, insteadOf: address) { break }
                exchange.finish(.failure(self.failure(of: exchange, at: address, error)))
            }
            self.ended(exchange)
        }
    }

    private func failure(of exchange: Exchange, at address: String, _ error: any Error) -> HTTPTransportError {
        !exchange.isSent && unready.hasClosed(address, port: route.nextPort)
            ? .notConnected("the server sent too much before the connection was ready")
            : HTTPTransportError(error, wasSent: exchange.isSent)
    }

    /// Schedules a request for another address after a connection failed. Returns whether it will be retried.
    private func retry(_ exchange: Exchange, insteadOf address: String) -> Bool {
        guard !isClosed, addresses.count > 1, !exchange.hasRaced else { return false }
        exchange.hasRaced = true
        exchange.giveUp()
        waiting.append(exchange)
        if address == addresses.first {
            isConnected = false
            startRace(among: addresses.filter { $0 != address }, atOnce: 1)
        }
        return true
    }

    private func ended(_ exchange: Exchange) {
        running[ObjectIdentifier(exchange)] = nil
        if first === exchange {
            first = nil
            isOpen = true
        }
        if running.isEmpty {
            timer?.cancel()
            timer = nil
        }
        proceed()
    }

    private func endHeadStart() {
        timer = nil
        guard !isConnected, !isClosed else { return }
        isOpen = true
        // A client opens one connection and waits for it, so the others get a new client that opens another.
        current = nil
        // Include the address that hasn't answered yet: it may just be slow.
        if !hasRaced, addresses.count > 1 { startRace(among: addresses, atOnce: 2) }
        proceed()
    }

    private func startRace(among candidates: [String], atOnce count: Int) {
        guard race == nil else { return }
        hasRaced = true
        let race = AddressRace(candidates, port: route.nextPort, on: loop)
        self.race = race
        race.start(count).assumeIsolated().whenComplete { result in
            guard self.race === race else { return }
            self.race = nil
            switch result {
            case .success(let winner):
                self.use(winner)
            case .failure(let error):
                // The addresses may have changed by the next request.
                self.addresses = []
                self.hasRaced = false
                self.failWaiting(HTTPTransportError(error, wasSent: false))
            }
        }
    }

    private func endRace() {
        let ended = race
        race = nil
        ended?.cancel()
    }

    /// Sends all requests to an address from now on.
    private func use(_ winner: String) {
        if winner != addresses.first {
            addresses = [winner] + addresses.filter { $0 != winner }
            takeBackRequests()
            first = nil
            isOpen = route.security == .none
        }
        proceed()
    }

    /// Makes all requests that haven't been sent yet wait again, except those of one client.
    private func takeBackRequests(exceptOf client: Int? = nil) {
        for (key, value) in running where value.client != client && !value.exchange.isSent {
            value.exchange.giveUp()
            running[key] = nil
            waiting.append(value.exchange)
        }
    }

    /// Handles a client's new connection, which gets requests as soon as this method returns.
    private func connected(_ number: Int) {
        guard let client = clients.first(where: { $0.number == number }), client.address == addresses.first else {
            return
        }
        if !isConnected {
            current = client
            takeBackRequests(exceptOf: number)
        }
        isConnected = true
        isOpen = true
        timer?.cancel()
        timer = nil
        endRace()
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.proceed() }
    }

    private func client(at address: String) -> Client {
        if let current, current.address == address { return current }
        let number = clients.count
        let bound = NIOLoopBound(WeakReference(self), eventLoop: loop)
        let http = factory.client(for: route, at: address, on: loop) { bound.value.object?.connected(number) }
        let client = Client(number: number, address: address, http: http)
        clients.append(client)
        current = client
        return client
    }
}

private struct WeakReference<Object: AnyObject> {
    weak var object: Object?

    init(_ object: Object) {
        self.object = object
    }
}
