/// A service that brings messages to people or to programs.
///
/// Besides what every `Service` has, a notifier says what its messages look like and whether one may be sent again, and
/// hands one message for one recipient to its service when it is told to. Who is told what and when, wording, retries,
/// and remembering what was delivered are wrapped around it, never inside it.
public protocol Notifier: Service {
    /// What a message may consist of.
    static var style: MessageStyle { get }

    /// What a message of this channel may consist of, where its settings change that; usually `style`.
    var messageStyle: MessageStyle { get }

    /// Whether sending a message again does no harm.
    static var repeats: Repeatability { get }

    /// Who is told, in the configuration's order; nothing in it is a secret.
    var recipients: [String] { get }

    /// Hands an alert for one recipient to the service.
    ///
    /// - Returns: what the service says of it; that it arrives is not said yet.
    func deliver(_ alert: Alert, to recipient: String, through api: APIClient) async throws(APIError) -> Receipt
}

extension Notifier {
    public var messageStyle: MessageStyle { Self.style }
}

/// What the messages of a notifier may consist of.
public enum MessageStyle: Sendable, Hashable {
    /// A text in the alphabet of text messages, of at most so many segments: one has 160 characters, several 153 each.
    case gsm7(segments: Int)

    /// A text of at most so many bytes of UTF-8.
    case plain(Int)

    /// A title and a body, each of at most so many bytes of UTF-8.
    case title(Int, body: Int)

    /// Data for programs; the words are beside it and of any length.
    case structured
}

/// Whether a message may be sent again after it may have arrived.
public enum Repeatability: Sendable, Hashable {
    /// Whoever gets it would get it twice.
    case never

    /// It carries a key by which the second replaces the first.
    case byKey
}

/// What a service said when it took a message over.
public struct Receipt: Sendable, Hashable {
    /// The service's name of the message; `nil` where it has none.
    public let id: String?

    /// What else is worth knowing, in a few words: `2 segments`.
    public let detail: String?

    /// A receipt.
    public init(id: String? = nil, detail: String? = nil) {
        self.id = id?.printable
        self.detail = detail?.printable
    }
}
