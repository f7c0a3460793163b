import BandwidthKit

/// What a check should do: the options of `check` and of every provider's subcommand, in values.
struct CheckChoices {
    /// The configuration file; `nil` for the usual one.
    var configuration: String?

    /// The time limit for one account or message; `nil` for that of the configuration.
    var timeout: Duration?
    var verbosity = CommandContext.Verbosity.normal
    var report = ReportChoices()

    /// How old the last report may be to be shown instead of a check.
    var maxAge: Duration?

    /// When to send messages; `nil` for never.
    var notify: AlertPolicy?

    /// The folder for the state; `nil` for the usual one.
    var stateFolder: String?
    var storesReadings = true

    /// Whether messages are only shown, not sent.
    var isDryRun = false
}
