import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Closes connections on which a server sends too much before they are ready for requests.
///
/// A server that uses HTTP/2 begins with its settings. Whatever else it sends first, the HTTP library buffers without a
/// limit, and it lets no handler of ours in front until the settings have arrived. The system knows how much has arrived,
/// so this looks at the sockets of the process, twenty times a second, and shuts down those that got too much. To the
/// library, the server has then closed the connection.
final class UnreadyConnections: Sendable {
    /// The most that a server may send before its connection is ready, in bytes. A handshake takes a hundredth of it.
    private static let limit: UInt64 = 1 << 20
    private static let interval = TimeAmount.milliseconds(50)

    /// Both ends of a connection.
    private struct Ends: Hashable {
        let local: SocketEnd
        let remote: SocketEnd
    }

    /// What is known of the sockets of the process, which all transports share.
    private struct Sockets {
        /// How many transports watch the connections to an address.
        var watched: [SocketEnd: Int] = [:]

        /// The connections that are ready.
        var ready: Set<Ends> = []

        /// The addresses to which a connection was closed here.
        var flooding: Set<SocketEnd> = []
        var lastLook = NIODeadline.uptimeNanoseconds(0)
    }

    private static let sockets = Mutex(Sockets())

    private struct State {
        var watched: Set<SocketEnd> = []
        var timer: RepeatedTask?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Watches the connections to an address from now on.
    func watch(_ address: String, port: Int, on loop: any EventLoop) {
        guard let remote = SocketEnd(address: address, port: port) else { return }
        state.withLock { state in
            guard !state.isOver, state.watched.insert(remote).inserted else { return }
            Self.sockets.withLock { $0.watched[remote, default: 0] += 1 }
            guard state.timer == nil else { return }
            state.timer = loop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
                Self.closeFlooded()
            }
        }
    }

    /// Leaves a connection alone from now on, whatever arrives on it.
    static func leave(_ channel: any Channel) {
        guard let local = channel.localAddress.flatMap({ SocketEnd($0) }),
            let remote = channel.remoteAddress.flatMap({ SocketEnd($0) })
        else { return }
        let ends = Ends(local: local, remote: remote)
        sockets.withLock { _ = $0.ready.insert(ends) }
        channel.closeFuture.whenComplete { _ in sockets.withLock { _ = $0.ready.remove(ends) } }
    }

    /// Whether a connection to an address was closed here.
    func hasClosed(_ address: String, port: Int) -> Bool {
        guard let remote = SocketEnd(address: address, port: port) else { return false }
        return Self.sockets.withLock { $0.flooding.contains(remote) }
    }

    /// Stops watching.
    func stop() {
        let watched = state.withLock { state in
            state.isOver = true
            state.timer?.cancel()
            state.timer = nil
            defer { state.watched = [] }
            return state.watched
        }
        Self.sockets.withLock { sockets in
            for remote in watched {
                let count = (sockets.watched[remote] ?? 1) - 1
                sockets.watched[remote] = count > 0 ? count : nil
                if count == 0 { sockets.flooding.remove(remote) }
            }
        }
    }

    private static func closeFlooded() {
        let sockets = self.sockets.withLock { sockets -> Sockets? in
            guard .now() >= sockets.lastLook + interval else { return nil }
            sockets.lastLook = .now()
            return sockets
        }
        guard let sockets else { return }
        for descriptor in openDescriptors() {
            guard let remote = SocketEnd(remoteOf: descriptor), sockets.watched[remote] != nil,
                received(descriptor) > limit, let local = SocketEnd(localOf: descriptor),
                // Asked anew, because it may have become ready since.
                !Self.sockets.withLock({ $0.ready.contains(Ends(local: local, remote: remote)) })
            else { continue }
            Self.sockets.withLock { _ = $0.flooding.insert(remote) }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    private static func openDescriptors() -> [Int32] {
        #if os(Linux)
            let folder = "/proc/self/fd"
        #else
            let folder = "/dev/fd"
        #endif
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { Int32($0) }
    }

    /// How many bytes have arrived on a TCP socket; 0 if the system doesn't say.
    private static func received(_ descriptor: Int32) -> UInt64 {
        #if canImport(Darwin)
            var info = tcp_connection_info()
            var size = socklen_t(MemoryLayout<tcp_connection_info>.size)
            let status = getsockopt(descriptor, IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &size)
            return status == 0 ? info.tcpi_rxbytes : 0
        #else
            // `tcpi_bytes_received` of `struct tcp_info`, in linux/tcp.h since Linux 4.2; the C library's struct ends before.
            let offset = 128
            var info = [UInt8](repeating: 0, count: 256)
            var size = socklen_t(info.count)
            let status = getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &size)
            guard status == 0, Int(size) >= offset + 8 else { return 0 }
            return info.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        #endif
    }
}
