#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension JSONValue {
    /// JSON text with sorted keys, indented by two spaces, ending in a line break: the same value, the same bytes.
    public var text: String {
        text(indented: 0) + "\n"
    }

    /// The same text as a part of a larger one: without the last line break, all lines but the first moved to the right.
    ///
    /// Written here and not by `JSONEncoder`, which takes ten times as long: a report may have ten thousand rows.
    package func text(indented width: Int) -> String {
        var text = ""
        append(to: &text, indent: String(repeating: " ", count: width))
        return text
    }

    private func append(to text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += value.isNaN ? "null" : value.description
        case .integer(let value): text += "\(value)"
        case .string(let value): Self.append(value, to: &text)
        case .array(let values):
            Self.append("[", values, "]", to: &text, indent) { value, text, indent in
                value.append(to: &text, indent: indent)
            }
        case .object(let members):
            Self.append("{", members.sorted { $0.key < $1.key }, "}", to: &text, indent) { member, text, indent in
                Self.append(member.key, to: &text)
                text += " : "
                member.value.append(to: &text, indent: indent)
            }
        }
    }

    private static func append<Element>(
        _ start: String, _ elements: [Element], _ end: String, to text: inout String, _ indent: String,
        _ appendElement: (_ element: Element, _ text: inout String, _ indent: String) -> Void
    ) {
        let inner = indent + "  "
        text += start
        for (index, element) in elements.enumerated() {
            text += index == 0 ? "\n" : ",\n"
            text += inner
            appendElement(element, &text, inner)
        }
        text += elements.isEmpty ? "\n\n" : "\n"
        text += indent
        text += end
    }

    /// A string between quotes; what must be escaped is left to the library.
    private static func append(_ string: String, to text: inout String) {
        let isPlain = string.utf8.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        guard !isPlain else {
            text += "\""
            text += string
            text += "\""
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        text += (try? encoder.encode(string)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
