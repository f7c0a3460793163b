#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a run knows from earlier runs, and leaves for the next one.
///
/// It is read before the check without a lock, because what it needs is replaced as a whole. The results of the check
/// are added under the lock, to whatever other runs have added in the meantime. Errors are reported but never end the
/// run.
public struct RunMemory: Sendable {
    private let folder: StateFolder
    private let history: ReadingHistory?
    private let unread: UnreadRows?

    /// Reads the memory in a folder.
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

    /// The newest remembered reading of a row that could not be read; of an account as a whole, the worst of its rows.
    func lastReading(of row: UsageRow) -> LastReading? {
        guard let history else { return nil }
        let exact = history.recent.newest(of: row.id).map { [$0] }
        let account = "\(row.provider)/\(row.account)/"
        let found =
            exact ?? (row.scope.kind == .account ? history.recent.newest.filter { $0.row.hasPrefix(account) } : [])
        return found.map { LastReading(used: $0.used, quota: $0.quota, time: $0.time) }
            .max { $1.isWorse(than: $0) }
    }

    /// Remembers the results of a check.
    ///
    /// - Parameters:
    ///   - key: what the report was made from, and the accounts that were named; `nil` if no later run may show it.
    /// - Returns: the problems, one sentence each without a full stop.
    public func remember(
        _ report: UsageReport, as key: (ReportKey, names: [String])? = nil, time: any Timekeeper
    ) async -> [String] {
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
            var directory = RowDirectory(in: files)
            if directory.update(with: report) {
                do throws(StateFailure) { try directory.save(in: files) } catch {
                    history.problems.append("\(error)")
                }
            }
            if let (key, names) = key {
                do throws(StateFailure) { try SavedReports(files: folder.reports).save(report, key, of: names) } catch {
                    history.problems.append("\(error)")
                }
            }
            let warning = try folder.checkFolder()
            return history.problems.map { "\(files.path): \($0)" } + (warning.map { [$0] } ?? [])
        } catch {
            return ["\(error); nothing from this run will be remembered"]
        }
    }
}

extension UsageRow {
    /// The reading to remember; `nil` for a row that could not be read, and for a past month.
    fileprivate func reading(at now: Date) -> Reading? {
        guard let assessment else { return nil }
        let usage = assessment.usage, time = usage.asOf ?? now
        if let period = usage.period, !period.isAssumed, period.end <= time { return nil }
        return Reading(
            row: id, time: time, used: usage.used, quota: assessment.quota, period: usage.period,
            basis: assessment.periodBasis)
    }
}
