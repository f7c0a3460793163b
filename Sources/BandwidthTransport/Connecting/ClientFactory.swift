import AsyncHTTPClient
import BandwidthKit
import NIOCore
import NIOHTTPCompression
import NIOSSL

/// Makes the clients of the HTTP library: one for each address, by which it is told where a host is.
struct ClientFactory: Sendable {
    /// How TLS is spoken; without a meaning where it isn't.
    let tls: TLSConfiguration

    /// A client that goes along a route.
    ///
    /// - Parameters:
    ///   - address: that of the route's next host.
    ///   - connected: is called on the event loop when a connection is there, right before it gets requests.
    func client(
        for route: Route, at address: String, on loop: any EventLoop, connected: @escaping @Sendable () -> Void
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // Nobody traces, and each request would describe itself to nobody.
        configuration.tracing.tracer = nil
        // Deadlines are kept by whoever calls, for name look-up, connection and answer together.
        configuration.timeout = .init(connect: .hours(2))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        // What a body grows to is limited where it is read.
        configuration.decompression = .enabled(limit: .none)
        if let proxy = route.proxy {
            configuration.proxy = .server(
                host: address, port: proxy.port, authorization: proxy.credentials.map { .basic(credentials: $0) })
        } else if address != route.host {
            configuration.dnsOverride = [route.host: address]
        }
        if case .tls = route.security {
            configuration.tlsConfiguration = tls
            // The library compares an address with the one that it is connected to: behind a proxy that is the proxy's.
            // `CertificateNames` compares it instead.
            if route.proxy != nil, IPAddress(route.host) != nil {
                configuration.tlsConfiguration?.certificateVerification = .noHostnameVerification
            }
        }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            Self.prepare(channel, for: route, connected) { try AnswerGuards.addToHTTP1(channel) }
        }
        configuration.http2ConnectionDebugInitializer = { channel in
            Self.prepare(channel, for: route, connected) { try AnswerGuards.addToHTTP2(channel) }
        }
        configuration.http2StreamChannelDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try AnswerGuards.addToStream(channel) }
        }
        return HTTPClient(eventLoopGroup: loop, configuration: configuration)
    }

    private static func prepare(
        _ channel: any NIOCore.Channel, for route: Route, _ connected: @Sendable () -> Void,
        _ addGuards: () throws -> Void
    ) -> EventLoopFuture<Void> {
        do {
            if case .tls = route.security { try CertificateNames.check(channel, for: route.host) }
            try addGuards()
            connected()
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            // Not before the library knows that it is of no use.
            channel.eventLoop.execute { channel.close(promise: nil) }
            return channel.eventLoop.makeFailedFuture(error)
        }
    }
}
