#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Whether something runs the program regularly.
package struct ScheduleCheckup: Sendable {
    /// Without a run for so long, no alert comes in time.
    private static let longest = 2 * 86400.0

    private let scheduler: Scheduler

    /// Creates a checkup that asks a scheduler.
    package init(_ scheduler: Scheduler) {
        self.scheduler = scheduler
    }

    /// Judges the schedule.
    ///
    /// - Parameter lastReading: when an account was last read; `nil` if that was never.
    package func finding(lastReading: Date?, at now: Date) async -> Finding {
        let schedule = await scheduler.schedule()
        let age = lastReading.map { max(0, now.timeIntervalSince($0)) }
        let last = age.map { "last run \($0.ageText) ago" } ?? "no run is remembered"
        guard let schedule else {
            return Finding(
                .machine, .warning, "schedule", "no timer or crontab line that runs it was found; \(last)",
                fix: "bandwidth setup")
        }
        guard let age, age <= Self.longest else {
            return Finding(
                .machine, .warning, "schedule", "\(schedule.description), but \(last)",
                fix: "look into its log: \(schedule.log)")
        }
        return Finding(.machine, .fine, "schedule", "\(schedule.description); \(last)")
    }
}

extension Double {
    /// Seconds in words: `5 minutes`, `3 hours`, `2 days`.
    fileprivate var ageText: String {
        func words(_ count: Int64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        let minutes = Int64(min(self, 1e12)) / 60
        return minutes < 120
            ? words(minutes, "minute") : minutes < 48 * 60 ? words(minutes / 60, "hour") : words(minutes / 1440, "day")
    }
}
