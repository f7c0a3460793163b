import AsyncHTTPClient
public import BandwidthKit
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A transport based on AsyncHTTPClient. Requests with the same route share connections.
///
/// It uses HTTP/2 if the service supports it, doesn't follow redirects and requires TLS 1.2 or later. Certificates are
/// verified against the request's own authorities, otherwise `SSL_CERT_FILE`, otherwise the system's roots.
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.
public final class AsyncHTTPClientTransport: HTTPTransport {
    private struct State {
        var hosts: [Route: NIOLoopBoundBox<HostConnections>] = [:]
    }

    private let proxies: ProxySettings
    private let roots: TrustedRoots
    private let group: MultiThreadedEventLoopGroup
    private let resolver: HostResolver
    private let headStart: TimeAmount
    private let unready = UnreadyConnections()
    private let state = Mutex(State())

    /// Creates a transport with the proxies and roots that the environment specifies.
    ///
    /// - Parameter threads: the number of threads for the connections. One is enough unless hundreds of connections are
    ///   opened at once; then opening them is the bottleneck of a check.
    /// - Throws: an error if a variable is invalid.
    public convenience init(environment: [String: String], threads: Int = 1) throws(ConfigurationError) {
        try self.init(environment: environment, threads: threads, roots: TrustedRoots(environment: environment))
    }

    /// - Parameter roots: the trusted certificates of the same environment, which can be read before it is known how
    ///   many threads there will be.
    package convenience init(
        environment: [String: String], threads: Int, roots: TrustedRoots
    ) throws(ConfigurationError) {
        try self.init(
            environment: environment, threads: threads, roots: roots, headStart: HostConnections.usualHeadStart)
    }

    /// - Parameter headStart: how long other requests to a host wait for its first connection.
    init(
        environment: [String: String], threads: Int = 1, roots: TrustedRoots? = nil,
        resolver: HostResolver = HostResolver(), headStart: TimeAmount
    ) throws(ConfigurationError) {
        proxies = try ProxySettings(environment: environment)
        self.roots = roots ?? TrustedRoots(environment: environment)
        self.resolver = resolver
        self.headStart = headStart
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        do {
            try self.roots.checkOwnFile()
        } catch {
            throw ConfigurationError(
                "SSL_CERT_FILE", "\(self.roots.ownFile ?? "") cannot be read as a file of PEM certificates")
        }
    }

    deinit {
        // The library requires its clients to be shut down, but nothing has to wait for it.
        for hosts in state.withLock({ Array($0.hosts.values) }) {
            hosts.eventLoop.execute {
                for client in hosts.value.close() { client.shutdown { _ in } }
            }
        }
        unready.stop()
        group.shutdownGracefully { _ in }
    }

    /// Closes all connections and returns when they are closed. Not needed before the program exits.
    public func shutdown() async {
        resolver.close()
        unready.stop()
        let all = state.withLock { state in
            defer { state.hosts = [:] }
            return Array(state.hosts.values)
        }
        for hosts in all {
            let clients = (try? await hosts.eventLoop.submit { hosts.value.close() }.get()) ?? []
            // Don't wait: the library waits for connections that are still being opened, however long that takes. The
            // group closes them.
            for client in clients { client.shutdown { _ in } }
        }
        try? await group.shutdownGracefully()
    }

    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let hosts = try hosts(for: request)
        request.trace.connecting()
        do {
            let exchange = try Exchange(request, on: hosts.eventLoop)
            return try await withTaskCancellationHandler {
                hosts.eventLoop.execute { hosts.value.send(exchange) }
                return try await exchange.answer.get()
            } onCancel: {
                hosts.eventLoop.execute { hosts.value.cancel(exchange) }
            }
        } catch let error as HTTPTransportError {
            throw error
        } catch {
            throw HTTPTransportError(error, wasSent: true)
        }
    }

    /// Returns the connections for the route of a request.
    private func hosts(
        for request: HTTPRequest
    ) throws(HTTPTransportError) -> NIOLoopBoundBox<HostConnections> {
        let base = request.base
        let authoritiesFile = request.authoritiesFile ?? roots.ownFile
        let route = Route(
            host: base.host, port: base.port, proxy: proxies.proxy(for: base),
            security: base.isSecure ? .tls(authoritiesFile: authoritiesFile) : .none)
        if let known = state.withLock({ $0.hosts[route] }) { return known }
        // Waits for the file to be read, which requests to other hosts must not.
        let tls = base.isSecure ? try roots.configuration(trusting: authoritiesFile) : .clientDefault
        return state.withLock { state in
            if let known = state.hosts[route] { return known }
            let loop = group.next()
            let new = NIOLoopBoundBox.makeBoxSendingValue(
                HostConnections(
                    route, on: loop, resolver: resolver, headStart: headStart, factory: ClientFactory(tls: tls),
                    unready: unready),
                eventLoop: loop)
            state.hosts[route] = new
            return new
        }
    }
}
