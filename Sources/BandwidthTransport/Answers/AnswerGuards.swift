import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Adds the handlers that check incoming data before the HTTP client's handlers get it.
enum AnswerGuards {
    /// Adds a guard to an HTTP/1.1 connection, after the decoder.
    static func addToHTTP1(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(AnswerGuard(holdsEnd: true), position: .after(decoder))
    }

    /// Adds guards to an HTTP/2 connection, before and after the HTTP/2 handler.
    static func addToHTTP2(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let handler = try pipeline.handler(type: NIOHTTP2Handler.self)
        try pipeline.addHandler(ConnectionErrorHandler(), position: .before(handler))
        try pipeline.addHandler(StreamEventsGuard(), position: .after(handler))
    }

    /// Adds guards to an HTTP/2 stream, before and after the codec that translates its frames to HTTP/1.1 parts.
    static func addToStream(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let codec = try pipeline.handler(type: HTTP2FramePayloadToHTTP1ClientCodec.self)
        try pipeline.addHandler(StreamHeadersGuard(), position: .before(codec))
        try pipeline.addHandler(AnswerGuard(holdsEnd: false), position: .after(codec))
    }
}
