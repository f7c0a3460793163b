import BandwidthSandbox

/// One way to misbehave.
public struct SandboxFault: Sendable {
    /// The name in the path; `CODE` stands for a status from 300 to 599, `SECONDS` for a number of seconds.
    public let name: String
    /// What happens, in a few words.
    public let summary: String

    private let act: @Sendable (Exchange, Int) -> Reply

    /// - Parameter act: What is sent; also gets the number from the name in the path, or 0.
    init(_ name: String, _ summary: String, act: @escaping @Sendable (Exchange, Int) -> Reply) {
        self.name = name
        self.summary = summary
        self.act = act
    }

    /// Creates a fault that is a regular HTTP response.
    init(
        _ name: String,
        _ summary: String,
        response: @escaping @Sendable (Exchange, Int) -> SandboxResponse
    ) {
        self.init(name, summary) { exchange, number in
            Reply(response(exchange, number), to: exchange.request)
        }
    }

    /// All faults: of the connection, the framing, the content and the status.
    public static let all: [SandboxFault] = connection + framing + content + fields + status

    static func reply(named name: String, in exchange: Exchange) -> Reply {
        for fault in all {
            if let number = fault.number(in: name) {
                return fault.act(exchange, number)
            }
        }
        let text = "The sandbox has no fault '\(name)'; it has \(all.map(\.name).joined(separator: ", "))\n"
        return Reply(SandboxResponse(500, text: text, type: "text/plain"), to: exchange.request)
    }

    /// The number in a name at the place of `CODE` or `SECONDS`, 0 if this fault has neither; `nil` if the name is
    /// another fault's.
    private func number(in other: String) -> Int? {
        let pattern = name.split(separator: "-", omittingEmptySubsequences: false)
        let parts = other.split(separator: "-", omittingEmptySubsequences: false)
        guard pattern.count == parts.count else { return nil }
        var number = 0
        for (expected, part) in zip(pattern, parts) where expected != part {
            guard let range = Self.placeholders[expected], let value = Int(part), range ~= value else { return nil }
            number = value
        }
        return number
    }

    private static let placeholders: [Substring: ClosedRange<Int>] = ["CODE": 300...599, "SECONDS": 0...Int.max]
}
