import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback that sends exactly the bytes it is told to.
final class RawServer: Sendable {
    /// What is done with a connection.
    enum Reply: Sendable {
        /// Sent once the whole head of each request is there.
        case send([UInt8])
        case sendAndClose([UInt8])

        /// Sent again and again for as long as the other side takes it.
        case flood([UInt8], [UInt8])

        /// Nothing ever: not even TLS is spoken.
        case hang
        case close
    }

    /// How TLS is spoken.
    struct TLS: Sendable {
        var certificate = "good"
        var protocols: [String] = []
        var maximumVersion: TLSVersion?

        static let http1 = TLS(protocols: ["http/1.1"])
        static let http2 = TLS(protocols: ["h2"])
    }

    /// What came, and what became of it.
    struct Log {
        var connections = 0
        var requests: [String] = []
        var closed = 0
    }

    /// An answer of HTTP/1.1 with nothing wrong.
    static let fine = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)

    private let channel: any Channel
    private let log: Mutex<Log>.Box

    var port: Int { channel.localAddress?.port ?? 0 }
    var connections: Int { log.value.withLock { $0.connections } }
    var requests: [String] { log.value.withLock { $0.requests } }
    var closed: Int { log.value.withLock { $0.closed } }

    private init(_ channel: any Channel, _ log: Mutex<Log>.Box) {
        self.channel = channel
        self.log = log
    }

    /// - Parameters:
    ///   - greeting: what an HTTP/2 server begins with; `nil`: it replies without any request.
    ///   - reply: what is done with each connection; they are counted from 0.
    static func start(
        tls: TLS? = nil, host: String = "127.0.0.1", port: Int = 0, greeting: [UInt8]? = HTTP2Bytes.hello,
        reply: @escaping @Sendable (_ connection: Int) -> Reply
    ) async throws -> RawServer {
        let log = Mutex<Log>.Box(Log())
        let context = try tls.map { try NIOSSLContext(configuration: configuration($0)) }
        let isHTTP2 = tls?.protocols == ["h2"]
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = log.value.withLock { log in
                        defer { log.connections += 1 }
                        return log.connections
                    }
                    let reply = reply(number)
                    let pipeline = channel.pipeline.syncOperations
                    if let context, !reply.isSilent { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(Handler(reply, isHTTP2: isHTTP2, greeting: greeting, log))
                }
            }
            .bind(host: host, port: port).get()
        return RawServer(channel, log)
    }

    func stop() async throws {
        try await channel.close()
    }

    static func configuration(_ tls: TLS) throws -> TLSConfiguration {
        let folder = CertificateTests.folder
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(
                folder.appending(path: "\(tls.certificate).pem").path()
            ).map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(file: folder.appending(path: "\(tls.certificate).key").path(), format: .pem)))
        configuration.applicationProtocols = tls.protocols
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = tls.maximumVersion
        return configuration
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: Reply
        private let isHTTP2: Bool
        private let greeting: [UInt8]?
        private let log: Mutex<Log>.Box
        private var received: [UInt8] = []
        private var hasReplied = false

        init(_ reply: Reply, isHTTP2: Bool, greeting: [UInt8]?, _ log: Mutex<Log>.Box) {
            self.reply = reply
            self.isHTTP2 = isHTTP2
            self.greeting = greeting
            self.log = log
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let isFirst = received.isEmpty
            received += unwrapInboundIn(data).readableBytesView
            switch reply {
            case .close: return context.close(promise: nil)
            case .hang: return
            case .send, .sendAndClose, .flood: break
            }
            if isHTTP2 {
                if isFirst, let greeting {
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: greeting)), promise: nil)
                }
                // Replies are to the first stream, once its headers are there.
                guard !hasReplied, greeting == nil || HTTP2Bytes.holdsHeaders(received) else { return }
                hasReplied = true
                answer(context)
            } else {
                while let end = received.firstRange(of: [13, 10, 13, 10])?.upperBound {
                    log.value.withLock { $0.requests.append(String(decoding: received[..<end], as: UTF8.self)) }
                    received.removeFirst(end)
                    answer(context)
                }
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            func send(_ bytes: [UInt8]) {
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            }
            switch reply {
            case .send(let bytes):
                send(bytes)
            case .sendAndClose(let bytes):
                send(bytes)
                context.close(promise: nil)
            case .flood(let first, let more):
                send(first)
                flood(context, ByteBuffer(bytes: more))
            case .hang, .close:
                break
            }
        }

        private func flood(_ context: ChannelHandlerContext, _ more: ByteBuffer) {
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenSuccess { self.flood(context, more) }
            context.writeAndFlush(wrapOutboundOut(more), promise: written)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            log.value.withLock { $0.closed += 1 }
        }
    }
}

extension RawServer.Reply {
    fileprivate var isSilent: Bool {
        switch self {
        case .hang, .close: true
        case .send, .sendAndClose, .flood: false
        }
    }
}

extension Mutex where Value: Sendable {
    /// A mutex that several own.
    final class Box: Sendable {
        let value: Mutex<Value>

        init(_ value: Value) {
            self.value = Mutex(value)
        }
    }
}
