/// A path below an API's base, written as a literal; what is interpolated becomes one percent-encoded segment.
///
/// `"/accounts/\(slug)/bandwidth"` stays one request for one account whatever `slug` contains. A `Secret` may be a
/// segment too: it goes over the wire as it is, and printing the path shows `[redacted]` in its place.
public struct APIPath: Sendable, ExpressibleByStringInterpolation {
    /// The path as it goes over the wire.
    package let text: String

    private let printable: String

    /// The path and query of a URL that the user wrote.
    ///
    /// - Parameter isSecret: whether the URL is a secret, as with webhooks.
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

        /// A part written in code.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
            printable += literal
        }

        /// A part that came from outside.
        public mutating func appendInterpolation(_ segment: some CustomStringConvertible) {
            text += segment.description.percentEncoded()
            printable += segment.description.percentEncoded()
        }

        /// A secret that the service wants in the path.
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
