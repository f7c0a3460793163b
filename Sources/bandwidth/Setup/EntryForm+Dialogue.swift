import BandwidthKit

extension EntryForm {
    /// How filling in a form ended.
    enum Ending {
        /// The service accepts it, or the person wants to keep it anyway.
        case filled
        /// The person doesn't want to keep it.
        case givenUp
    }

    /// Asks for everything that is asked for, until the service accepts it. An empty answer gives up.
    mutating func complete(in dialogue: Dialogue, by loader: ConfigurationLoader) async throws -> Ending {
        var open = questions, isAgain = false
        if questions.contains(where: \.isSecret) || list == .channels { introduce(in: dialogue) }
        while true {
            var isBehindPrompt = false
            for setting in open {
                if isBehindPrompt { dialogue.say() }
                guard let answer = try ask(setting, isAgain: isAgain, in: dialogue) else { return .givenUp }
                fill(setting, with: answer.text)
                isBehindPrompt = answer.isBehindPrompt
            }
            let indent = isBehindPrompt ? "" : "  "
            switch try await trial(by: loader, in: dialogue.context) {
            case .works(let summary, let remark):
                dialogue.say("\(indent)\(dialogue.sign(.fine)) \(list == .accounts ? "works: " : "")\(summary)")
                if let remark {
                    dialogue.say("  \(dialogue.sign(.warning)) not everything can be read: \(remark.description)")
                }
                return .filled
            case .refused(let error):
                open = list == .channels ? questions : questions.filter(\.isSecret)
                isAgain = open.count == 1
                let hint = list == .channels ? error.hint.map { "; \($0)" } ?? "" : ""
                let words = "\(indent)\(dialogue.sign(.failed)) \(error.refusalText)\(hint)".printable
                dialogue.write(words + (isAgain ? ". " : "\n"))
                if open.isEmpty { return .givenUp }
            case .misconfigured(let problems):
                if isBehindPrompt { dialogue.say() }
                for problem in problems {
                    dialogue.say("  \(dialogue.sign(.failed)) \(problem.subject): \(problem.message)")
                }
                let wrong = questions.filter { setting in
                    problems.contains { $0.subject.hasSuffix(": \(setting.key)") }
                }
                open = wrong.isEmpty ? questions : wrong
                isAgain = false
                if open.isEmpty { return .givenUp }
            case .failed(let error):
                dialogue.say("\(indent)\(dialogue.sign(.failed)) not tested")
                dialogue.say("  \(error.description)")
                return try dialogue.confirm("  Keep it all the same?", usual: false) ? .filled : .givenUp
            }
        }
    }

    /// Says where a token is made, and what it has to allow.
    private func introduce(in dialogue: Dialogue) {
        if let page = service.summary.tokenPage { dialogue.say("  Make a token: \(page)") }
        dialogue.say("  It needs: \(service.summary.permission)")
    }

    /// An answer, and whether the cursor still stands behind the prompt.
    private typealias Answer = (text: String, isBehindPrompt: Bool)

    /// Asks for a setting; `nil` if the answer is empty and nothing was suggested.
    ///
    /// - Parameter isAgain: whether the answer before it was refused, and the cursor stands behind the reason.
    private func ask(_ setting: Setting, isAgain: Bool, in dialogue: Dialogue) throws -> Answer? {
        let name = isAgain ? "Again" : "  \(setting.title)"
        let variable = setting.variables.first { dialogue.context.environment[$0]?.isEmpty == false }
        let known = isAgain ? nil : variable.flatMap { dialogue.context.environment[$0] }
        if setting.isSecret {
            if let variable, let known, try dialogue.confirm("\(name): use \(variable)?", usual: true) {
                return (known, false)
            }
            let answer = try dialogue.askSecret("\(name) (hidden): ")
            if answer.isEmpty { dialogue.say() }
            return answer.isEmpty ? nil : (answer, true)
        }
        let suggestion = known ?? service.suggestion(for: setting.key, random: dialogue.context.randomWord())
        let answer = try dialogue.ask("\(name) \(suggestion.map { "[\($0)]" } ?? "(\(setting.summary))"): ")
        return answer.isEmpty ? suggestion.map { ($0, false) } : (answer, false)
    }
}

extension Setting {
    /// The key as people read it: `Account SID`.
    fileprivate var title: String {
        let words = key.split(separator: "_").map { word in
            ["api", "id", "sid", "url"].contains(word) ? word.uppercased() : String(word)
        }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
