import BandwidthKit

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

extension StateFolder {
    /// The named folder for the state, or else the usual one; `nil` if there is no home folder either.
    init?(named path: String?, in context: CommandContext) {
        guard let path = path ?? Self.usualFolder(environment: context.environment) else { return nil }
        self.init(path)
    }
}
