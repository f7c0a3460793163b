/// A location in a JSON value (RFC 6901): `/data/0/used`; an empty string is the whole value.
struct JSONPointer: Sendable, Hashable {
    /// The pointer as it was written.
    let text: String

    private let steps: [String]

    /// Why a pointer leads nowhere: `the keys of '/data' are used, limit`.
    struct DeadEnd: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns `nil` unless the text is empty or starts with a slash, and every `~` in it is part of `~0` or `~1`.
    init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        var steps: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            var step = "", rest = part[...]
            while let character = rest.popFirst() {
                guard character == "~" else {
                    step.append(character)
                    continue
                }
                switch rest.popFirst() {
                case "0": step.append("~")
                case "1": step.append("/")
                default: return nil
                }
            }
            steps.append(step)
        }
        self.text = text
        self.steps = steps
    }

    /// The value at this location.
    func value(in whole: JSONValue) throws(DeadEnd) -> JSONValue {
        var value = whole, path = ""
        for step in steps {
            let here = path.isEmpty ? "the answer" : "'\(path)'"
            switch value.content {
            case .object(let members):
                guard let member = value[step] else {
                    let names = members.prefix(8).map { String($0.key.prefix(40)) }
                    let more = members.count > names.count ? ", …" : ""
                    throw DeadEnd(
                        description: names.isEmpty
                            ? "\(here) is an empty object"
                            : "the keys of \(here) are \(names.joined(separator: ", "))\(more)")
                }
                value = member
            case .array(let elements):
                guard let index = Self.index(step), elements.indices.contains(index) else {
                    throw DeadEnd(description: "\(here) is a list of \(elements.count) elements")
                }
                value = elements[index]
            default:
                throw DeadEnd(description: "\(here) is \(value.excerpt)")
            }
            path += "/\(step)"
        }
        return value
    }

    /// Parses digits without a leading zero.
    private static func index(_ step: String) -> Int? {
        guard step == "0" || step.first != "0", step.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(step)
    }
}
