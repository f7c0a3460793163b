/// Delivers alerts through channels.
public struct Messenger: Sendable {
    /// The result of sending a message to one recipient.
    public struct Delivery: Sendable {
        /// The channel's name in the configuration.
        public let channel: String

        /// The notifier's `kind`.
        public let kind: String

        /// The recipient.
        public let recipient: String

        /// Why the message was sent.
        public let event: Alert.Event

        /// The service's receipt, or why sending failed.
        public let result: Result<Receipt, APIError>

        /// The channel that failed before, if this one is its fallback.
        public internal(set) var standsInFor: String?

        /// Whether the message was delivered, here or by a fallback.
        public internal(set) var hasArrived: Bool

        /// Whether the recipient only got what it knew already, because its service forgets.
        public internal(set) var isRefresh = false

        /// One line: `twilio: sent to +12025550143 (SM…, 2 segments)`.
        public var description: String {
            switch result {
            case .success(let receipt):
                let details = [receipt.id, receipt.detail].compactMap { $0 }
                return "\(channel): sent to \(recipient)" + (standsInFor.map { " in place of \($0)" } ?? "")
                    + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
            case .failure(let error):
                return "\(channel): not sent to \(recipient): \(error)"
            }
        }
    }

    let network: Network

    /// Creates a messenger that reaches services through a network.
    public init(network: Network) {
        self.network = network
    }

    /// Sends a test message to every recipient of every channel, one after the other in the order of the configuration.
    /// A failure does not stop the others.
    public func test(_ channels: [Channel]) async -> [Delivery] {
        let alert = Alert(
            .test, about: UsageReport(checkedAt: network.time.now, rows: []),
            MessageComposer(style: .structured, units: .provider, zone: .utc), hashing: network.hashing)
        var deliveries: [Delivery] = []
        for channel in channels {
            for recipient in channel.plugin.recipients {
                deliveries.append(await deliver(alert, to: recipient, through: channel))
            }
        }
        return deliveries
    }

    /// Delivers an alert to one recipient.
    func deliver(_ alert: Alert, to recipient: String, through channel: Channel) async -> Delivery {
        let api = channel.entry.client(over: network)
        let result = await Result.catching { () async throws(APIError) in
            try await channel.plugin.deliver(alert, to: recipient, through: api)
        }
        let redactor = channel.entry.redactor
        let isDelivered = (try? result.get()) != nil
        return Delivery(
            channel: channel.name, kind: channel.kind, recipient: redactor.redact(recipient), event: alert.event,
            result: result.map { receipt in
                Receipt(id: receipt.id.map(redactor.redact), detail: receipt.detail.map(redactor.redact))
            }.mapError { $0.afterSending }, hasArrived: isDelivered)
    }
}

extension Messenger {
    /// The result for an alert that may have been told already, and isn't sent before a time.
    func holdingBack(_ alert: Alert, to recipient: String, through channel: Channel, until time: String) -> Delivery {
        Delivery(
            channel: channel.name, kind: channel.kind, recipient: channel.entry.redactor.redact(recipient),
            event: alert.event,
            result: .failure(APIError(.timeout, "it may have arrived already; the next try is after \(time)")),
            hasArrived: false)
    }
}

extension APIError {
    /// The error with a hint if the message may have been sent anyway.
    fileprivate var afterSending: APIError {
        let isUncertain =
            switch code {
            case .unavailable: true
            // A refusal is certain. If a success can't be decoded, the message was probably sent.
            case .badResponse: httpStatus.map { (200..<300).contains($0) } ?? !isCertainlyUnsent
            case .network, .timeout: !isCertainlyUnsent
            default: false
            }
        guard isUncertain else { return self }
        var error = self
        error.mayHaveArrived = true
        error.hint = "the message may have been sent anyway; this run won't retry it"
        return error
    }
}
