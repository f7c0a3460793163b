import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One end of a TCP connection: an address and a port.
struct SocketEnd: Hashable, Sendable {
    private let address: IPAddress
    private let port: Int

    init?(address: String, port: Int) {
        guard let address = IPAddress(address) else { return nil }
        self.address = address
        self.port = port
    }

    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress, let port = address.port else { return nil }
        self.init(address: text, port: port)
    }

    /// The other end of a socket's connection; `nil` if there is none.
    init?(remoteOf descriptor: Int32) {
        self.init { getpeername(descriptor, $0, $1) }
    }

    /// This end of a socket's connection; `nil` if the descriptor isn't such a socket.
    init?(localOf descriptor: Int32) {
        self.init { getsockname(descriptor, $0, $1) }
    }

    private init?(
        _ get: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { get($0, &size) }
        }
        guard status == 0 else { return nil }
        switch Int32(storage.ss_family) {
        case AF_INET:
            let address = withUnsafeBytes(of: &storage) { $0.load(as: sockaddr_in.self) }
            self.init(SocketAddress(address))
        case AF_INET6:
            let address = withUnsafeBytes(of: &storage) { $0.load(as: sockaddr_in6.self) }
            self.init(SocketAddress(address))
        default:
            return nil
        }
    }
}
