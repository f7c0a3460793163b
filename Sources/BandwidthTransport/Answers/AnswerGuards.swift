import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Puts the handlers that check what arrives in front of those of the HTTP client.
enum AnswerGuards {
    /// On a connection of HTTP/1.1, behind what decodes it.
    static func addToHTTP1(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(AnswerGuard(holdsEnd: true), position: .after(decoder))
    }

    /// On a connection of HTTP/2, on both sides of what decodes it.
    static func addToHTTP2(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let handler = try pipeline.handler(type: NIOHTTP2Handler.self)
        try pipeline.addHandler(ConnectionErrorHandler(), position: .before(handler))
        try pipeline.addHandler(StreamEventsGuard(), position: .after(handler))
    }

    /// On a stream of HTTP/2, on both sides of what turns its frames into the parts of HTTP/1.1.
    static func addToStream(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let codec = try pipeline.handler(type: HTTP2FramePayloadToHTTP1ClientCodec.self)
        try pipeline.addHandler(StreamHeadersGuard(), position: .before(codec))
        try pipeline.addHandler(AnswerGuard(holdsEnd: false), position: .after(codec))
    }
}
