import ArgumentParser
import BandwidthKit

extension CheckChoices {
    /// Reads a command line of the default command with nothing but its commonest options, such as
    /// `bandwidth --quiet --notify crossing`; `nil` for any that has more to say, or is wrong.
    ///
    /// Those are left to the argument parser, which takes two milliseconds: half of the time in which bars and prompts
    /// show the last report, and a sixth of that of a check.
    init?(shortCommandLine arguments: [String]) {
        self.init()
        var words = arguments[...]
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard word.hasPrefix("-") else { return nil }
            if parts.count == 1, choose(flag: word) { continue }
            guard let value = parts.count > 1 ? parts[1] : words.popFirst(), !value.isEmpty, !value.hasPrefix("-"),
                parts.count == 1 || word.hasPrefix("--"), choose(parts[0], value)
            else { return nil }
        }
        let hasTwoFormats = arguments.contains("--json") && arguments.contains { $0.hasPrefix("--format") }
        guard !hasTwoFormats, maxAge == nil || notify == nil else { return nil }
    }

    /// Applies a flag. Returns whether it is known and goes with those before it.
    private mutating func choose(flag: String) -> Bool {
        switch flag {
        case "--json": report.format = .json
        case "-q" where verbosity != .verbose, "--quiet" where verbosity != .verbose: verbosity = .quiet
        case "-v" where verbosity != .quiet, "--verbose" where verbosity != .quiet: verbosity = .verbose
        default: return false
        }
        return true
    }

    /// Applies an option with a value. Returns whether it is known and the value is valid.
    private mutating func choose(_ option: String, _ value: String) -> Bool {
        switch option {
        case "-c", "--config":
            configuration = value
        case "-o", "--output":
            report.output = value
        case "--state-dir":
            stateFolder = value
        case "--format":
            guard let format = ReportFormat(argument: value) else { return false }
            report.format = format
        case "--max-age":
            guard let duration = Duration(text: value) else { return false }
            maxAge = duration
        case "--notify":
            guard let policy = AlertPolicy(rawValue: value) else { return false }
            notify = policy
        default:
            return false
        }
        return true
    }
}
