import ArgumentParser
import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A command that works in a given context.
protocol ContextualCommand: AsyncParsableCommand {
    /// Runs the command; everything that it prints goes through the context.
    func run(in context: CommandContext) async throws -> ExitStatus
}

extension ContextualCommand {
    mutating func run() async throws {
        let status = try await run(in: .system)
        if status != .success { throw ExitCode(status.rawValue) }
    }
}

/// The program.
@main
enum Main {
    /// Not asynchronous: such a function ends the main thread when it first waits, for which glibc loads `libgcc_s.so.1`,
    /// and aborts the process where only the C library is installed.
    static func main() {
        forbidCoreDumps()
        Terminal.widenForHelp()
        Task.detached { exit(await run(Array(CommandLine.arguments.dropFirst()), in: .system)) }
        while true { pause() }
    }

    /// Disables core dumps, so that a crash leaves no tokens on disk.
    private static func forbidCoreDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #else
            setrlimit(RLIMIT_CORE, &none)
        #endif
    }

    /// Runs a command line and returns its status. If the format has a text for problems, that is printed where there is
    /// no report.
    static func run(_ arguments: [String], in context: CommandContext) async -> Int32 {
        guard let format = ReportFormat.wanted(in: arguments), let failure = format.failure else {
            return await runCommand(arguments, in: context)
        }
        let errors = TextSink.Collector()
        var inner = context
        inner.errors = .memory(errors)
        let status = await runCommand(arguments, in: inner)
        _ = context.errors.write { $0.write(errors.text) }
        if [ExitStatus.wrongConfiguration, .wrongUse].contains(where: { $0.rawValue == status }) {
            let problem = errors.text.split(separator: "\n").first ?? "no report"
            let prefix = ["bandwidth: ", "Error: "].first { problem.hasPrefix($0) } ?? ""
            let written = context.print(failure(String(problem.dropFirst(prefix.count))))
            // A bar shows nothing of a program that fails.
            if format.statuses == .display { return written.rawValue }
        }
        return format.statuses == .plugin && !(0...3).contains(status) ? ExitStatus.notRead.rawValue : status
    }

    private static func runCommand(_ arguments: [String], in context: CommandContext) async -> Int32 {
        if let choices = CheckChoices(shortCommandLine: arguments) {
            return await CheckRun(choices, in: context).run([]).rawValue
        }
        if let problem = Help.unknownTopic(in: arguments) ?? Help.unknownSubcommand(in: arguments) {
            context.tell(problem)
            return ExitStatus.wrongUse.rawValue
        }
        if arguments == ["--help"] || arguments == ["-h"] || arguments == ["help"] {
            return context.print(Help.root).rawValue
        }
        switch Set(arguments) {
        case ["--version"]: return context.print(Product.version + "\n").rawValue
        case ["--version", "--json"]: return context.print(BuildInfo.json.text).rawValue
        case ["--licenses"]: return context.print(Notices.text + "\n").rawValue
        default: break
        }
        do {
            return await run(try parse(arguments), in: context)
        } catch {
            return finish(Bandwidth.self, error, in: context)
        }
    }

    /// The command of a command line.
    ///
    /// Where an option comes first, it can only be the default command, which is parsed alone: that takes half as long as
    /// finding it among all commands. Help, and what is wrong with a command line, come from the root.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        if arguments.first?.hasPrefix("-") ?? true, let check = try? Bandwidth.Check.parseAsRoot(arguments),
            check is Bandwidth.Check
        {
            return check
        }
        return try Bandwidth.parseAsRoot(arguments)
    }

    /// Runs a parsed command and returns its status.
    static func run(_ command: any ParsableCommand, in context: CommandContext) async -> Int32 {
        do {
            if let command = command as? any ContextualCommand {
                return try await command.run(in: context).rawValue
            }
        } catch {
            return finish(type(of: command), error, in: context)
        }
        do {
            // Help, and commands that only have subcommands: their full name is known to the root.
            var command = command
            try command.run()
            return ExitStatus.success.rawValue
        } catch {
            return finish(Bandwidth.self, error, in: context)
        }
    }

    /// Prints help if it was requested, or else what is wrong with the command line.
    private static func finish(_ type: any ParsableCommand.Type, _ error: any Error, in context: CommandContext)
        -> Int32
    {
        let text = Help.withoutFarSuggestion(type.fullMessage(for: error))
        let status = type.exitCode(for: error)
        guard status != .success else { return context.print(text.isEmpty ? "" : text + "\n").rawValue }
        if !text.isEmpty { _ = context.errors.write { $0.write(text + "\n") } }
        return status.rawValue
    }
}
