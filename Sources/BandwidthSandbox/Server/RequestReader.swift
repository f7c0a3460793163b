import NIOCore
import NIOHTTP1

/// Assembles complete requests from the parts of a connection.
struct RequestReader {
    /// The maximum bytes of a body that are kept.
    static let sizeLimit = 1 << 20

    private var parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    init(_ parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator) {
        self.parts = parts
    }

    /// The next request; `nil` once the peer has closed the connection.
    ///
    /// - Parameter continuing: Sends the interim response that the client waits for before it sends the body.
    mutating func next(continuing: () async throws -> Void) async throws -> SandboxRequest? {
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        var size = 0
        while let part = try await parts.next(isolation: #isolation) {
            switch part {
            case .head(let received):
                head = received
                if received.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                    try await continuing()
                }
            case .body(let buffer):
                size += buffer.readableBytes
                body.append(contentsOf: buffer.readableBytesView.prefix(Self.sizeLimit - body.count))
            case .end:
                guard let head else { continue }
                var request = SandboxRequest(head, body: body)
                request.isTooLarge = size > Self.sizeLimit
                return request
            }
        }
        return nil
    }
}

extension SandboxRequest {
    fileprivate init(_ head: HTTPRequestHead, body: [UInt8]) {
        let headers = head.headers.map { SandboxHeader($0.name, $0.value) }
        self.init(method: head.method.rawValue, path: head.uri, headers: headers, body: body)
        isLast = !head.isKeepAlive
    }
}
