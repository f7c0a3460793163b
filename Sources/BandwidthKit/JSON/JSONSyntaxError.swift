/// Why a text isn't valid JSON, or exceeds the parser's limits, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int

    /// The character in that line, from 1.
    public let column: Int

    /// What was expected, or which limit was exceeded, without a full stop.
    public let reason: String

    public var description: String {
        "line \(line), column \(column): \(reason)"
    }
}
