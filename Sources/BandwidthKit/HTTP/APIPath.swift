/// A path below an API's base, written as a literal; what is interpolated becomes one percent-encoded segment.
///
/// `"/accounts/\(slug)/bandwidth"` stays one request for one account whatever `slug` holds.
public struct APIPath: Sendable, ExpressibleByStringInterpolation {
    /// The path as it goes over the wire.
    public let text: String

    /// The path of an address that the user wrote.
    public init(_ endpoint: Endpoint) {
        self.text = endpoint.path
    }

    public init(stringLiteral text: String) {
        self.text = text
    }

    public init(stringInterpolation: StringInterpolation) {
        self.text = stringInterpolation.text
    }

    /// Collects the parts of a path.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// A part written in code.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// A part that came from outside.
        public mutating func appendInterpolation(_ segment: some CustomStringConvertible) {
            text += segment.description.percentEncoded()
        }
    }
}
