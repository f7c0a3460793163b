/// Why a line of the memory is skipped.
enum UnreadableLine: Error {
    /// It is torn or not a valid line.
    case damaged

    /// A newer version of the program wrote it.
    case newer
}

/// How many lines of the memory were skipped, and why.
struct IgnoredLines: Sendable, Hashable, CustomStringConvertible {
    var damaged = 0
    var newer = 0

    /// Readings from the future: the clock was wrong then or is wrong now.
    var future = 0

    var isEmpty: Bool {
        self == IgnoredLines()
    }

    mutating func count(_ reason: UnreadableLine) {
        switch reason {
        case .damaged: damaged += 1
        case .newer: newer += 1
        }
    }

    static func + (left: Self, right: Self) -> Self {
        Self(damaged: left.damaged + right.damaged, newer: left.newer + right.newer, future: left.future + right.future)
    }

    /// `2 damaged lines, 1 line from a newer version of the program`
    var description: String {
        func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
        var parts: [String] = []
        if damaged > 0 { parts.append("\(damaged) damaged line\(damaged == 1 ? "" : "s")") }
        if newer > 0 { parts.append("\(lines(newer)) from a newer version of the program") }
        if future > 0 { parts.append("\(lines(future)) with a time in the future") }
        return parts.joined(separator: ", ")
    }
}
