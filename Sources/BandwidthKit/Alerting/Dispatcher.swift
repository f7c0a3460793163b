/// Decides which messages are due, sends them, and remembers what was delivered.
public struct Dispatcher: Sendable {
    /// The outcome of a dispatch.
    public struct Outcome: Sendable {
        /// The result of each message that was due.
        public internal(set) var deliveries: [Messenger.Delivery] = []

        /// The problems with remembering deliveries, one sentence each. The messages were sent anyway, unless another
        /// run was sending.
        public internal(set) var problems: [String] = []

        /// What was lost from the memory before this run, one sentence each.
        public internal(set) var notices: [String] = []

        /// The messages that were sent, or may have been.
        private var taken: Set<Taken> = []

        private struct Taken: Hashable {
            let addressee: DeliveryMemory.Recipient
            let event: Alert.Event
            let key: String
        }
    }

    /// A message that is due.
    public struct Message: Sendable {
        let channel: Channel

        /// The recipient.
        public let recipient: String

        /// The alert to send.
        public let alert: Alert

        /// Under which the delivery is remembered.
        let addressee: DeliveryMemory.Recipient

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

    /// Creates a dispatcher.
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

    /// Sends the messages that are due, one after the other.
    ///
    /// A delivery is remembered only once the service has accepted the message. If deliveries can't be remembered, the
    /// messages are sent anyway, and the outcome reports the problem.
    public func dispatch(_ report: UsageReport, through channels: [Channel]) async -> Outcome {
        var outcome = Outcome()
        guard policy == .crossing, let folder else {
            for message in messages(report, channels, DeliveryMemory()) where !outcome.hasTried(message) {
                outcome.add(await send(message), of: message)
            }
            return outcome
        }
        do throws(StateFolder.Failure) {
            // Most runs have nothing to send, and then needn't wait for the lock.
            if due(report, channels, try folder.load()).isEmpty { return outcome }
        } catch {
            // Taking the lock will report the problem.
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
                outcome.problems.append("\(error); this run sent nothing")
                return outcome
            }
            memory = (try? folder.load()) ?? DeliveryMemory()
            outcome.problems.append(
                "\(error); this run's messages can't be remembered, and the next run will send them again")
        }
        for message in messages(report, channels, memory) where !outcome.hasTried(message) {
            let delivery = await send(message)
            outcome.add(delivery, of: message)
            guard case .success = delivery.result, lock != nil else { continue }
            memory.record(message.entries)
            do throws(StateFolder.Failure) {
                try folder.append(message.entries)
            } catch {
                outcome.problems.append("\(error); the message was sent, and the next run will send it again")
            }
        }
        if lock != nil { try? folder.compact(memory, at: report.checkedAt) }
        withExtendedLifetime(lock) {}
        return outcome
    }

    private func messages(_ report: UsageReport, _ channels: [Channel], _ memory: DeliveryMemory) -> [Message] {
        due(report, channels, memory).map { channel, recipient, addressee, due in
            let alert = Alert(
                due.event, about: due.report, style: channel.plugin.messageStyle, units: units, zone: zone,
                hashing: messenger.network.hashing)
            return Message(
                channel: channel, recipient: recipient, alert: alert, addressee: addressee, entries: due.entries)
        }
    }

    /// Who is due to get what, in no words yet.
    private func due(
        _ report: UsageReport, _ channels: [Channel], _ memory: DeliveryMemory
    ) -> [(Channel, recipient: String, DeliveryMemory.Recipient, DueAlert)] {
        channels.flatMap { channel in
            channel.plugin.recipients.flatMap { recipient in
                let realm = channel.plugin.realm(of: recipient, at: channel.address)
                let suffix = realm.map { " " + messenger.network.hashing.digest([$0.revealed]) } ?? ""
                let addressee = DeliveryMemory.Recipient(notifier: channel.kind, address: recipient + suffix)
                return policy.dueAlerts(of: report, to: addressee, memory: memory)
                    .flatMap { $0.grouped(channel.plugin.grouping) }
                    .map { (channel, recipient, addressee, $0) }
            }
        }
    }

    private func send(_ message: Message) async -> Messenger.Delivery {
        await messenger.deliver(message.alert, to: message.recipient, through: message.channel)
    }

    /// As long as another run may need to send its own messages.
    private func patience(for channels: [Channel]) -> Duration {
        channels.reduce(.seconds(5)) { $0 + $1.timeout * $1.plugin.recipients.count }
    }
}

extension Dispatcher.Outcome {
    /// Whether the recipient has already got the same message in this run, or may have, through another channel.
    fileprivate func hasTried(_ message: Dispatcher.Message) -> Bool {
        taken.contains(Taken(addressee: message.addressee, event: message.alert.event, key: message.alert.key))
    }

    fileprivate mutating func add(_ delivery: Messenger.Delivery, of message: Dispatcher.Message) {
        deliveries.append(delivery)
        if case .failure(let error) = delivery.result, !error.mayHaveArrived { return }
        taken.insert(Taken(addressee: message.addressee, event: message.alert.event, key: message.alert.key))
    }
}
