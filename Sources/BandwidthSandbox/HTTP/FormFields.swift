/// The decoded fields of a form body or a query, in order, including repeated names.
public struct FormFields: Sendable, Hashable {
    /// The pairs of name and value.
    public let all: [SandboxHeader]

    init(_ text: some StringProtocol) {
        all = text.split(separator: "&").map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return SandboxHeader(Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value with a name; case-sensitive.
    public subscript(name: String) -> String? {
        all.first { $0.name == name }?.value
    }

    private static func decode(_ text: some StringProtocol) -> String {
        String(percentDecoding: String(text.map { $0 == "+" ? " " : $0 }))
    }
}
