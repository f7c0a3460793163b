import BandwidthKit

extension Help {
    /// What the program is for, in a sentence.
    static let purpose =
        "How much of each hosting account's transfer allowance is used, whether it will last to the end "
        + "of the billing period, and what it costs if not."

    /// What people use it for, with what each does.
    static let examples: [(command: String, meaning: String)] = [
        ("bandwidth", "every configured account, all at once"),
        ("bandwidth production shop", "the accounts with these names"),
        ("LINODE_TOKEN=... bandwidth linode", "one account, using only its token variable"),
        ("bandwidth --json -o usage.json", "data for other programs"),
        ("bandwidth -q --notify crossing", "what cron runs: messages when it matters"),
    ]

    /// What `bandwidth --help` prints: examples first, exit statuses last, at most 60 lines of 80 columns.
    static var root: String {
        let statuses = ExitStatus.allCases.sorted { $0.rawValue < $1.rawValue }.map { status in
            "  \("\(status.rawValue)".padded(to: 4, right: true))  \(status.explanation)"
        }
        return """
            \(purpose.wrapped(to: 79).joined(separator: "\n"))

            Usage: bandwidth [COMMAND] [NAME ...] [OPTIONS]

            Examples:
            \(examples.map { "  \($0.command.padded(to: 33))  \($0.meaning)" }.joined(separator: "\n"))

            Options:
              -c, --config FILE     use this configuration file instead of the usual one
              --format FORMAT       \(indented(ReportFormat.all.map(\.name)))
              --json                short for --format json
              -o, --output FILE     write the report to FILE, completely or not at all
              --max-age DURATION    show the last report if it is not older; asks nobody
              --notify WHEN         send messages: always, exceeded or crossing
              --dry-run             with --notify: show what would be sent, send nothing
              --fail-on SEVERITY    warning or critical: exit with status 1 or 2
              --needs SIZE          with names: exit with status 2 if 200GB more won't fit
              --timeout DURATION    for one account, such as 20s or 2m (default: 20s)
              --units SYSTEM        \(UnitSystem.allCases.map(\.rawValue).joined(separator: ", "))
              -q, --quiet           errors only
              -v, --verbose         log each request
              --version, --licenses, -h, --help

            Commands:
              check                 the accounts of the configuration (the default)
              PROVIDER              the accounts of one provider, with options of its own:
                                    \(indented(Registry<any UsageProvider>.builtIn.kinds))
              show NAME             everything that is known about an account or a row
              history [NAME]        what was read before: a plot, days and months
              setup                 your accounts and alerts, in a dialogue that tests them
              login NAME            replace the token of an account, or add one
              doctor                what a run depends on, tried, with a fix for what fails
              demo                  a check of made-up accounts; needs no setup
              notify test | list    a test message; who would be told what, and why
              providers             the known providers and channels, with every setting
              config                path, check or init: the configuration file
              completions, manual   for bash, zsh or fish; the manual page
              help COMMAND          show the options of a command

            Exit statuses; where several apply, the first of \(ExitStatus.order):
            \(statuses.joined(separator: "\n"))

            """
    }

    /// A list in the second column.
    private static func indented(_ names: [String]) -> String {
        names.joined(separator: ", ").wrapped(to: 54).joined(separator: "\n" + String(repeating: " ", count: 24))
    }
}
