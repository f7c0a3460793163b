import AsyncHTTPClient
public import BandwidthKit
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// The transport over AsyncHTTPClient: one connection pool for each way to the network.
///
/// HTTP/2 where the service offers it; no redirects; certificates verified against the request's own authorities, else
/// `SSL_CERT_FILE`, else the system's roots; `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` honoured.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// A way to the network: what a client of the HTTP library is made for.
    private struct Route: Hashable {
        let proxy: ProxySettings.Proxy?
        let isSecure: Bool

        /// The file of trusted certificates; `nil`: the system's.
        let authoritiesFile: String?
    }

    private let proxies: ProxySettings
    private let rootsFile: String?
    private let group: MultiThreadedEventLoopGroup
    private let state = Mutex(State())

    private struct State {
        var clients: [Route: HTTPClient] = [:]
        var roots = TrustedRoots()
    }

    /// A transport that reads proxies and roots from the environment.
    ///
    /// - Parameter threads: how many serve the connections. One is enough unless hundreds are opened at once: then
    ///   connecting is what a check waits for.
    /// - Throws: what is wrong with the variables.
    public init(environment: [String: String], threads: Int = 1) throws(ConfigurationError) {
        proxies = try ProxySettings(environment: environment)
        rootsFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        if let rootsFile, (try? state.withLock { try $0.roots.certificates(in: rootsFile) }) == nil {
            throw ConfigurationError("SSL_CERT_FILE", "\(rootsFile) cannot be read as a file of PEM certificates")
        }
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
    }

    deinit {
        // The library insists on being shut down; nobody waits for it.
        let open = state.withLock { Array($0.clients.values) }
        for client in open { client.shutdown { _ in } }
        group.shutdownGracefully { _ in }
    }

    /// Closes all connections and returns when they are closed. A program that ends anyway needs not call it.
    public func shutdown() async {
        let open = state.withLock { state in
            defer { state.clients = [:] }
            return Array(state.clients.values)
        }
        for client in open { try? await client.shutdown() }
        try? await group.shutdownGracefully()
    }

    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        do {
            let outgoing = try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method.rawValue),
                headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }),
                body: request.method == .post ? .byteBuffer(ByteBuffer(bytes: request.body)) : nil)
            let task = client(for: request).execute(
                request: outgoing, delegate: AnswerCollector(limit: request.bodyLimit))
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw HTTPTransportError(error)
        }
    }

    /// The client for a host, made when it is first needed: roots take time to load.
    private func client(for request: HTTPRequest) -> HTTPClient {
        let isSecure = request.base.origin.hasPrefix("https:")
        let route = Route(
            proxy: proxies.proxy(for: request.base), isSecure: isSecure,
            authoritiesFile: isSecure ? request.authoritiesFile ?? rootsFile : nil)
        return state.withLock { state in
            if let client = state.clients[route] { return client }
            var configuration = Self.configuration(for: route)
            if isSecure { configuration.tlsConfiguration = state.roots.configuration(trusting: route.authoritiesFile) }
            let client = HTTPClient(eventLoopGroup: group, configuration: configuration)
            state.clients[route] = client
            return client
        }
    }

    private static func configuration(for route: Route) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // Nobody traces, and each request would describe itself to nobody.
        configuration.tracing.tracer = nil
        // Deadlines are kept by whoever calls, for name look-up, connection and answer together.
        configuration.timeout = .init(connect: .hours(2))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 8
        // What a body grows to is limited where it is read.
        configuration.decompression = .enabled(limit: .none)
        configuration.proxy = route.proxy.map { proxy in
            .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.credentials.map { .basic(credentials: $0) })
        }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuards.addToHTTP1(channel) }
        }
        configuration.http2ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuards.addToHTTP2(channel) }
        }
        configuration.http2StreamChannelDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuards.addToStream(channel) }
        }
        return configuration
    }
}
