#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How much a row transferred between any two times, as far as its remembered readings tell.
///
/// Between two readings a counter is assumed to grow evenly. A counter that was reset begins at zero: with the period, if
/// that began in between, and what it counted from the reading before until then was never seen. A counter that fell by
/// less than half was corrected, which counts as negative traffic.
struct TrafficCurve: Sendable {
    /// The time between two readings, or a part of it.
    struct Piece: Sendable, Hashable {
        /// Seconds since 1970.
        let start, end: Int64

        /// The traffic; negative for a correction.
        let bytes: Int64

        /// Whether the counter was seen to count it.
        let isSeen: Bool
    }

    /// What was transferred in some time.
    struct Amount: Sendable, Hashable {
        /// The traffic that was seen; negative if a correction outweighs it.
        var bytes: Int64 = 0

        /// For how many seconds the counter was seen.
        var seen: Int64 = 0

        /// The length of the longest piece that was interpolated, in seconds.
        var longest: Int64 = 0

        /// The corrections in it, zero or negative.
        var correction: Int64 = 0
    }

    /// In order, without gaps.
    let pieces: [Piece]

    /// Derives the curve from the readings of one row, oldest first, no two at the same time.
    init(_ readings: [Reading]) {
        var pieces: [Piece] = []
        pieces.reserveCapacity(readings.count)
        for (earlier, later) in zip(readings, readings.dropFirst()) {
            let start = earlier.time.second, end = later.time.second
            guard let reset = later.reset(since: earlier) else {
                pieces.append(
                    Piece(start: start, end: end, bytes: later.used.bytes - earlier.used.bytes, isSeen: true))
                continue
            }
            if reset > start { pieces.append(Piece(start: start, end: reset, bytes: 0, isSeen: false)) }
            if reset < end { pieces.append(Piece(start: reset, end: end, bytes: later.used.bytes, isSeen: true)) }
        }
        self.pieces = pieces
    }

    /// The traffic between two times, in seconds since 1970.
    func amount(from start: Int64, to end: Int64) -> Amount {
        var amount = Amount()
        var index = pieces.partitionPoint { $0.end > start }
        while index < pieces.count, pieces[index].start < end {
            let piece = pieces[index]
            index += 1
            guard piece.isSeen else { continue }
            let from = max(start, piece.start), to = min(end, piece.end)
            // The difference of two sums, so that the parts of a piece add up to all of it.
            let bytes = piece.bytes(until: to) - piece.bytes(until: from)
            amount.bytes = Int64(clamping: Int128(amount.bytes) + Int128(bytes))
            amount.seen += to - from
            amount.longest = max(amount.longest, piece.end - piece.start)
            if piece.bytes < 0 { amount.correction = Int64(clamping: Int128(amount.correction) + Int128(bytes)) }
        }
        return amount
    }
}

extension TrafficCurve.Piece {
    fileprivate func bytes(until time: Int64) -> Int64 {
        Int64(clamping: Int128(bytes) * Int128(time - start) / Int128(max(1, end - start)))
    }
}

extension Reading {
    /// When the counter was reset since an earlier reading: at the start of the period if that lies in between, else at
    /// the earlier reading. `nil` if it was not reset.
    func reset(since earlier: Reading) -> Int64? {
        let begins = period.flatMap { $0.start > earlier.time && $0.start <= time ? $0.start.second : nil }
        // A service that states its period may count more at once than in all of the last one.
        let isStated = begins != nil && basis == .service && earlier.basis == .service
        guard isStated || point.hasStartedAnew(since: earlier.point) else { return nil }
        return begins.flatMap { $0 < time.second || used == .zero ? $0 : nil } ?? earlier.time.second
    }
}

extension Array {
    /// The index of the first element that `isLater` holds for; all elements behind it must fulfil it too.
    func partitionPoint(_ isLater: (Element) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
