/// What is remembered of a row when a new reading arrives.
struct PastReadings: Sendable, Hashable {
    /// The newest reading; `nil` if it is from the future, because then the period that it counted is unknown.
    let newest: Reading?

    /// The readings of the 11 days before it, newest first.
    let earlier: [CounterPoint]

    /// The growth up to a new reading.
    func growth(upTo reading: Reading) -> Growth {
        var points = [reading.point]
        if let newest, newest.time < reading.time { points.append(newest.point) }
        points += earlier.drop { $0.second >= reading.time.second }
        return Growth(points, periodStart: reading.period?.start)
    }
}
