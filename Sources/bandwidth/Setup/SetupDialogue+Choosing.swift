import BandwidthKit

extension SetupDialogue {
    /// Asks for one of some services by name; `nil` if the answer is empty.
    func choose(
        _ question: String, from services: [any Service.Type], offering offered: [String], none: Bool = false
    ) throws -> (any Service.Type)? {
        let names = (offered.prefix(3) + ["…"]).joined(separator: ", ")
        let prompt = "\(question) (\(names); ?: all; Enter: \(none ? "none" : "done")) "
        while true {
            let answer = try dialogue.ask(prompt).lowercased()
            if answer.isEmpty { return nil }
            if let service = services.first(where: { $0.isCalled(answer) }) { return service }
            let words = services.flatMap { [$0.kind, $0.brand.lowercased()] + $0.summary.aliases }
            if answer != "?", let nearest = Suggestion.nearest(to: answer, among: words),
                let service = services.first(where: { $0.isCalled(nearest) })
            {
                if try dialogue.confirm("  Do you mean \(nearest)?", usual: true) { return service }
            } else {
                dialogue.explain("Known: \(services.map { $0.kind }.joined(separator: ", "))")
            }
        }
    }
}

extension Service {
    /// The brand without what stands in parentheses behind it.
    static var brand: String {
        summary.name.split(separator: " (").first.map(String.init) ?? kind
    }

    /// Whether a person means this service by a word.
    static func isCalled(_ word: String) -> Bool {
        kind == word || brand.lowercased() == word || summary.aliases.contains(word)
    }
}
