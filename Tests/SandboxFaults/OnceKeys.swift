import Synchronization

/// The keys of `once:KEY:NAME` faults whose first request has arrived.
final class OnceKeys: Sendable {
    private let seen = Mutex<Set<Substring>>([])

    /// The fault for the name in a path; `nil` if it was for one request only and has been used.
    func effectiveName(of name: String) -> String? {
        let parts = name.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "once" else { return name }
        return seen.withLock { $0.insert(parts[1]).inserted } ? String(parts[2]) : nil
    }
}
