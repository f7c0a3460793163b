/// The user's own words for a message, with placeholders such as `{name}`.
///
/// With a placeholder of a row it is filled once for each row, the worst first; otherwise once. The first line is the
/// title of a channel that has one.
struct MessageTemplate: Sendable, Hashable {
    /// What can be filled in. There are no others, so that no message can contain anything else.
    enum Placeholder: String, Sendable, CaseIterable {
        // Of the message.
        case title, body, event, date

        // Of a row.
        case name, provider, account, scope, status, verdict, used, quota, share, expected
        case runsOut = "runs_out"
        case cost
        case expectedCost = "expected_cost"
        case budget
        case periodEnd = "period_end"
        case link

        /// Whether it is about a row.
        var isOfRow: Bool {
            switch self {
            case .title, .body, .event, .date: false
            default: true
            }
        }
    }

    private enum Part: Hashable {
        case text(String)
        case placeholder(Placeholder)
    }

    private let parts: [Part]

    /// Why a text is no template; the description is meant to follow its place.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Parses a template. `{{` and `}}` are braces.
    init(_ text: String) throws(Problem) {
        var parts: [Part] = [], literal = "", rest = text[...]
        let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        while let character = rest.popFirst() {
            guard "{}".contains(character) else {
                literal.append(character)
                continue
            }
            if rest.first == character {
                literal.append(rest.removeFirst())
                continue
            }
            let name = rest.prefix { $0 != "}" }
            guard character == "{", name.count < rest.count else {
                throw Problem(description: "a brace without its other half; write {{ or }} for a brace")
            }
            rest = rest.dropFirst(name.count + 1)
            guard let placeholder = Placeholder(rawValue: String(name)) else {
                throw Problem(description: "unknown placeholder {\(name.prefix(40).printable)}; known: \(known)")
            }
            if !literal.isEmpty { parts.append(.text(literal)) }
            literal = ""
            parts.append(.placeholder(placeholder))
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        guard !parts.isEmpty else { throw Problem(description: "is empty; remove it") }
        self.parts = parts
    }

    /// Whether it is filled for each row.
    var isOfRows: Bool {
        parts.contains { part in
            if case .placeholder(let placeholder) = part { placeholder.isOfRow } else { false }
        }
    }

    /// The text with every placeholder filled in.
    func filled(_ value: (Placeholder) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .placeholder(let placeholder): value(placeholder)
            }
        }.joined()
    }
}

extension SettingsReader {
    /// Reads `template`: one for crossings and reminders, or an object from event to template.
    mutating func templates() -> [Alert.Event: MessageTemplate] {
        let events: [Alert.Event] = [.crossed, .reminded, .resolved, .report]
        let words = events.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        let names = MessageTemplate.Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
        let summary =
            "your own words for messages that limits are crossed, or an object from \(words) to words; with \(names)"
        guard let value = value("template", summary) else { return [:] }
        guard let members = value.members else {
            let template = template(value, "template")
            return template.map { [.crossed: $0, .reminded: $0] } ?? [:]
        }
        var templates: [Alert.Event: MessageTemplate] = [:]
        for member in members where !member.key.hasPrefix("//") {
            guard let event = events.first(where: { $0.rawValue == member.key }) else {
                report("template.\(member.key.printable)", "unknown event; known: \(words)", at: member.value)
                continue
            }
            templates[event] = template(member.value, "template.\(member.key)")
        }
        return templates
    }

    private mutating func template(_ value: JSONValue, _ key: String) -> MessageTemplate? {
        guard let text = value.string else {
            report(key, "expected a text, but got \(value.excerpt)", at: value)
            return nil
        }
        do throws(MessageTemplate.Problem) {
            return try MessageTemplate(text)
        } catch {
            report(key, error.description, at: value)
            return nil
        }
    }
}
