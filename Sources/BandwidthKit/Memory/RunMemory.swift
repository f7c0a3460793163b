#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a run knows from the runs before it, and what it leaves to the next one.
///
/// It is read before the check without a lock, since files are only replaced whole; what the check found is added under
/// the lock, to what other runs have added meanwhile. Whatever goes wrong costs memory and never the run.
public struct RunMemory: Sendable {
    private let folder: StateFolder
    private let history: ReadingHistory?
    private let unread: UnreadRows?

    /// What is remembered in a folder.
    ///
    /// - Parameter now: when the check begins.
    public init(in folder: StateFolder, at now: Date) {
        self.folder = folder
        // What others could have written is not believed; `remember` says so.
        history = folder.isTrusted ? ReadingHistory(in: folder.readings, at: now) : nil
        unread = folder.isTrusted ? UnreadRows(in: folder.readings) : nil
    }

    func past(of row: String) -> PastReadings? {
        history?.past(of: row)
    }

    func unreadSince(_ row: String) -> Date? {
        unread?.start(of: row)
    }

    /// Remembers what a check found.
    ///
    /// - Returns: what went wrong, one sentence each without a full stop.
    public func remember(_ report: UsageReport, time: any Timekeeper) async -> [String] {
        do throws(StateFolder.Failure) {
            let lock = try await folder.lock(time: time, patience: .seconds(5))
            defer { withExtendedLifetime(lock) {} }
            let files = folder.readings
            var history = ReadingHistory(in: files, at: report.checkedAt)
            for row in report.rows {
                guard let reading = row.reading(at: report.checkedAt) else { continue }
                history.remember(reading, isJudged: row.status != .info)
            }
            history.save()
            var unread = UnreadRows(in: files)
            if unread.update(with: report) {
                do throws(StateFailure) { try unread.save(in: files) } catch {
                    history.problems.append("\(error)")
                }
            }
            let warning = try folder.checkFolder()
            return history.problems.map { "\(files.path): \($0)" } + (warning.map { [$0] } ?? [])
        } catch {
            return ["\(error); nothing of this run is remembered"]
        }
    }
}

extension UsageRow {
    /// What is remembered of the row; `nil` for one that could not be read, and for a month that was over long before.
    fileprivate func reading(at now: Date) -> Reading? {
        guard let assessment else { return nil }
        let usage = assessment.usage, time = usage.asOf ?? now
        if let period = usage.period, !period.isAssumed, period.end <= time { return nil }
        return Reading(
            row: id, time: time, used: usage.used, quota: assessment.quota, period: usage.period,
            basis: assessment.periodBasis)
    }
}
