import ArgumentParser
import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The options of a provider's subcommand that select parts of an account. Unsupported options are hidden.
struct ScopeOptions<Provider: Service>: ParsableArguments {
    @Flag(help: help(.instances, "Report every instance."))
    var instances = false

    @Option(name: .customLong("instance"), help: help(.instance, "Report this instance; can be repeated.", "id|label"))
    var instance: [String] = []

    @Option(help: help(.month, "Report a past month of the instances.", "yyyy-mm"), transform: Self.pastMonth)
    var month: CalendarMonth?

    @Option(name: .customLong("account"), help: help(.account, "Check this account; can be repeated.", "slug"))
    var account: [String] = []

    private static func pastMonth(_ text: String) throws -> CalendarMonth {
        guard let month = CalendarMonth(text) else { throw ValidationError("expected a month such as 2026-03") }
        return month
    }

    private static func help(_ option: ScopeOption, _ text: String, _ value: String? = nil) -> ArgumentHelp {
        let isOffered = Provider.options.contains(option)
        return ArgumentHelp(text, valueName: value, visibility: isOffered ? .default : .hidden)
    }

    /// The given options, which override settings.
    var selection: ScopeSelection {
        ScopeSelection(
            instances: instances ? .all : instance.isEmpty ? nil : .named(instance), month: month,
            accounts: account.isEmpty ? nil : account)
    }

    /// The options that were given.
    private var given: [ScopeOption] {
        [
            instances ? .instances : nil, instance.isEmpty ? nil : .instance, month == nil ? nil : .month,
            account.isEmpty ? nil : .account,
        ].compactMap { $0 }
    }

    func validate() throws {
        if let option = given.first(where: { !Provider.options.contains($0) }) {
            throw ValidationError("Unknown option '--\(option.rawValue)' for \(Provider.kind)")
        }
        if instance.contains("") { throw ValidationError("--instance: expected an identifier or a label") }
        if account.contains("") { throw ValidationError("--account: expected a slug") }
    }

    /// The error if `--month` isn't over at `now`; `nil` if the options are valid.
    func problem(at now: Date) -> ConfigurationError? {
        guard let month, let period = month.period, period.end > now else { return nil }
        return ConfigurationError("--month", "\(month) is not over yet; expected a past month")
    }
}
