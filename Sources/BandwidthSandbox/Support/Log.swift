import Synchronization

/// A log of events in order; many tasks may add to it and read it.
final class Log<Entry: Sendable>: Sendable {
    private let storage = Mutex<[Entry]>([])

    var entries: [Entry] { storage.withLock { $0 } }

    /// Makes an entry from the number of entries so far, adds it and returns it.
    @discardableResult
    func append(_ make: (Int) -> Entry) -> Entry {
        storage.withLock { entries in
            let entry = make(entries.count)
            entries.append(entry)
            return entry
        }
    }
}
