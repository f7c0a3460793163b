#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RecentReadings {
    /// What is remembered of one row.
    struct Row: Sendable {
        /// The newest reading; `nil` if the remembered one is from the future.
        var newest: Reading?

        /// The earlier readings that are not in the list, newest first.
        var earlier: [CounterPoint] = []

        /// The range of the text with the remaining ones, as differences from the last of `earlier` or from the newest.
        var list = 0..<0

        /// How many seconds the last reading of the list is older than the one that the list starts from.
        private var span: Int64 = 0

        /// The range of the row in the text, as long as it doesn't change.
        var line = 0..<0

        private(set) var isChanged = false

        /// The maximum length of a list in bytes, longer than any that is written: 20 digits for each of two numbers an
        /// hour.
        private static let longestList = 44 * 24 * 12

        init(_ newest: Reading) {
            self.newest = newest
            isChanged = true
        }

        init(_ newest: Reading, line: Range<Int>, span: Int64, list: Range<Int>) {
            self.newest = newest
            self.line = line
            self.span = span
            self.list = list.count <= Self.longestList ? list : 0..<0
        }

        /// See `RecentReadings.remember`.
        mutating func remember(_ reading: Reading, slot: Int64, _ text: [UInt8]) -> Reading? {
            guard let last = newest else {
                earlier.removeAll { $0.second >= reading.time.second }
                newest = reading
                isChanged = true
                return nil
            }
            guard reading.time >= last.time else { return nil }
            isChanged = true
            newest = reading
            // The reading that the list starts from may be dropped.
            if earlier.isEmpty { takeFirst(of: text, after: last.point) }
            guard reading.time > last.time else { return nil }
            let isLast =
                last.time.second / slot != reading.time.second / slot || last.period?.start != reading.period?.start
            let isTaken = earlier.first.map { $0.second / slot == last.time.second / slot } ?? false
            guard isLast, !isTaken else { return nil }
            earlier.insert(last.point, at: 0)
            // Measured from the last reading, so that a clock that jumps ahead for one run loses nothing.
            dropThose(before: last.time.second - Growth.horizon, of: text)
            return last
        }

        /// Moves the first reading of the list to `earlier`.
        private mutating func takeFirst(of text: [UInt8], after point: CounterPoint) {
            var scanner = LineScanner(text, in: list)
            guard let first = scanner.point(before: point) else {
                list = 0..<0
                return
            }
            earlier.append(first)
            span -= point.second - first.second
            list = (scanner.take(",") ? scanner.index : list.upperBound)..<list.upperBound
        }

        /// Drops readings from the end that are too old.
        private mutating func dropThose(before horizon: Int64, of text: [UInt8]) {
            while let last = earlier.last, !list.isEmpty, last.second - span < horizon {
                let comma = UInt8(ascii: ",")
                let bytes = text[list].lastIndex(of: comma) ?? list.lowerBound
                let seconds = text[list.lowerBound..<bytes].lastIndex(of: comma).map { $0 + 1 } ?? list.lowerBound
                var scanner = LineScanner(text, in: seconds..<bytes)
                guard let step = scanner.integer(), step > 0, step <= span else {
                    list = 0..<0
                    break
                }
                span -= step
                list = list.lowerBound..<max(list.lowerBound, seconds - 1)
            }
            guard list.isEmpty else { return }
            while let last = earlier.last, last.second < horizon { earlier.removeLast() }
        }

        /// All readings but the newest, as far as the list can be decoded.
        func points(in text: [UInt8]) -> [CounterPoint] {
            guard var point = earlier.last ?? newest?.point, !list.isEmpty else { return earlier }
            var points = earlier
            points.reserveCapacity(earlier.count + list.count / 14)
            var scanner = LineScanner(text, in: list)
            while let next = scanner.point(before: point) {
                points.append(next)
                point = next
                guard scanner.take(",") else { break }
            }
            return points
        }

        func write(to writer: inout LineWriter, _ text: [UInt8]) {
            guard isChanged, let newest else {
                if !line.isEmpty {
                    writer.append(text[line])
                    writer.append("\n")
                }
                return
            }
            newest.write(to: &writer)
            let last = earlier.last ?? newest.point
            writer.append(",\"span\":")
            writer.append(newest.time.second - last.second + (list.isEmpty ? 0 : span))
            writer.append(",\"earlier\":[")
            var point = newest.point
            for earlier in earlier {
                if point != newest.point { writer.append(",") }
                writer.append(point.second - earlier.second)
                writer.append(",")
                writer.append(point.used - earlier.used)
                point = earlier
            }
            if !list.isEmpty {
                if point != newest.point { writer.append(",") }
                writer.append(text[list])
            }
            writer.append("]}\n")
        }
    }
}

extension LineScanner {
    /// Reads the point of a list that precedes another one; `nil` if there is none.
    fileprivate mutating func point(before later: CounterPoint) -> CounterPoint? {
        guard let seconds = integer(), seconds > 0, seconds <= later.second, take(","), let bytes = integer() else {
            return nil
        }
        let (used, isTooLarge) = later.used.subtractingReportingOverflow(bytes)
        guard !isTooLarge, used >= 0 else { return nil }
        return CounterPoint(second: later.second - seconds, used: used)
    }
}
