import BandwidthKit

/// The settings of an account or a channel that are being filled in, and where they go.
struct EntryForm {
    /// The file with the entry in it, as it would be written.
    private(set) var file: ConfigurationFile

    let list: ConfigurationFile.List

    /// The entry's place in its list.
    let index: Int

    /// Whether the file didn't have it.
    let isNew: Bool

    private(set) var name: String

    /// What is asked for, in order.
    let questions: [Setting]

    let service: any Service.Type

    /// Starts a form for a new entry.
    ///
    /// - Parameter settings: what is known of it already.
    init(
        adding name: String, of service: any Service.Type, _ settings: [(String, JSONValue)] = [],
        to list: ConfigurationFile.List, of file: ConfigurationFile
    ) {
        self.file = file
        self.list = list
        self.name = name
        self.service = service
        index = file.entries(of: list).count
        isNew = true
        questions = service.settings.filter { setting in
            setting.isAskedFor && !settings.contains { $0.0 == setting.key }
        }
        let type: [(String, JSONValue)] = [("type", .string(service.kind))]
        let called: [(String, JSONValue)] = name == service.kind ? [] : [("name", .string(name))]
        self.file.add(.object((type + called + settings).map { JSONValue.Member($0.0, $0.1) }), to: list)
    }

    /// Starts a form for secrets of an account that the file has.
    init(
        changing index: Int, called name: String, of service: any Service.Type, _ questions: [Setting],
        in file: ConfigurationFile
    ) {
        self.file = file
        self.index = index
        self.name = name
        self.service = service
        self.questions = questions
        list = .accounts
        isNew = false
    }

    /// The entry as it is filled in.
    var entry: JSONValue { file.entries(of: list)[index] }

    /// Fills in an answer: a line, or what stands between commas or blanks where a setting has several values.
    mutating func fill(_ setting: Setting, with answer: String) {
        file.set(setting.key, in: list, at: index, to: setting.value(of: answer))
    }

    /// Gives the entry another name.
    mutating func rename(to name: String) {
        guard name != self.name else { return }
        file.set("name", in: list, at: index, to: .string(name))
        self.name = name
    }

    /// Asks the service whether the answers are right; a channel sends a test message.
    func trial(by loader: ConfigurationLoader, in context: CommandContext) async throws(ConfigurationError) -> Trial {
        let choice = EntryChoice(
            accounts: [name], readsAccounts: list == .accounts, readsChannels: list == .channels,
            readsHeartbeat: false)
        let configuration = try await loader.load(file, reading: choice, with: context.processes)
        if let account = configuration.accounts.first(where: { $0.name == name }), list == .accounts {
            return try await context.withNetwork { network in await Trial.of(account, over: network) }
        }
        if let channel = configuration.channels.first(where: { $0.name == name }), list == .channels {
            return try await context.withNetwork { network in await Trial.of(channel, over: network) }
        }
        return .misconfigured(configuration.problems)
    }
}

extension Setting {
    /// What a configuration has for an answer.
    fileprivate func value(of answer: String) -> JSONValue {
        guard shape != .single else { return .string(answer) }
        // Whoever knows the file may write it as there.
        if answer.hasPrefix("["), let list = try? JSONParser().parse(Array(answer.utf8)), list.array != nil {
            return list
        }
        if shape == .command { return .array((answer.shellWords ?? [answer]).map { .string($0) }) }
        let parts = answer.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        return parts.count > 1 ? .array(parts.map { .string($0) }) : .string(answer)
    }
}
