import Synchronization

/// What happened, in order: added to by many tasks, read by any.
final class Log<Entry: Sendable>: Sendable {
    private let storage = Mutex<[Entry]>([])

    var entries: [Entry] { storage.withLock { $0 } }

    /// Adds what is made of the number of entries so far, and returns it.
    @discardableResult
    func append(_ make: (Int) -> Entry) -> Entry {
        storage.withLock { entries in
            let entry = make(entries.count)
            entries.append(entry)
            return entry
        }
    }
}
