/// A token, key or password.
///
/// It never shows itself: printing, interpolating, dumping, reflecting and encoding it all give `[redacted]`. Only this
/// package reads it, to authorize and sign requests; `APIPath` has a place for one of its own.
public struct Secret: Sendable, Hashable {
    /// What is shown in its place.
    public static let redacted = "[redacted]"

    /// Where it came from, for messages: `LINODE_TOKEN`, `the file /etc/token`, `'token' (providers.json:4)`.
    public let source: String

    private let value: String

    /// A secret and the place it was read from.
    public init(_ value: String, source: String = "") {
        self.value = value
        self.source = source
    }

    /// The secret itself: for the wire and for the `Redactor`.
    package var revealed: String {
        value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Encodable {
    public var description: String {
        Self.redacted
    }

    public var debugDescription: String {
        Self.redacted
    }

    public var customMirror: Mirror {
        Mirror(self, children: [])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.redacted)
    }
}
