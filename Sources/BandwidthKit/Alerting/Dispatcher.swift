/// Decides which messages are due, sends them, and remembers what was delivered.
public struct Dispatcher: Sendable {
    /// The outcome of a dispatch.
    public struct Outcome: Sendable {
        /// The result of each message that was due, in the order of the channels.
        public internal(set) var deliveries: [Messenger.Delivery] = []

        /// The problems with remembering deliveries, one sentence each. The messages were sent anyway, unless another
        /// run was sending.
        public internal(set) var problems: [String] = []

        /// What else there is to say: what was lost from the memory before this run, and what was left for the next
        /// one, one sentence each.
        public internal(set) var notices: [String] = []
    }

    /// A message that is due.
    public struct Message: Sendable {
        /// The channel's name in the configuration.
        public let channelName: String

        /// The recipient.
        public let recipient: String

        /// The alert to send.
        public let alert: Alert
    }

    private let policy: AlertPolicy
    private let composer: MessageComposer
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
        composer = MessageComposer(style: .structured, units: units, zone: zone)
        self.messenger = Messenger(network: network)
        self.folder = folder
    }

    /// The messages that are due, without sending or remembering anything.
    public func preview(
        _ report: UsageReport, through channels: [Channel]
    ) -> (messages: [Message], problems: [String]) {
        let (memory, problems) = memory()
        let messages = errands(report, channels, memory).flatMap { errand in
            errand.alerts.filter { !$0.isRefresh && $0.heldUntil == nil }.map { due in
                Message(
                    channelName: errand.channel.name, recipient: errand.recipient,
                    alert: Alert(
                        due, of: report, composer.with(errand.channel), hashing: messenger.network.hashing))
            }
        }
        return (messages, problems)
    }

    /// Whom each channel would tell what, and why or why not, if the policy is `crossing`.
    public func decisions(
        on report: UsageReport, through channels: [Channel]
    ) -> (recipients: [RecipientDecisions], problems: [String]) {
        let (memory, problems) = memory()
        let router = Router(policy: policy, report: report, memory: memory)
        let fallbacks = channels.fallbacksOnly
        let recipients = channels.flatMap { channel in
            channel.plugin.recipients.map { recipient in
                let addressee = channel.addressee(recipient, hashing: messenger.network.hashing)
                let isFallback = fallbacks.contains(channel.name)
                return RecipientDecisions(
                    channel: channel.name, kind: channel.kind,
                    recipient: channel.entry.redactor.redact(recipient),
                    fallbackOf: isFallback
                        ? channels.filter { $0.routing.fallback == channel.name }.map(\.name) : [],
                    decisions: router.endings(for: channel, addressee)
                        + (isFallback ? [] : router.decisions(for: channel, addressee)))
            }
        }
        return (recipients, problems)
    }

    private func memory() -> (DeliveryMemory, problems: [String]) {
        guard policy == .crossing, let folder else { return (DeliveryMemory(), []) }
        do throws(StateFolder.Failure) {
            return (try folder.load(), [])
        } catch {
            return (DeliveryMemory(), [error.description])
        }
    }

    /// Sends the messages that are due: the channels at the same time, the messages of one one after the other.
    ///
    /// A delivery is remembered only once the service has accepted the message. If deliveries can't be remembered, the
    /// messages are sent anyway, and the outcome reports the problem.
    public func dispatch(_ report: UsageReport, through channels: [Channel]) async -> Outcome {
        guard policy == .crossing, let folder else {
            return await run(errands(report, channels, DeliveryMemory()), report, channels, DeliveryLedger())
        }
        do throws(StateFolder.Failure) {
            // Most runs have nothing to send, and then needn't wait for the lock.
            if errands(report, channels, try folder.load()).isEmpty { return Outcome() }
        } catch {
            // Taking the lock will report the problem.
        }
        var outcome = Outcome()
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
        let ledger = DeliveryLedger(memory, in: lock == nil ? nil : folder)
        let sent = await run(errands(report, channels, memory), report, channels, ledger)
        if lock != nil { try? folder.compact(await ledger.memory, at: report.checkedAt) }
        withExtendedLifetime(lock) {}
        outcome.deliveries = sent.deliveries
        outcome.problems += sent.problems
        outcome.notices += sent.notices
        return outcome
    }

    /// Who is due to get what, in no words yet.
    private func errands(_ report: UsageReport, _ channels: [Channel], _ memory: DeliveryMemory) -> [Errand] {
        let router = Router(policy: policy, report: report, memory: memory)
        let fallbacks = channels.fallbacksOnly
        return channels.flatMap { channel in
            channel.plugin.recipients.compactMap { recipient in
                let addressee = channel.addressee(recipient, hashing: messenger.network.hashing)
                let alerts = router.dueAlerts(
                    for: channel, addressee, isFallback: fallbacks.contains(channel.name))
                guard !alerts.isEmpty else { return nil }
                return Errand(channel: channel, recipient: recipient, addressee: addressee, alerts: alerts)
            }
        }
    }

    private func run(
        _ errands: [Errand], _ report: UsageReport, _ channels: [Channel], _ ledger: DeliveryLedger
    ) async -> Outcome {
        let courier = Courier(
            messenger: messenger, composer: composer, report: report, channels: channels, ledger: ledger,
            router: Router(policy: policy, report: report, memory: DeliveryMemory()))
        var outcome = Outcome()
        for (deliveries, notices) in await courier.run(errands) {
            outcome.deliveries += deliveries
            outcome.notices += notices
        }
        outcome.problems = await ledger.problems
        return outcome
    }

    /// As long as another run may need to send its own messages.
    private func patience(for channels: [Channel]) -> Duration {
        channels.reduce(.seconds(5)) { $0 + $1.timeout * $1.plugin.recipients.count }
    }
}

/// What one recipient of a channel is told about each row, and why or why not.
public struct RecipientDecisions: Sendable {
    /// The channel's name in the configuration.
    public let channel: String

    /// The notifier's `kind`.
    public let kind: String

    /// The recipient.
    public let recipient: String

    /// The channels that it is a fallback of, if it is nothing else.
    public let fallbackOf: [String]

    /// First what is over, then each row in the order of the report.
    public let decisions: [Decision]
}

extension MessageComposer {
    /// The same in the style and with the templates of a channel.
    func with(_ channel: Channel) -> MessageComposer {
        var composer = with(style: channel.plugin.messageStyle)
        composer.templates = channel.routing.templates
        return composer
    }
}
