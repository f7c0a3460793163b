/// Frames of HTTP/2, right and wrong ones.
enum HTTP2Bytes {
    /// The server's half of the beginning: empty settings, and that it has seen the client's.
    static let hello = frame(4) + frame(4, flags: 1)

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
            + [24, 16, 8, 0].map { UInt8(stream >> $0 & 255) } + payload
    }

    /// A whole block of headers, not compressed.
    static func headers(_ fields: [(String, String)], stream: UInt32 = 1, ends: Bool = false) -> [UInt8] {
        var block: [UInt8] = []
        for (name, value) in fields {
            block += [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
        }
        return frame(1, flags: ends ? 5 : 4, stream: stream, block)
    }

    static func data(_ text: String, stream: UInt32 = 1, ends: Bool = true) -> [UInt8] {
        frame(0, flags: ends ? 1 : 0, stream: stream, Array(text.utf8))
    }

    static let fine = headers([(":status", "200")]) + data("{}")

    /// Whether a frame of headers is among what a client sent.
    static func holdsHeaders(_ bytes: [UInt8]) -> Bool {
        var rest = bytes.dropFirst(24)
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            if head[3] == 1 { return true }
            rest = rest.dropFirst(9 + (Int(head[0]) << 16) + (Int(head[1]) << 8) + Int(head[2]))
        }
        return false
    }
}
