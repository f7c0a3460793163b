/// Whether this machine's clock is right, by what services say.
package struct ClockCheckup: Sendable {
    /// From how many seconds on a clock is wrong: rate limits, periods and signatures tolerate less than a minute.
    private static let tolerance = 60.0

    /// Creates a checkup.
    package init() {}

    /// Judges the clock.
    ///
    /// - Parameter aheadBy: how far it is ahead, in seconds, by host. If services disagree, the one that is nearest is
    ///   believed.
    package func finding(_ aheadBy: [String: Double]) -> Finding {
        guard let (host, ahead) = aheadBy.min(by: { (abs($0.value), $0.key) < (abs($1.value), $1.key) }) else {
            return Finding(.machine, .warning, "clock", "no service answered with a date to compare it with")
        }
        guard abs(ahead) > Self.tolerance else {
            return Finding(.machine, .fine, "clock", "right, by \(host)")
        }
        let seconds = Int64(abs(ahead))
        let amount =
            seconds < 120
            ? "\(seconds) seconds" : seconds < 7200 ? "\(seconds / 60) minutes" : "\(seconds / 3600) hours"
        return Finding(
            .machine, .warning, "clock", "\(amount) \(ahead > 0 ? "ahead" : "behind"), by \(host)",
            fix: "set the clock, such as with timedatectl set-ntp true")
    }
}
