/// A service that brings a text to people.
///
/// A conforming type is its settings, like a `UsageProvider`. It sends one message to one recipient when it is told to;
/// who is told what and when, retries, and what is remembered of it, are not its business.
public protocol Notifier: Sendable {
    /// The `type` of an entry: `twilio`.
    static var kind: String { get }

    /// Where the API lives unless the configuration says otherwise.
    static var baseURL: BaseURL { get }

    /// The most characters of a message.
    static var textLimit: Int { get }

    /// The shape of the service's error bodies.
    associatedtype Refusal: ServiceError = NoServiceError

    /// Reads the settings of an entry. What is wrong is noted in the reader; the result is then not used.
    init(from settings: inout SettingsReader)

    /// Who gets the message, in the configuration's order.
    var recipients: [String] { get }

    /// Hands a message for one recipient to the service.
    ///
    /// - Returns: what the service calls the message and what it says of it.
    func send(_ text: String, to recipient: String, through api: APIClient) async throws(APIError) -> Receipt
}

extension Notifier {
    /// The settings that an entry of this notifier can have, besides those of every entry.
    public static var settings: [Setting] {
        var reader = SettingsReader([:], at: "", context: ConfigurationContext(environment: [:]))
        _ = Self(from: &reader)
        return reader.settings
    }
}

/// What a service said when it took a message over; that it arrives is not said yet.
public struct Receipt: Sendable, Hashable {
    /// The service's name of the message.
    public let id: String

    /// What else is worth knowing, in a few words: `2 segments`.
    public let detail: String

    /// A receipt.
    public init(id: String, detail: String) {
        self.id = id.printable
        self.detail = detail.printable
    }
}
