import ArgumentParser
import BandwidthKit
import BandwidthTransport

/// The last report, which `--max-age` shows. Neither the network nor the accounts' entries are touched, so this takes no
/// longer than starting the program.
struct LastReport {
    let presenter: ReportPresenter

    /// What the report has to be made from.
    let key: ReportKey

    /// The configuration file, which the report must not be written over.
    let configuration: String?
    let maxAge: Duration

    /// Shows it if it contains the named accounts (all if empty) and is recent enough; `nil` if a check is needed.
    func show(of names: [String]) -> ExitStatus? {
        guard presenter.choices.needs == nil || !names.isEmpty,
            presenter.choices.output.flatMap({ OutputFile(path: $0).problem(besides: configuration) }) == nil,
            let report = presenter.folder?.lastReport(key, of: names, maxAge: maxAge, at: presenter.context.time.now)
        else { return nil }
        let shown = presenter.shown(report)
        return ExitStatus.first(of: [presenter.status(of: shown), presenter.writing(of: shown)()])
    }
}

extension LastReport {
    /// Reads a command line such as `bandwidth --max-age 30m --format line`; `nil` for any that has more to say, or is
    /// wrong, which is left to the argument parser.
    ///
    /// Bars and prompts run that every few seconds, and the argument parser takes half of the time of such a run.
    init?(arguments: [String], in context: CommandContext) {
        var choices = ReportChoices()
        var config: String?, stateFolder: String?, maxAge: Duration?
        var words = arguments[...]
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard word.hasPrefix("-"), let value = parts.count > 1 ? parts[1] : words.popFirst(),
                !value.isEmpty, !value.hasPrefix("-")
            else { return nil }
            switch parts[0] {
            case "--max-age":
                guard let duration = Duration(text: value) else { return nil }
                maxAge = duration
            case "--format":
                guard let format = ReportFormat(argument: value) else { return nil }
                choices.format = format
            case "--config": config = value
            case "-c" where parts.count == 1: config = value
            case "--state-dir": stateFolder = value
            default: return nil
            }
        }
        let loader = ConfigurationLoader(environment: context.environment)
        guard let maxAge, let key = ReportKey(loader, file: config, hashing: SwiftCrypto()) else { return nil }
        self.init(
            presenter: ReportPresenter(
                context: context, choices: choices, folder: StateFolder(named: stateFolder, in: context)),
            key: key, configuration: config ?? loader.usualFile(), maxAge: maxAge)
    }
}

extension StateFolder {
    /// The named folder for the state, or else the usual one; `nil` if there is no home folder either.
    init?(named path: String?, in context: CommandContext) {
        guard let path = path ?? Self.usualFolder(environment: context.environment) else { return nil }
        self.init(path)
    }
}
