extension SandboxJSON {
    /// The value as the 2010 API writes it where the path doesn't end in `.json`
    /// (www.twilio.com/docs/usage/twilios-response).
    ///
    /// - Parameter name: The element below the root: `Message`, `RestException`.
    func twilioXML(_ name: String) -> String {
        "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>\(element(name))</TwilioResponse>"
    }

    private func element(_ name: String) -> String {
        switch self {
        case .null: "<\(name)/>"
        case .bool(let value): "<\(name)>\(value)</\(name)>"
        case .number(let literal): "<\(name)>\(literal)</\(name)>"
        case .string(let value): "<\(name)>\(Self.escaped(value))</\(name)>"
        case .array(let values): "<\(name)>\(values.map { $0.element("Item") }.joined())</\(name)>"
        case .object(let members):
            "<\(name)>\(members.map { $0.1.element(Self.camelCase($0.0)) }.joined())</\(name)>"
        }
    }

    /// `num_segments` becomes `NumSegments`.
    private static func camelCase(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
