/// Sends messages through notifiers.
public struct Messenger: Sendable {
    /// What became of the message to one recipient.
    public struct Delivery: Sendable {
        /// The notifier's name in the configuration.
        public let notifier: String

        /// The notifier's `kind`.
        public let kind: String

        /// Who was to get it.
        public let recipient: String

        /// The service's receipt, or why it refused.
        public let result: Result<Receipt, APIError>

        /// One line: `twilio: sent to +12025550143 (SM…, 2 segments)`.
        public var description: String {
            switch result {
            case .success(let receipt): "\(notifier): sent to \(recipient) (\(receipt.id), \(receipt.detail))"
            case .failure(let error): "\(notifier): not sent to \(recipient): \(error)"
            }
        }
    }

    private let transport: any HTTPTransport
    private let time: any Timekeeper

    /// A messenger that reaches services through `transport`.
    public init(transport: any HTTPTransport, time: any Timekeeper) {
        self.transport = transport
        self.time = time
    }

    /// Sends a message to every recipient of every notifier, one after the other in the order of the configuration; one
    /// failure does not stop the others.
    public func send(_ text: String, through notifiers: [ConfiguredNotifier]) async -> [Delivery] {
        var deliveries: [Delivery] = []
        for entry in notifiers {
            for recipient in entry.notifier.recipients {
                deliveries.append(await send(text, to: recipient, through: entry))
            }
        }
        return deliveries
    }

    /// Sends a message to one recipient.
    func send(_ text: String, to recipient: String, through entry: ConfiguredNotifier) async -> Delivery {
        let api = APIClient(
            base: entry.baseURL, transport: transport, refusals: entry.notifier.refusals, redactor: entry.redactor,
            now: time.now, deadline: time.uptime + entry.timeout)
        let result = await Result.catching { () async throws(APIError) in
            try await entry.notifier.send(text, to: recipient, through: api)
        }.map { Receipt(id: entry.redactor.redact($0.id), detail: entry.redactor.redact($0.detail)) }
        return Delivery(notifier: entry.name, kind: entry.kind, recipient: recipient, result: result)
    }
}

extension Notifier {
    fileprivate var refusals: any ServiceError.Type {
        Refusal.self
    }
}
