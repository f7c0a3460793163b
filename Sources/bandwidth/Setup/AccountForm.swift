import BandwidthKit

/// The settings of one account that are being filled in, and where they go.
struct AccountForm {
    /// The file with the account in it, as it would be written.
    private(set) var file: ConfigurationFile

    /// The account's place among the accounts of the file.
    let index: Int

    /// Whether the file didn't have it.
    let isNew: Bool

    let name: String

    /// What is asked for, in order.
    let questions: [Setting]

    /// What the provider says of itself.
    private let summary: ServiceSummary

    /// Starts a form for a new account of a provider.
    ///
    /// - Parameter settings: what is known of it already.
    init(
        adding name: String, of provider: any Service.Type, _ settings: [(String, JSONValue)] = [],
        to file: ConfigurationFile
    ) {
        self.file = file
        self.name = name
        index = file.accounts.count
        isNew = true
        summary = provider.summary
        questions = provider.settings.filter { setting in
            setting.isAskedFor && !settings.contains { $0.0 == setting.key }
        }
        let type: [(String, JSONValue)] = [("type", .string(provider.kind))]
        let called: [(String, JSONValue)] = name == provider.kind ? [] : [("name", .string(name))]
        self.file.add(account: .object((type + called + settings).map { JSONValue.Member($0.0, $0.1) }))
    }

    /// Starts a form for secrets of an account that the file has.
    init(
        changing index: Int, called name: String, at provider: any Service.Type, _ questions: [Setting],
        in file: ConfigurationFile
    ) {
        self.file = file
        self.index = index
        isNew = false
        summary = provider.summary
        self.name = name
        self.questions = questions
    }

    /// Fills in an answer.
    mutating func fill(_ setting: Setting, with answer: String) {
        file.set(setting.key, ofAccount: index, to: .string(answer))
    }

    /// Asks the service whether the answers are right.
    func trial(by loader: ConfigurationLoader, in context: CommandContext) async throws(ConfigurationError)
        -> AccountTrial
    {
        let choice = EntryChoice(accounts: [name], readsChannels: false, readsHeartbeat: false)
        let configuration = try await loader.load(file, reading: choice, with: context.processes)
        guard let account = configuration.accounts.first(where: { $0.name == name }) else {
            return .misconfigured(configuration.problems)
        }
        return try await context.withNetwork { network in await AccountTrial.of(account, over: network) }
    }
}

extension AccountForm {
    /// How filling in a form ended.
    enum Ending {
        /// The service accepts it, or the person wants to keep it anyway.
        case filled
        /// Nothing is to be kept.
        case givenUp
    }

    /// Asks for everything that is asked for, until the service accepts it.
    mutating func complete(
        in dialogue: Dialogue, by loader: ConfigurationLoader
    ) async throws -> Ending {
        var open = questions, isAgain = false
        if questions.contains(where: \.isSecret) { introduce(in: dialogue) }
        while true {
            for setting in open { fill(setting, with: try Self.ask(setting, isAgain: isAgain, in: dialogue)) }
            switch try await trial(by: loader, in: dialogue.context) {
            case .works(let summary, let remark):
                dialogue.say(.fine, "works: \(summary)")
                if let remark {
                    dialogue.say("  \(dialogue.sign(.warning)) not everything can be read: \(remark.description)")
                }
                return .filled
            case .refused(let error):
                open = questions.filter(\.isSecret)
                isAgain = open.count == 1
                dialogue.write("\(dialogue.sign(.failed)) \(error.refusalText.printable)\(isAgain ? ". " : "\n")")
                if open.isEmpty { return .givenUp }
            case .misconfigured(let problems):
                dialogue.say()
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
                dialogue.say(.failed, "not tested")
                dialogue.say("  \(error.description)")
                return try dialogue.confirm("  Keep it all the same?", usual: false) ? .filled : .givenUp
            }
        }
    }

    /// Says where a token is made, and what it has to allow.
    private func introduce(in dialogue: Dialogue) {
        if let page = summary.tokenPage { dialogue.say("  Make a token: \(page)") }
        dialogue.say("  It needs: \(summary.permission)")
    }

    /// - Parameter isAgain: whether the answer before it was refused, and the cursor stands behind the reason.
    private static func ask(_ setting: Setting, isAgain: Bool, in dialogue: Dialogue) throws -> String {
        let word = setting.key.split(separator: "_").joined(separator: " ")
        let name = "  \(word.prefix(1).uppercased())\(word.dropFirst())"
        let prompt = "\(isAgain ? "Again" : name) (\(setting.isSecret ? "hidden" : setting.summary)): "
        while true {
            let answer = try setting.isSecret ? dialogue.askSecret(prompt) : dialogue.ask(prompt)
            if !answer.isEmpty { return answer }
            if setting.isSecret { dialogue.say() }
            dialogue.say("  Nothing was entered; Ctrl-D to give up.")
        }
    }
}
