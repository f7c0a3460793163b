/// An amount of data that somebody is about to transfer.
public struct RequiredRoom: Sendable, Hashable {
    /// How much it is.
    public let size: ByteCount

    /// The same, as it was written: `200GB`.
    public let text: String

    /// Parses a size such as `200GB` or `1.5TiB`; GB is 10⁹ bytes and GiB 2³⁰.
    public init?(_ text: String) {
        guard let size = ByteCount(size: text) else { return nil }
        self.size = size
        self.text = text
    }
}

extension Assessment {
    /// The bytes expected by the end of the period, or, without a forecast, those used so far.
    var expected: ByteCount {
        forecast?.used ?? usage.used
    }

    /// Whether there is a quota that more data could pass: what draws on a pool has none of its own.
    fileprivate var hasRoom: Bool {
        !usage.drawsOnPool && !isStale && quota != nil
    }

    /// The same judgement, critical if the room is missing.
    fileprivate func requiring(_ room: RequiredRoom) -> Assessment {
        guard hasRoom, let quota, expected + room.size > quota else { return self }
        var copy = self
        copy.status = .critical
        copy.missingRoom = room
        copy.notes.append(
            "no room for \(room.text): \((expected + room.size).text(in: usage.unit)) of \(quota.text(in: usage.unit))"
                + (forecast == nil ? ", without a forecast" : " by the end of the period"))
        return copy
    }
}

extension UsageReport {
    /// The same report, with every row critical whose expected usage and `room` together pass its quota.
    public func requiring(_ room: RequiredRoom) -> UsageReport {
        var report = UsageReport(
            checkedAt: checkedAt,
            rows: rows.map { row in
                guard let assessment = row.assessment else { return row }
                return UsageRow(
                    provider: row.provider, account: row.account, assessment.requiring(room), console: row.console)
            })
        if let shownAt { report = report.shown(at: shownAt) }
        return report
    }

    /// What a person should know of rows into which `room` fits: that it does, and on what grounds.
    public func remarks(on room: RequiredRoom) -> [String] {
        let read = rows.filter { $0.assessment.map { !$0.isStale && !$0.usage.drawsOnPool } ?? false }
        let fitting = read.filter { $0.assessment.map { $0.hasRoom && $0.missingRoom == nil } ?? false }
        let unlimited = read.filter { $0.assessment?.quota == nil }
        let blind = fitting.filter { $0.assessment?.forecast == nil }
        func names(_ rows: [UsageRow]) -> String {
            rows.prefix(3).map(\.title).joined(separator: ", ") + (rows.count > 3 ? " and \(rows.count - 3) more" : "")
        }
        return [
            fitting.isEmpty ? nil : "room for \(room.text): \(names(fitting))",
            unlimited.isEmpty ? nil : "no quota that \(room.text) could pass: \(names(unlimited))",
            blind.isEmpty ? nil : "no forecast, judged by what is used so far: \(names(blind))",
        ].compactMap { $0 }
    }
}
