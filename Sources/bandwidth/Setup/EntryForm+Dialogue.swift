import BandwidthKit

extension EntryForm {
    /// How filling in a form ended.
    enum Ending {
        /// The service accepts it, or the person wants to keep it anyway.
        case filled
        /// The person doesn't want to keep it.
        case givenUp
    }

    /// What went before a question.
    private enum Round {
        /// Nothing.
        case first
        /// The answers were refused, or can't be right.
        case refused
        /// The answers couldn't be tested.
        case untested
    }

    /// Asks for everything that is asked for, until the service accepts it. An empty answer gives up.
    mutating func complete(in dialogue: Dialogue, by loader: ConfigurationLoader) async throws -> Ending {
        var open = questions, round = Round.first, answers: [String: String] = [:]
        if questions.contains(where: \.isSecret) || list == .channels && !questions.isEmpty { introduce(in: dialogue) }
        while true {
            // Where there is no secret whose empty answer gives up, Enter has to do that elsewhere.
            let keeps = round == .untested || open.contains(where: \.isSecret)
            for setting in open {
                let before = keeps ? answers[setting.key] : nil
                guard let answer = try ask(setting, round, before: before, in: dialogue) else { return .givenUp }
                fill(setting, with: answer)
                answers[setting.key] = answer
            }
            switch try await trial(by: loader, in: dialogue.context) {
            case .works(let summary, let remark):
                dialogue.explain(.fine, (list == .accounts ? "works: " : "") + summary)
                if let remark { dialogue.explain(.warning, "not everything can be read: \(remark.description)") }
                return .filled
            case .refused(let error):
                let hint = list == .channels ? error.hint.map { "; \($0)" } ?? "" : ""
                dialogue.explain(.failed, error.refusalText + hint)
                open = list == .channels ? questions : questions.filter(\.isSecret)
                round = .refused
                if open.isEmpty { return .givenUp }
            case .misconfigured(let problems):
                for problem in problems { dialogue.explain(.failed, "\(problem.subject): \(problem.message)") }
                let wrong = questions.filter { setting in
                    let place = ": \(setting.key)"
                    return problems.contains { $0.subject.hasSuffix(place) || $0.subject.contains("\(place)[") }
                }
                open = wrong.isEmpty ? questions : wrong
                for setting in open { answers[setting.key] = nil }
                round = .refused
                if open.isEmpty { return .givenUp }
            case .failed(let error):
                dialogue.explain(.failed, "not tested: \(error.description)")
                guard try dialogue.confirm("  Try again?", usual: true) else {
                    return try dialogue.confirm("  Keep it untested?", usual: false) ? .filled : .givenUp
                }
                open = questions
                round = .untested
            }
        }
    }

    /// Says where a token is made, and what it has to allow.
    private func introduce(in dialogue: Dialogue) {
        if let page = service.summary.tokenPage { dialogue.explain("Make a token: \(page)") }
        dialogue.explain("It needs: \(service.summary.permission)")
    }

    /// Asks for a setting; `nil` if the answer is empty and nothing was suggested.
    ///
    /// - Parameter before: an answer that Enter gives again; for a secret, only if it wasn't refused.
    private func ask(_ setting: Setting, _ round: Round, before: String?, in dialogue: Dialogue) throws -> String? {
        let environment = round == .first ? dialogue.context.environment : [:]
        let variable = setting.variables.first { !(environment[$0] ?? "").isUnset }
        let known = variable.flatMap { environment[$0] }
        if setting.isSecret {
            if let variable, try dialogue.confirm("  \(setting.title): use \(variable)?", usual: true) { return known }
            let before = round == .untested ? before : nil
            let name = round == .refused ? "\(setting.title) again" : setting.title
            let answer = try dialogue.askSecret("  \(name) (hidden\(before == nil ? "" : "; Enter: as before")): ")
            return answer.isEmpty ? before : answer
        }
        let usual = round == .first ? service.suggestion(for: setting.key, random: dialogue.context.randomWord()) : nil
        let suggestion = before ?? known ?? usual
        let prompt = suggestion.map { "\(setting.title) [\($0.printable)]" } ?? setting.description
        let answer = try dialogue.ask("  \(prompt): ")
        return answer.isEmpty ? suggestion : answer
    }
}

extension String {
    /// Whether a variable with this value counts as not set.
    var isUnset: Bool { isEmpty || self == "null" }
}

extension Setting {
    /// The key as people read it: `Account SID`.
    fileprivate var title: String {
        let words = key.split(separator: "_").map { word in
            ["api", "id", "sid", "url", "veid"].contains(word) ? word.uppercased() : String(word)
        }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The key with what it is for: `From (the sender)`, `Account SID (AC…)`.
    fileprivate var description: String {
        summary.lowercased().hasPrefix("\(title.lowercased()) (")
            ? title + summary.dropFirst(title.count) : "\(title) (\(summary))"
    }
}
