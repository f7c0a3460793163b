/// What a run has delivered so far. Each delivery is on disk before the next message is sent.
actor DeliveryLedger {
    /// What was delivered, by this run too.
    private(set) var memory: DeliveryMemory

    /// The problems with remembering it, one sentence each.
    private(set) var problems: [String] = []

    private let folder: StateFolder?
    private var taken: Set<Taken> = []

    /// A message that a recipient has got in this run, or may have.
    private struct Taken: Hashable {
        let addressee: DeliveryMemory.Recipient
        let event: Alert.Event
        let key: String
    }

    /// Creates a ledger.
    ///
    /// - Parameter folder: where deliveries are remembered; `nil` if they aren't.
    init(_ memory: DeliveryMemory = DeliveryMemory(), in folder: StateFolder? = nil) {
        self.memory = memory
        self.folder = folder
    }

    /// Whether the recipient has already got the same message in this run, or may have, through another channel.
    func hasTaken(_ alert: Alert, _ addressee: DeliveryMemory.Recipient) -> Bool {
        taken.contains(Taken(addressee: addressee, event: alert.event, key: alert.key))
    }

    /// Notes that a recipient has got a message, or may have.
    func take(_ alert: Alert, _ addressee: DeliveryMemory.Recipient) {
        taken.insert(Taken(addressee: addressee, event: alert.event, key: alert.key))
    }

    /// Remembers what was delivered.
    func record(_ entries: [DeliveryMemory.Entry]) {
        guard let folder, !entries.isEmpty else { return }
        memory.record(entries)
        do throws(StateFolder.Failure) {
            try folder.append(entries)
        } catch {
            problems.append("\(error); the message was sent, and the next run will send it again")
        }
    }
}
