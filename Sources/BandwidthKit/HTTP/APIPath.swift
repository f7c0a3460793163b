/// A path relative to an API's base URL, written as a literal. Each interpolated value becomes one percent-encoded
/// segment.
///
/// `"/accounts/\(slug)/bandwidth"` is a request for one account, whatever `slug` contains. A `Secret` can also be a
/// segment: its value is sent, but printing the path shows `[redacted]` instead.
public struct APIPath: Sendable, ExpressibleByStringInterpolation {
    /// The path as it is sent.
    package let text: String

    private let printable: String

    /// Creates a path from the path and query of a URL that the user wrote.
    ///
    /// - Parameter isSecret: whether the URL is a secret, like that of a webhook.
    public init(_ endpoint: Endpoint, isSecret: Bool = false) {
        text = endpoint.path
        printable = isSecret ? "/\(Secret.redacted)" : String(endpoint.path.prefix { $0 != "?" })
    }

    public init(stringLiteral text: String) {
        self.text = text
        printable = text
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        printable = stringInterpolation.printable
    }

    /// Collects the parts of a path.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var printable = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends a literal part.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
            printable += literal
        }

        /// Appends a value as one percent-encoded segment.
        public mutating func appendInterpolation(_ segment: some CustomStringConvertible) {
            text += segment.description.percentEncoded()
            printable += segment.description.percentEncoded()
        }

        /// Appends a secret that the service expects in the path.
        public mutating func appendInterpolation(_ secret: Secret) {
            text += secret.revealed.percentEncoded()
            printable += Secret.redacted
        }
    }
}

extension APIPath: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        printable
    }

    public var debugDescription: String {
        printable
    }

    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
