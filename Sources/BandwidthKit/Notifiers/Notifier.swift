/// A service that delivers messages to people or programs.
///
/// Besides what every `Service` has, a notifier declares what its messages look like and whether one may be sent again,
/// and hands a message for one recipient to its service. Choosing recipients, wording, retries and remembering
/// deliveries all happen outside the notifier.
public protocol Notifier: Service {
    /// The form of its messages.
    static var style: MessageStyle { get }

    /// The form of this channel's messages, where its settings change it; usually `style`.
    var messageStyle: MessageStyle { get }

    /// Whether sending a message again does no harm.
    static var repeats: Repeatability { get }

    /// Whether several rows are one message; usually they are.
    var grouping: AlertGrouping { get }

    /// Whether the service can end an alert, so that it hears of the end unless the user says otherwise; by default if
    /// a message can replace an earlier one.
    static var endsAlerts: Bool { get }

    /// Whether the service forgets alerts, as when it is restarted, and has to be told on every run what still holds.
    static var forgets: Bool { get }

    /// The recipients, in the order of the configuration; none of them is a secret.
    var recipients: [String] { get }

    /// What tells a recipient from one of the same name elsewhere, such as the server of a topic or the path of a
    /// webhook; `nil`, the default, if a name is the same everywhere, like a phone number. It may be a secret: only its
    /// SHA-256 is kept.
    ///
    /// - Parameter address: the service's address.
    func realm(of recipient: String, at address: BaseURL) -> Secret?

    /// Hands an alert for one recipient to the service.
    ///
    /// - Returns: the service's receipt, which doesn't mean that the message has arrived.
    func deliver(_ alert: Alert, to recipient: String, through api: APIClient) async throws(APIError) -> Receipt

    /// Asks the service whether it would accept messages, without sending any.
    ///
    /// - Returns: what it says, in a few words; `nil`, the default, if only a message can tell.
    func probe(through api: APIClient) async throws(APIError) -> String?
}

extension Notifier {
    public var messageStyle: MessageStyle { Self.style }

    public var grouping: AlertGrouping { .together }

    public static var endsAlerts: Bool { repeats == .byKey }

    public static var forgets: Bool { false }

    public func realm(of recipient: String, at address: BaseURL) -> Secret? { nil }

    public func probe(through api: APIClient) async throws(APIError) -> String? { nil }
}

/// Whether several rows are one message.
public enum AlertGrouping: Sendable, Hashable {
    /// Yes: a person wants one message, however much has happened.
    case together

    /// No: each row that crosses a limit is something of its own, which begins and ends. A report is still one message.
    case eachRow
}

/// Whether a message that may have arrived may be sent again.
public enum Repeatability: Sendable, Hashable {
    /// No: the recipient would get it twice.
    case never

    /// Yes: it carries a key by which the second message replaces the first.
    case byKey
}

/// What a service returned when it accepted a message.
public struct Receipt: Sendable, Hashable {
    /// The service's identifier for the message; `nil` if it has none.
    public let id: String?

    /// Further details in a few words: `2 segments`.
    public let detail: String?

    /// Creates a receipt.
    public init(id: String? = nil, detail: String? = nil) {
        self.id = id?.printable
        self.detail = detail?.printable
    }
}
