/// Parses JSON (RFC 8259) in one pass and linear time, with fixed limits on depth and size.
///
/// `JSONDecoder` doesn't report where an error is, accepts trailing commas, keeps neither order nor line numbers, and
/// takes quadratic time for deep nesting. So all input goes through this parser: configurations and untyped answers
/// become a `JSONValue`, and an answer that is decoded into a type is checked first.
public struct JSONParser: Sendable {
    /// The maximum nesting depth.
    public static let maximumDepth = 64

    /// The maximum number of values in a text. A page of a thousand bunny.net zones, the largest known answer, has
    /// 150,000.
    public static let maximumCount = 1_000_000

    /// The number of values between two questions whether the result is still wanted.
    static let valuesBetweenQuestions = 4096

    /// Whether a duplicate key is an error; otherwise the first one counts.
    private let refusesDuplicates: Bool

    private let isCancelled: @Sendable () -> Bool

    /// Creates a parser.
    ///
    /// - Parameters:
    ///   - refusesDuplicates: whether a duplicate key is an error; otherwise the first one counts.
    ///   - isCancelled: whether the result is no longer wanted; asked regularly.
    public init(refusesDuplicates: Bool = false, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.refusesDuplicates = refusesDuplicates
        self.isCancelled = isCancelled
    }

    /// Parses a text into a value.
    public func parse(_ text: some Collection<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        try read(text, with: ValueBuilder(refusesDuplicates: refusesDuplicates))
    }

    /// Checks a text without building a value.
    public func check(_ text: some Collection<UInt8>) throws(JSONSyntaxError) {
        try read(text, with: NothingBuilder())
    }

    private func read<Builder: JSONBuilder>(
        _ text: some Collection<UInt8>, with builder: Builder
    ) throws(JSONSyntaxError) -> Builder.Value {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = Array(text.starts(with: byteOrderMark) ? text.dropFirst(3) : text.dropFirst(0))
        var scanner = JSONScanner(bytes: bytes, builder: builder, isCancelled: isCancelled)
        do throws(JSONProblem) {
            return try scanner.document()
        } catch {
            throw scanner.located(error)
        }
    }
}
