import ArgumentParser
import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The options by which a provider's subcommand chooses parts of an account: those that the provider has.
struct ScopeOptions<Provider: UsageProvider>: ParsableArguments {
    @Flag(help: help(.instances, "Every instance."))
    var instances = false

    @Option(name: .customLong("instance"), help: help(.instance, "One instance, repeatable.", "id|label"))
    var instance: [String] = []

    @Option(help: help(.month, "A past month, of the instances.", "yyyy-mm"))
    var month: String?

    @Option(name: .customLong("account"), help: help(.account, "One account of the token, repeatable.", "slug"))
    var account: [String] = []

    private static func help(_ option: CheckOption, _ text: String, _ value: String? = nil) -> ArgumentHelp {
        let isOffered = Provider.options.contains(option)
        return ArgumentHelp(text, valueName: value, visibility: isOffered ? .default : .hidden)
    }

    /// What was given, in place of settings.
    var values: [CheckOption: JSONValue] {
        var values: [CheckOption: JSONValue] = [:]
        if instances { values[.instances] = true }
        if !instance.isEmpty { values[.instance] = .array(instance.map { .string($0) }) }
        if let month { values[.month] = .string(month) }
        if !account.isEmpty { values[.account] = .array(account.map { .string($0) }) }
        return values
    }

    func validate() throws {
        let offered = Provider.options
        for option in CheckOption.allCases where values[option] != nil && !offered.contains(option) {
            throw ValidationError("Unknown option '--\(option.rawValue)' for \(Provider.kind)")
        }
        if instance.contains("") { throw ValidationError("--instance: expected an identifier or a label") }
        if account.contains("") { throw ValidationError("--account: expected a slug") }
        if let month {
            guard let period = CalendarMonth(month)?.period else {
                throw ValidationError("--month: expected a month as in 2026-10, found '\(month.printable)'")
            }
            guard period.end <= Date() else {
                throw ValidationError("--month: \(month) is not over yet; only past months can be asked for")
            }
        }
    }
}
