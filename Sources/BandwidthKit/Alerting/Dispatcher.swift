/// Decides who is due to get a report, sends it, and remembers what was delivered.
public struct Dispatcher: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// What became of each message that was due.
        public internal(set) var deliveries: [Messenger.Delivery] = []

        /// What went wrong with remembering, one sentence each. The messages were sent anyway.
        public internal(set) var problems: [String] = []

        /// Whether nothing was sent because another run was doing it.
        public internal(set) var isLeftToAnotherRun = false
    }

    /// A message that is due.
    public struct Message: Sendable {
        let channel: Channel

        /// Who gets it.
        public let recipient: String

        /// What they get.
        public let alert: Alert

        let report: UsageReport

        /// The channel's name in the configuration.
        public var channelName: String {
            channel.name
        }
    }

    private let policy: AlertPolicy
    private let units: UnitSystem
    private let messenger: Messenger
    private let folder: StateFolder?

    /// A dispatcher.
    ///
    /// - Parameter folder: where deliveries are remembered; only `crossing` needs one.
    public init(policy: AlertPolicy, units: UnitSystem = .provider, network: Network, folder: StateFolder?) {
        self.policy = policy
        self.units = units
        self.messenger = Messenger(network: network)
        self.folder = folder
    }

    /// The messages that are due, without sending or remembering anything.
    public func preview(
        _ report: UsageReport, through channels: [Channel]
    ) -> (messages: [Message], problems: [String]) {
        guard policy == .crossing, let folder else { return (messages(report, channels, DeliveryMemory()), []) }
        do {
            return (messages(report, channels, try folder.peek()), [])
        } catch {
            return (messages(report, channels, DeliveryMemory()), [error.description])
        }
    }

    /// Sends what is due, one message after the other.
    ///
    /// A delivery is remembered when the service has taken the message over, and not before. Where nothing can be
    /// remembered the messages are sent anyway.
    public func dispatch(_ report: UsageReport, through channels: [Channel]) async -> Outcome {
        var outcome = Outcome()
        guard policy == .crossing, let folder else {
            for message in messages(report, channels, DeliveryMemory()) where !outcome.hasReached(message) {
                outcome.deliveries.append(await send(message))
            }
            return outcome
        }
        // Most runs have nothing to tell, and so nothing to wait for.
        guard !messages(report, channels, DeliveryMemory()).isEmpty else { return outcome }
        var lock: StateFolder.Lock?
        var memory = DeliveryMemory()
        do throws(StateFolder.Failure) {
            lock = try await folder.lock(time: messenger.network.time, patience: patience(for: channels))
            let loaded = try folder.load()
            memory = loaded.memory
            outcome.problems += loaded.notice.map { [$0] } ?? []
        } catch {
            lock = nil
            guard !error.isBusy else {
                outcome.problems.append("\(error)")
                outcome.isLeftToAnotherRun = true
                return outcome
            }
            memory = (try? folder.peek()) ?? DeliveryMemory()
            outcome.problems.append("\(error); what is sent now is not remembered, and will be sent again")
        }
        for message in messages(report, channels, memory) where !outcome.hasReached(message) {
            let delivery = await send(message)
            outcome.deliveries.append(delivery)
            guard case .success = delivery.result, lock != nil else { continue }
            memory.record(message.report, deliveredTo: message.addressee)
            do throws(StateFolder.Failure) {
                try folder.save(memory)
            } catch {
                outcome.problems.append("\(error); the message was sent, and the next run will send it again")
            }
        }
        withExtendedLifetime(lock) {}
        return outcome
    }

    private func messages(
        _ report: UsageReport, _ channels: [Channel], _ memory: DeliveryMemory
    ) -> [Message] {
        channels.flatMap { channel in
            channel.plugin.recipients.compactMap { recipient -> Message? in
                let addressee = DeliveryMemory.Recipient(notifier: channel.kind, address: recipient)
                guard let due = policy.dueReport(of: report, to: addressee, memory: memory) else { return nil }
                let alert = Alert(
                    policy.event, about: due, style: Swift.type(of: channel.plugin).style, units: units,
                    hashing: messenger.network.hashing)
                return Message(channel: channel, recipient: recipient, alert: alert, report: due)
            }
        }
    }

    private func send(_ message: Message) async -> Messenger.Delivery {
        await messenger.deliver(message.alert, to: message.recipient, through: message.channel)
    }

    /// As long as another run may need for its own messages.
    private func patience(for channels: [Channel]) -> Duration {
        channels.reduce(.seconds(5)) { $0 + $1.timeout * $1.plugin.recipients.count }
    }
}

extension Dispatcher.Message {
    fileprivate var addressee: DeliveryMemory.Recipient {
        DeliveryMemory.Recipient(notifier: channel.kind, address: recipient)
    }
}

extension Dispatcher.Outcome {
    /// Whether the recipient of a message has got one in this run already, through another entry of the same kind.
    fileprivate func hasReached(_ message: Dispatcher.Message) -> Bool {
        deliveries.contains { delivery in
            guard case .success = delivery.result else { return false }
            return delivery.kind == message.channel.kind && delivery.recipient == message.recipient
        }
    }
}
