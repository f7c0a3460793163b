import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A port of this machine on which connecting hangs: it listens, its queue is full, and nobody ever takes from it.
final class Blackhole {
    private var descriptors: [Int32] = []

    struct Failure: Error {
        let step: String
    }

    init(address: String, port: Int) throws {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr(address)
        name.sin_port = in_port_t(port).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = try makeSocket()
        try withUnsafeMutablePointer(to: &name) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, length) == 0 else { throw Failure(step: "bind") }
                guard listen(listener, 0) == 0 else { throw Failure(step: "listen") }
                // The queue has one place more than it is told; the others fill it and wait for ever.
                for _ in 0..<4 {
                    let client = try makeSocket()
                    _ = fcntl(client, F_SETFL, O_NONBLOCK)
                    _ = connect(client, pointer, length)
                }
            }
        }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    private func makeSocket() throws -> Int32 {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Failure(step: "socket") }
        descriptors.append(descriptor)
        return descriptor
    }
}
