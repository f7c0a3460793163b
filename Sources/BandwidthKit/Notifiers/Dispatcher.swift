/// Decides who is due to get a report, sends it, and remembers what was delivered.
public struct Dispatcher: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// What became of each message that was due.
        public internal(set) var deliveries: [Messenger.Delivery] = []

        /// What went wrong with remembering, one sentence each. The messages were sent all the same.
        public internal(set) var problems: [String] = []

        /// Whether nothing was sent because another run was at it.
        public internal(set) var isLeftToAnotherRun = false
    }

    /// A message that is due.
    public struct Message: Sendable {
        let entry: ConfiguredNotifier

        /// Who gets it.
        public let recipient: String

        /// What they get.
        public let text: String

        let report: UsageReport

        /// The notifier's name in the configuration.
        public var notifier: String {
            entry.name
        }
    }

    private let policy: AlertPolicy
    private let units: UnitSystem
    private let messenger: Messenger
    private let store: AlertStore?
    private let time: any Timekeeper

    /// A dispatcher.
    ///
    /// - Parameter store: where deliveries are remembered; only `crossing` needs one.
    public init(
        policy: AlertPolicy, units: UnitSystem, messenger: Messenger, store: AlertStore?, time: any Timekeeper
    ) {
        self.policy = policy
        self.units = units
        self.messenger = messenger
        self.store = store
        self.time = time
    }

    /// The messages that are due, without sending or remembering anything.
    public func preview(
        _ report: UsageReport, through notifiers: [ConfiguredNotifier]
    ) -> (messages: [Message], problems: [String]) {
        guard policy == .crossing, let store else { return (messages(report, notifiers, AlertMemory()), []) }
        do {
            return (messages(report, notifiers, try store.peek()), [])
        } catch {
            return (messages(report, notifiers, AlertMemory()), [error.description])
        }
    }

    /// Sends what is due, one message after the other.
    ///
    /// A delivery is remembered when the service has taken the message over, and not before. Where nothing can be
    /// remembered the messages are sent all the same.
    public func dispatch(_ report: UsageReport, through notifiers: [ConfiguredNotifier]) async -> Outcome {
        var outcome = Outcome()
        guard policy == .crossing, let store else {
            for message in messages(report, notifiers, AlertMemory()) where !outcome.hasReached(message) {
                outcome.deliveries.append(await send(message))
            }
            return outcome
        }
        // Most runs have nothing to tell, and so nothing to wait for.
        guard !messages(report, notifiers, AlertMemory()).isEmpty else { return outcome }
        var lock: AlertStore.Lock?
        var memory = AlertMemory()
        do throws(AlertStore.Failure) {
            lock = try await store.lock(time: time, patience: patience(for: notifiers))
            let loaded = try store.load()
            memory = loaded.memory
            outcome.problems += loaded.notice.map { [$0] } ?? []
        } catch {
            lock = nil
            guard !error.isBusy else {
                outcome.problems.append("\(error)")
                outcome.isLeftToAnotherRun = true
                return outcome
            }
            memory = (try? store.peek()) ?? AlertMemory()
            outcome.problems.append("\(error); what is sent now is not remembered, and will be sent again")
        }
        for message in messages(report, notifiers, memory) where !outcome.hasReached(message) {
            let delivery = await send(message)
            outcome.deliveries.append(delivery)
            guard case .success = delivery.result, lock != nil else { continue }
            memory.record(message.report, deliveredTo: message.addressee)
            do throws(AlertStore.Failure) {
                try store.save(memory)
            } catch {
                outcome.problems.append("\(error); the message was sent, and the next run will send it again")
            }
        }
        withExtendedLifetime(lock) {}
        return outcome
    }

    private func messages(
        _ report: UsageReport, _ notifiers: [ConfiguredNotifier], _ memory: AlertMemory
    ) -> [Message] {
        notifiers.flatMap { entry in
            entry.notifier.recipients.compactMap { recipient -> Message? in
                let addressee = AlertMemory.Recipient(notifier: entry.kind, address: recipient)
                guard let due = policy.dueReport(of: report, to: addressee, memory: memory) else { return nil }
                let limit = Swift.type(of: entry.notifier).textLimit
                let text = MessageReporter(units: units, limit: limit).text(of: due)
                return Message(entry: entry, recipient: recipient, text: text, report: due)
            }
        }
    }

    private func send(_ message: Message) async -> Messenger.Delivery {
        await messenger.send(message.text, to: message.recipient, through: message.entry)
    }

    /// As long as another run may need for its own messages.
    private func patience(for notifiers: [ConfiguredNotifier]) -> Duration {
        notifiers.reduce(.seconds(5)) { $0 + $1.timeout * $1.notifier.recipients.count }
    }
}

extension Dispatcher.Message {
    fileprivate var addressee: AlertMemory.Recipient {
        AlertMemory.Recipient(notifier: entry.kind, address: recipient)
    }
}

extension Dispatcher.Outcome {
    /// Whether the recipient of a message has got one in this run already, through another entry of the same kind.
    fileprivate func hasReached(_ message: Dispatcher.Message) -> Bool {
        deliveries.contains { delivery in
            guard case .success = delivery.result else { return false }
            return delivery.kind == message.entry.kind && delivery.recipient == message.recipient
        }
    }
}
