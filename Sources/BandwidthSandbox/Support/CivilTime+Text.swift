extension CivilTime {
    /// `2026-03-02`.
    var date: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

    /// `18:30:00`.
    var time: String { "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))" }
}
