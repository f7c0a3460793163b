import ArgumentParser
import BandwidthKit

extension Bandwidth {
    /// `bandwidth login`
    struct Login: ContextualCommand {
        static let configuration = CommandConfiguration(
            commandName: "login",
            abstract: "Replace the token of an account, or add an account, after testing it.",
            discussion: """
                Examples:
                  bandwidth login production                  asks for the new token
                  pass show x | bandwidth login shop --stdin  the same without a terminal
                  bandwidth login linode                      adds an account
                  bandwidth login shop --provider hetzner     the same, with a name

                The token is tested against the service before anything is written. It goes where the old one is: \
                into the configuration, or into the file that it names. The rest of the configuration stays as it \
                is; what it was before is in a file whose name ends in .bak.
                """
        )

        @Argument(
            help: ArgumentHelp("An account of the configuration, or a provider.", valueName: "name"),
            completion: .accountsAndProviders)
        var name: String

        @Option(
            help: ArgumentHelp("Add an account at this provider.", valueName: "provider"),
            completion: .list(Registry<any UsageProvider>.builtIn.kinds))
        var provider: String?

        @Flag(help: "Read the token from standard input; one line for each value that would be asked for.")
        var stdin = false

        @OptionGroup var common: CommonOptions

        func run(in surroundings: CommandContext) async -> ExitStatus {
            let context = surroundings.with(common.verbosity)
            do {
                guard stdin || context.terminal.hasInput else {
                    throw LoginProblem("needs a terminal; without one, pipe the token to it and use --stdin")
                }
                guard !stdin || !context.terminal.hasInput else {
                    throw LoginProblem("--stdin reads a pipe or a file, not the terminal; leave it out to be asked")
                }
                let loader = ConfigurationLoader(environment: context.environment, timeout: common.timeout)
                return try await Session(
                    name: name, kind: provider, loader: loader, context: context, file: file(by: loader)
                )
                .run(asking: !stdin)
            } catch let error as ConfigurationError {
                return context.fail(error)
            } catch let problem as LoginProblem {
                context.tell("login: \(problem.text)")
                return problem.status
            } catch {
                context.tell("nothing was changed")
                return .wrongConfiguration
            }
        }

        private func file(by loader: ConfigurationLoader) throws -> ConfigurationFile {
            guard let path = common.config ?? loader.usualFile() ?? loader.userFile else {
                throw LoginProblem("there is no home folder; name a file with --config", .wrongConfiguration)
            }
            return try ConfigurationFile(path)
        }
    }
}

/// Why nothing was changed, and with which status the program ends.
struct LoginProblem: Error {
    let text: String
    let status: ExitStatus

    init(_ text: String, _ status: ExitStatus = .wrongUse) {
        self.text = text
        self.status = status
    }
}

extension Bandwidth.Login {
    /// One run of the command.
    fileprivate struct Session {
        let name: String
        let kind: String?
        let loader: ConfigurationLoader
        let context: CommandContext
        let file: ConfigurationFile

        /// Asks, or reads standard input, tests what it got, and writes it.
        func run(asking: Bool) async throws -> ExitStatus {
            let (start, places) = try form()
            if start.questions.contains(where: { places[$0.key] == nil }) { try file.checkPlace() }
            var form = start
            if asking {
                let dialogue = Dialogue(context: context)
                guard try await form.complete(in: dialogue, by: loader) == .filled else {
                    throw LoginProblem("nothing was changed", .notRead)
                }
            } else {
                try read(&form)
                switch try await form.trial(by: loader, in: context) {
                case .works(let summary, _): context.notice("\(name): works: \(summary)")
                case .refused(let error), .failed(let error):
                    throw LoginProblem("\(name): \(error.refusalText); nothing was changed", .notRead)
                case .misconfigured(let problems): throw ConfigurationError(problems)
                }
            }
            return try save(form, places)
        }

        /// Fills in what standard input says.
        private func read(_ form: inout EntryForm) throws {
            let bytes: [UInt8]
            do { bytes = try context.input().get() } catch { throw LoginProblem("standard input \(error)") }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            let answers = lines.map { String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self) }
            let keys = form.questions.map(\.key).joined(separator: ", ")
            let expected = form.questions.count == 1 ? "one line, the \(keys)" : "a line for each of \(keys)"
            guard answers.count == form.questions.count else {
                throw LoginProblem("expected \(expected), but got \(answers.count) lines")
            }
            for (question, answer) in zip(form.questions, answers) { form.fill(question, with: answer) }
        }

        /// What is to be filled in, and the files that the answers go to instead of the configuration.
        private func form() throws -> (EntryForm, files: [String: String]) {
            if let index = file.names(of: .accounts).firstIndex(of: name) {
                return try change(file.entries(of: .accounts)[index], at: index)
            }
            guard let wanted = kind ?? loader.providers.kinds.first(where: { $0 == name }) else {
                let known = file.names(of: .accounts) + loader.providers.kinds
                let nearest = Suggestion.nearest(to: name, among: known).map { "; did you mean '\($0)'?" }
                throw LoginProblem(
                    "no account '\(name)'\(nearest ?? ""); to add one, name a provider with --provider")
            }
            guard let provider = loader.providers[wanted] else {
                let nearest = Suggestion.nearest(to: wanted, among: loader.providers.kinds)
                throw LoginProblem(
                    "unknown provider '\(wanted)'; "
                        + (nearest.map { "did you mean '\($0)'?" }
                            ?? "known: \(loader.providers.kinds.joined(separator: ", "))"))
            }
            try requireThatItIsNew(provider)
            let address = context.addresses[wanted].map { [("base_url", JSONValue.string($0))] } ?? []
            let file = file.withAccounts(of: loader, besides: name)
            return (EntryForm(adding: name, of: provider, address, to: .accounts, of: file), [:])
        }

        /// Refuses to add an account in place of one that was probably meant.
        private func requireThatItIsNew(_ provider: any Service.Type) throws {
            guard kind == nil else { return }
            let others = zip(file.names(of: .accounts), file.entries(of: .accounts)).filter {
                $0.1["type"]?.string == provider.kind
            }.map(\.0)
            if !others.isEmpty {
                throw LoginProblem(
                    "which account at \(provider.kind)? There is \(others.joined(separator: ", ")); to add another, use "
                        + "bandwidth login NAME --provider \(provider.kind)")
            }
            let variables = provider.settings.filter(\.isSecret).flatMap(\.variables)
            if file.isNew, let variable = variables.first(where: { context.environment[$0]?.isEmpty == false }) {
                throw LoginProblem(
                    "the token of \(name) comes from the variable \(variable); set that to the new token. To keep one "
                        + "in a configuration, use bandwidth login NAME --provider \(provider.kind)",
                    .wrongConfiguration)
            }
        }

        /// The secrets of an account that can be replaced.
        private func change(_ entry: JSONValue, at index: Int) throws -> (EntryForm, files: [String: String]) {
            if let kind, entry["type"]?.string != kind {
                throw LoginProblem("'\(name)' is an account at \(entry["type"]?.string ?? "no provider")")
            }
            guard let provider = entry["type"]?.string.flatMap({ loader.providers[$0] }) else {
                throw ConfigurationError(
                    name, "unknown provider; run 'bandwidth config check'", file: file.path,
                    line: file.line(of: "type", in: .accounts, at: index))
            }
            var questions: [Setting] = [], files: [String: String] = [:], others: [String] = []
            for setting in provider.settings where setting.isSecret {
                switch SecretPlace(of: setting, in: entry, of: file, environment: context.environment) {
                case .here: questions.append(setting)
                case .file(let path):
                    questions.append(setting)
                    files[setting.key] = path
                case .elsewhere(let words):
                    let line = file.line(of: setting.key, in: .accounts, at: index).map { ":\($0)" } ?? ""
                    others.append("'\(setting.key)' of \(name) (\(file.path)\(line)) \(words)")
                case nil: break
                }
            }
            guard !questions.isEmpty else {
                throw LoginProblem(
                    others.isEmpty ? "\(name) has no token" : others.joined(separator: "; "), .wrongConfiguration)
            }
            for other in others { context.notice(other) }
            return (EntryForm(changing: index, called: name, of: provider, questions, in: file), files)
        }

        /// Writes the answers where they belong.
        private func save(_ form: EntryForm, _ files: [String: String]) throws -> ExitStatus {
            let answers = form.entry
            for setting in form.questions {
                guard let path = files[setting.key], let answer = answers[setting.key]?.string else { continue }
                let old = (try? InputFile(path, limit: 1 << 16))?.bytes
                let copy = try PrivateFile(path, was: old).replace(with: Array("\(answer)\n".utf8))
                tell(path, copy)
            }
            guard form.questions.contains(where: { files[$0.key] == nil }) else { return .success }
            var file = file
            if form.isNew {
                file = form.file
            } else {
                for setting in form.questions where files[setting.key] == nil {
                    if let answer = answers[setting.key] {
                        file.set(setting.key, in: .accounts, at: form.index, to: answer)
                    }
                }
            }
            tell(file.path, try file.save())
            let others = file.isNew ? file.names(of: .accounts).filter { $0 != form.name } : []
            if !others.isEmpty {
                context.notice(
                    "\(others.joined(separator: ", ")) is in it too; its token still comes from the environment")
            }
            return .success
        }

        private func tell(_ path: String, _ copy: String?) {
            let before = copy.map { "; what it was is in \(context.shortened($0))" } ?? ""
            context.notice("wrote \(context.shortened(path)), which only you can read\(before)")
        }
    }
}

extension ConfigurationFile {
    /// The file with the accounts that come from the environment, if it is new: without them, it would replace them.
    func withAccounts(of loader: ConfigurationLoader, besides name: String) -> ConfigurationFile {
        guard isNew, let accounts = try? loader.loadEnvironment().accounts else { return self }
        var file = self
        for account in accounts where account.name != name { file.add(["type": .string(account.kind)], to: .accounts) }
        return file
    }
}

extension CommandContext {
    /// A path as people write it: `~/.config/bandwidth/providers.json`.
    func shortened(_ path: String) -> String {
        guard let home = environment["HOME"], home.count > 1, path.hasPrefix("\(home)/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
