/// A token, key or password.
///
/// Its value is never shown: printing, interpolating, dumping, reflecting and encoding a secret all give `[redacted]`.
/// Only this package reads the value, to authorize and sign requests. An `APIPath` can contain a secret.
public struct Secret: Sendable, Hashable {
    /// The text shown in place of a secret.
    public static let redacted = "[redacted]"

    /// The source of the secret, for messages: `LINODE_TOKEN`, `the file /etc/token`, `'token' (providers.json:4)`.
    public let source: String

    private let value: String

    /// Creates a secret that was read from `source`.
    public init(_ value: String, source: String = "") {
        self.value = value
        self.source = source
    }

    /// The value, for requests and for the `Redactor`.
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
