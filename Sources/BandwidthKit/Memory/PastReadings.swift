/// What is remembered of a row when a new reading of it comes.
struct PastReadings: Sendable, Hashable {
    /// `nil` where the newest one is from the future: then nobody knows which period it counted.
    let newest: Reading?

    /// Those of the 11 days before it, newest first.
    let earlier: [CounterPoint]

    /// The growth up to a new reading.
    func growth(upTo reading: Reading) -> Growth {
        var points = [reading.point]
        if let newest, newest.time < reading.time { points.append(newest.point) }
        points += earlier.drop { $0.second >= reading.time.second }
        return Growth(points, periodStart: reading.period?.start)
    }
}
