import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Looks up the addresses of hosts with the system's resolver, different names concurrently.
///
/// Concurrent look-ups of the same name share one call. `localhost` is this machine, whatever a name server says.
final class HostResolver: Sendable {
    /// Why a name has no addresses.
    struct Failure: Error {
        let reason: String
    }

    /// At least one address, as text, in the order in which to try them.
    typealias Answer = Result<[String], Failure>

    private let threads = LookupThreads()
    private let look: @Sendable (String) -> Answer
    private let waiting = Mutex<[String: [@Sendable (Answer) -> Void]]>([:])

    /// - Parameter look: looks up a name. It may block.
    init(_ look: @escaping @Sendable (String) -> Answer = HostResolver.systemAddresses) {
        self.look = look
    }

    /// Looks up the addresses of a host. The completion may be called on any thread.
    func resolve(_ host: String, _ completion: @escaping @Sendable (Answer) -> Void) {
        guard IPAddress(host) == nil else { return completion(.success([host])) }
        if host == "localhost" || host == "localhost." { return completion(.success(["127.0.0.1", "::1"])) }
        let isNew = waiting.withLock { waiting in
            defer { waiting[host, default: []].append(completion) }
            return waiting[host] == nil
        }
        guard isNew else { return }
        threads.run { [self] in
            let answer = look(host)
            let completions = waiting.withLock { $0.removeValue(forKey: host) ?? [] }
            for completion in completions { completion(answer) }
        }
    }

    /// Drops all pending completions: they are never called.
    func close() {
        waiting.withLock { $0 = [:] }
    }

    /// The addresses that `getaddrinfo` returns, in its order.
    @Sendable static func systemAddresses(of host: String) -> Answer {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        guard status == 0 else {
            switch status {
            case EAI_AGAIN: return .failure(Failure(reason: "the name server did not answer"))
            case EAI_NONAME: return .failure(Failure(reason: "no address was found"))
            default: return .failure(Failure(reason: String(cString: gai_strerror(status))))
            }
        }
        var addresses: [String] = []
        var next = first
        while let entry = next {
            if let text = text(of: entry.pointee), !addresses.contains(text) { addresses.append(text) }
            next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(Failure(reason: "no address was found")) : .success(addresses)
    }

    private static func text(of entry: addrinfo) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard status == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
