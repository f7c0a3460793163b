/// Decides who is due to get what, sends it, and remembers what was delivered.
public struct Dispatcher: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// What became of each message that was due.
        public internal(set) var deliveries: [Messenger.Delivery] = []

        /// What went wrong with remembering, one sentence each. The messages were sent anyway, unless another run was
        /// doing so.
        public internal(set) var problems: [String] = []

        /// What was lost of the memory before this run, one sentence each.
        public internal(set) var notices: [String] = []
    }

    /// A message that is due.
    public struct Message: Sendable {
        let channel: Channel

        /// Who gets it.
        public let recipient: String

        /// What they get.
        public let alert: Alert

        let entries: [DeliveryMemory.Entry]

        /// The channel's name in the configuration.
        public var channelName: String {
            channel.name
        }
    }

    private let policy: AlertPolicy
    private let units: UnitSystem
    private let zone: ReportZone
    private let messenger: Messenger
    private let folder: StateFolder?

    /// A dispatcher.
    ///
    /// - Parameters:
    ///   - zone: the zone of the dates in messages.
    ///   - folder: where deliveries are remembered; only `crossing` needs one.
    public init(
        policy: AlertPolicy, units: UnitSystem = .provider, zone: ReportZone = .utc, network: Network,
        folder: StateFolder?
    ) {
        self.policy = policy
        self.units = units
        self.zone = zone
        self.messenger = Messenger(network: network)
        self.folder = folder
    }

    /// The messages that are due, without sending or remembering anything.
    public func preview(
        _ report: UsageReport, through channels: [Channel]
    ) -> (messages: [Message], problems: [String]) {
        guard policy == .crossing, let folder else { return (messages(report, channels, DeliveryMemory()), []) }
        do throws(StateFolder.Failure) {
            return (messages(report, channels, try folder.load()), [])
        } catch {
            return (messages(report, channels, DeliveryMemory()), [error.description])
        }
    }

    /// Sends what is due, one message after the other.
    ///
    /// A delivery is remembered when the service has taken the message over, and not before. Where nothing can be
    /// remembered the messages are sent anyway, and that is a problem of the outcome.
    public func dispatch(_ report: UsageReport, through channels: [Channel]) async -> Outcome {
        var outcome = Outcome()
        guard policy == .crossing, let folder else {
            for message in messages(report, channels, DeliveryMemory()) where !outcome.hasTried(message) {
                outcome.deliveries.append(await send(message))
            }
            return outcome
        }
        do throws(StateFolder.Failure) {
            // Most runs have nothing to tell, and so nothing to wait for.
            if messages(report, channels, try folder.load()).isEmpty { return outcome }
        } catch {
            // The lock will tell.
        }
        var lock: StateFolder.Lock?
        var memory = DeliveryMemory()
        do throws(StateFolder.Failure) {
            lock = try await folder.lock(time: messenger.network.time, patience: patience(for: channels))
            memory = try folder.load()
            if !memory.ignored.isEmpty {
                outcome.notices.append("\(folder.path)/deliveries.jsonl: ignored \(memory.ignored)")
                try folder.repair(memory)
            }
        } catch {
            lock = nil
            guard !error.isBusy else {
                outcome.problems.append("\(error); this one sent nothing")
                return outcome
            }
            memory = (try? folder.load()) ?? DeliveryMemory()
            outcome.problems.append("\(error); what is sent now is not remembered, and will be sent again")
        }
        for message in messages(report, channels, memory) where !outcome.hasTried(message) {
            let delivery = await send(message)
            outcome.deliveries.append(delivery)
            guard case .success = delivery.result, lock != nil else { continue }
            memory.record(message.entries)
            do throws(StateFolder.Failure) {
                try folder.append(message.entries)
                try folder.compact(memory)
            } catch {
                outcome.problems.append("\(error); the message was sent, and the next run will send it again")
            }
        }
        withExtendedLifetime(lock) {}
        return outcome
    }

    private func messages(_ report: UsageReport, _ channels: [Channel], _ memory: DeliveryMemory) -> [Message] {
        channels.flatMap { channel in
            channel.plugin.recipients.flatMap { recipient -> [Message] in
                let addressee = DeliveryMemory.Recipient(notifier: channel.kind, address: recipient)
                return policy.dueAlerts(of: report, to: addressee, memory: memory).map { due in
                    let alert = Alert(
                        due.event, about: due.report, style: channel.plugin.messageStyle, units: units, zone: zone,
                        hashing: messenger.network.hashing)
                    return Message(channel: channel, recipient: recipient, alert: alert, entries: due.entries)
                }
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

extension Dispatcher.Outcome {
    /// Whether the recipient of a message has got the same in this run already, or may have, through another entry of
    /// the same kind.
    fileprivate func hasTried(_ message: Dispatcher.Message) -> Bool {
        deliveries.contains { delivery in
            guard delivery.kind == message.channel.kind, delivery.recipient == message.recipient,
                delivery.event == message.alert.event
            else { return false }
            return switch delivery.result {
            case .success: true
            case .failure(let error): error.mayHaveArrived
            }
        }
    }
}
