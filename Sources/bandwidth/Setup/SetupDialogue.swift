import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The dialogue of `bandwidth setup`: accounts, then channels, then the file, then a schedule.
///
/// Nothing is written until the person has seen everything tested; whoever leaves before that leaves no trace.
struct SetupDialogue {
    private let dialogue: Dialogue
    private let loader: ConfigurationLoader
    private let context: CommandContext
    private var file: ConfigurationFile

    /// How many names a question lists.
    private static let mostNames = 4

    init(file: ConfigurationFile, loader: ConfigurationLoader, context: CommandContext) {
        self.file = file
        self.loader = loader
        self.context = context
        dialogue = Dialogue(context: context)
    }

    /// Asks, tests, writes.
    mutating func run() async throws -> ExitStatus {
        let before = file.bytes
        if !file.isNew {
            let names = file.names(of: .accounts)
            dialogue.say(
                "This adds to \(context.shortened(file.path))"
                    + (names.isEmpty ? "." : ", which has \(names.joined(separator: ", "))."))
        }
        try await addFoundAccounts()
        try await addAccounts()
        guard !file.entries(of: .accounts).isEmpty else {
            dialogue.say("There is no account, so nothing was written.")
            return .wrongConfiguration
        }
        try await addChannels()
        if file.bytes == before {
            dialogue.say("Nothing was added.")
        } else {
            let copy = try file.save()
            dialogue.say(
                "Wrote \(context.shortened(file.path)) (only you can read it)"
                    + (copy.map { "; what it was is in \(context.shortened($0))." } ?? "."))
        }
        try await schedule()
        dialogue.say("Now run: bandwidth\(option)")
        return .success
    }

    /// The option that names the file, if it isn't the usual one.
    private var option: String {
        file.path == (loader.usualFile() ?? loader.userFile) ? "" : " --config \(file.path.shellWord)"
    }
}

// MARK: - Accounts

extension SetupDialogue {
    /// Offers what the environment has a token for.
    private mutating func addFoundAccounts() async throws {
        for provider in loader.providers.types {
            let required = provider.settings.filter(\.isAskedFor)
            let variables = required.compactMap { setting in
                setting.variables.first { context.environment[$0].map { !$0.isEmpty && $0 != "null" } ?? false }
            }
            guard !required.isEmpty, variables.count == required.count, !isKnown(provider, variables) else { continue }
            let question = "\(provider.brand): found \(variables.joined(separator: ", ")). Use it?"
            guard try dialogue.confirm(question, usual: true) else { continue }
            // Whatever runs it later doesn't have this environment.
            let values = zip(required, variables).map { setting, variable in
                (setting.key, JSONValue.string(context.environment[variable] ?? ""))
            }
            try await add(provider, values)
        }
    }

    /// Whether the configuration has an account with these variables, or with their values.
    private func isKnown(_ provider: any Service.Type, _ variables: [String]) -> Bool {
        let secrets = provider.settings.filter(\.isSecret).map(\.key)
        return file.entries(of: .accounts).contains { entry in
            guard entry["type"]?.string == provider.kind else { return false }
            return secrets.contains { key in
                guard let value = entry[key], !value.isNull else { return true }
                return variables.contains { value["env"]?.string == $0 || value.string == context.environment[$0] }
            }
        }
    }

    private mutating func addAccounts() async throws {
        while true {
            let known = Set(file.entries(of: .accounts).compactMap { $0["type"]?.string })
            let others = loader.providers.types.filter { !known.contains($0.kind) }.map { $0.kind }
            let question = known.isEmpty ? "Which host?" : "Add another host?"
            guard let provider = try choose(question, from: loader.providers.types, offering: others) else { return }
            try await add(provider, [])
        }
    }

    /// Adds an account once it is tested.
    private mutating func add(_ provider: any Service.Type, _ values: [(String, JSONValue)]) async throws {
        let address = context.addresses[provider.kind].map { [("base_url", JSONValue.string($0))] } ?? []
        var form = EntryForm(
            adding: freeName(provider.kind, in: .accounts), of: provider, address + values, to: .accounts, of: file)
        guard try await form.complete(in: dialogue, by: loader) == .filled else {
            dialogue.say("  Not added.")
            return
        }
        while true {
            let answer = try dialogue.ask("  Name [\(form.name)]: ")
            let name = answer.isEmpty ? form.name : answer
            if name != form.name, file.names(of: .accounts).contains(name) {
                dialogue.say("  There is an account of that name already.")
            } else if name != name.printable || name.count > 100 {
                dialogue.say("  A name is one line of at most 100 characters.")
            } else {
                form.rename(to: name)
                break
            }
        }
        file = form.file
    }
}

// MARK: - Channels

extension SetupDialogue {
    private mutating func addChannels() async throws {
        while true {
            let known = Set(file.entries(of: .channels).compactMap { $0["type"]?.string })
            let usual = ["sms", "ntfy", "slack", "telegram"]
            let others = usual.filter { word in
                loader.notifiers.types.contains { $0.isCalled(word) && !known.contains($0.kind) }
            }
            let question = known.isEmpty ? "Alerts when a limit is crossed?" : "Another channel for alerts?"
            guard
                let notifier = try choose(question, from: loader.notifiers.types, offering: others, none: known.isEmpty)
            else { return }
            let address = context.addresses[notifier.kind].map { [("base_url", JSONValue.string($0))] } ?? []
            var form = EntryForm(
                adding: freeName(notifier.kind, in: .channels), of: notifier, address, to: .channels, of: file)
            if try await form.complete(in: dialogue, by: loader) == .filled {
                file = form.file
            } else {
                dialogue.say("  Not added.")
            }
        }
    }
}

// MARK: - Choosing

extension SetupDialogue {
    /// Asks for one of some services by name; `nil` if the answer is empty.
    private func choose(
        _ question: String, from services: [any Service.Type], offering offered: [String], none: Bool = false
    ) throws -> (any Service.Type)? {
        let names =
            offered.prefix(Self.mostNames) + (services.count > offered.prefix(Self.mostNames).count ? ["…"] : [])
        let prompt = "\(question) (\(names.joined(separator: ", ")); Enter: \(none ? "none" : "done")) "
        while true {
            let answer = try dialogue.ask(prompt).lowercased()
            if answer.isEmpty { return nil }
            if let service = services.first(where: { $0.isCalled(answer) }) { return service }
            let words = services.flatMap { [$0.kind, $0.brand.lowercased()] + $0.summary.aliases }
            if let nearest = Suggestion.nearest(to: answer, among: words),
                let service = services.first(where: { $0.isCalled(nearest) })
            {
                if try dialogue.confirm("  Do you mean \(nearest)?", usual: true) { return service }
            } else {
                let known = services.map { $0.kind }.joined(separator: ", ")
                for line in "Not known; there are: \(known)".wrapped(to: 76) { dialogue.say("  \(line)") }
            }
        }
    }

    /// A name that no entry of a list has: `linode`, `linode-2`.
    private func freeName(_ kind: String, in list: ConfigurationFile.List) -> String {
        let taken = file.names(of: list)
        guard taken.contains(kind) else { return kind }
        return (2...1000).lazy.map { "\(kind)-\($0)" }.first { !taken.contains($0) } ?? kind
    }
}

extension Service {
    /// The brand without what stands in parentheses behind it.
    fileprivate static var brand: String {
        summary.name.split(separator: " (").first.map(String.init) ?? kind
    }

    /// Whether a person means this service by a word.
    fileprivate static func isCalled(_ word: String) -> Bool {
        kind == word || brand.lowercased() == word || summary.aliases.contains(word)
    }
}

// MARK: - Schedule

extension SetupDialogue {
    /// Offers to run it every hour.
    private func schedule() async throws {
        let scheduler = Scheduler(processes: context.processes, environment: context.environment)
        if let schedule = await scheduler.schedule() {
            dialogue.say(.fine, schedule.description)
            return
        }
        let job = job
        let isTimer = await scheduler.hasUserManager()
        let hasCron = isTimer ? false : await scheduler.hasCron()
        guard isTimer || hasCron else {
            sayWhatToRun(job)
            return
        }
        if hasCron { dialogue.say("  \(job.crontabLine)") }
        let question = hasCron ? "Add this line to your crontab, to check every hour?" : "Check every hour?"
        guard try dialogue.confirm(question, usual: true) else { return }
        do {
            if isTimer {
                try await scheduler.installUserTimer(job)
            } else {
                try await scheduler.installCrontabLine(job)
            }
            dialogue.say(.fine, isTimer ? "systemd user timer" : "crontab")
        } catch {
            dialogue.say(.failed, "not scheduled: \(error)")
            sayWhatToRun(job)
            return
        }
        if isTimer { dialogue.say("  It runs while you are logged in; for always: loginctl enable-linger") }
        warnOfVariables(isTimer: isTimer)
    }

    private func sayWhatToRun(_ job: Scheduler.Job) {
        dialogue.say("To check every hour, have this run:")
        dialogue.say("  \(job.words.map(\.shellWord).joined(separator: " "))")
    }

    /// What is to be run.
    private var job: Scheduler.Job {
        // A scheduled run has neither this folder nor these variables.
        let isUsual = ["BANDWIDTH_CONFIG", "XDG_CONFIG_HOME"].allSatisfy { (context.environment[$0] ?? "").isEmpty }
        let path = file.path.hasPrefix("/") ? file.path : "\(FileManager.default.currentDirectoryPath)/\(file.path)"
        let config = isUsual && option.isEmpty ? [] : ["--config", path]
        let notify = file.entries(of: .channels).isEmpty ? [] : ["--notify", "crossing"]
        let names = [
            "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE",
            "XDG_STATE_HOME",
        ]
        let variables = context.environment.filter { names.contains($0.key) && !$0.value.isEmpty }
        return Scheduler.Job(
            [context.program, "--quiet"] + config + notify, variables: variables, minute: context.randomMinute())
    }

    /// Says which variables a scheduled run lacks.
    private func warnOfVariables(isTimer: Bool) {
        let used = (try? loader.load(file: file.path))?.variables ?? []
        let missing = used + (isTimer ? [] : job.variables.keys.sorted())
        guard !missing.isEmpty else { return }
        let place = isTimer ? "systemctl --user edit bandwidth" : "the crontab"
        dialogue.say(.warning, "it doesn't see your \(missing.joined(separator: ", ")); set them with \(place)")
    }
}
