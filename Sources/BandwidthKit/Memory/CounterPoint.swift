/// The value of a counter at one time.
struct CounterPoint: Sendable, Hashable {
    /// Seconds since 1970.
    let second: Int64

    /// Bytes, from 0.
    let used: Int64

    /// Whether the counter was reset since an earlier point: it fell by half or more.
    ///
    /// A smaller fall is a correction.
    func hasStartedAnew(since earlier: CounterPoint) -> Bool {
        used < earlier.used && Int128(used) * 2 <= Int128(earlier.used)
    }
}
