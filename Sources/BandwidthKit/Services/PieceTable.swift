/// All pieces of a given length of some texts, for finding them in another text in one pass.
///
/// A rolling hash (Rabin–Karp) finds the candidate piece at each position, which is then compared byte by byte. So the
/// time depends only on the length of the text, not on the number of pieces or how often they repeat.
struct PieceTable {
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    private let length: Int
    private let bytes: [UInt8]

    /// The start of a piece in `bytes`, by its hash; -1 if the slot is empty. At most half of the slots are in use.
    private var slots: [Int32]

    /// The base to the power of `length`: the weight of the byte that leaves the window.
    private let leavingWeight: UInt64

    /// Creates a table of the pieces of these texts, each of which must have at least `length` bytes.
    init(length: Int, of texts: some Collection<[UInt8]>) {
        self.length = length
        bytes = texts.flatMap { $0 }
        leavingWeight = (0..<length).reduce(1) { weight, _ in weight &* Self.base }
        let count = texts.reduce(0) { $0 + max(0, $1.count - length + 1) }
        slots = Array(repeating: -1, count: 1 << (64 - max(1, count * 2 - 1).leadingZeroBitCount))
        var start = 0
        for text in texts {
            var hash: UInt64 = 0
            for index in text.indices {
                hash = rolled(hash, in: text, to: index)
                if index >= length - 1 { insert(start + index - length + 1, hash) }
            }
            start += text.count
        }
    }

    /// Marks each byte of a text that is part of a piece. `covered` stays empty if there is none.
    func mark(in text: [UInt8], _ covered: inout [Bool]) {
        guard text.count >= length else { return }
        var hash: UInt64 = 0
        var end = 0
        for index in text.indices {
            hash = rolled(hash, in: text, to: index)
            let start = index - length + 1
            guard start >= 0, contains(text, start, hash) else { continue }
            if covered.isEmpty { covered = Array(repeating: false, count: text.count) }
            for position in max(start, end)...index { covered[position] = true }
            end = index + 1
        }
    }

    /// Returns the hash of the piece that ends at `index`, given the hash of the piece that ends one byte earlier.
    private func rolled(_ hash: UInt64, in text: [UInt8], to index: Int) -> UInt64 {
        let longer = hash &* Self.base &+ UInt64(text[index]) &+ 1
        guard index >= length else { return longer }
        return longer &- (UInt64(text[index - length]) &+ 1) &* leavingWeight
    }

    private func slot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: (hash ^ (hash >> 29)) &* Self.base >> 32) & (slots.count - 1)
    }

    private mutating func insert(_ start: Int, _ hash: UInt64) {
        var slot = slot(hash)
        while slots[slot] >= 0 {
            if isEqual(Int(slots[slot]), bytes, start) { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(clamping: start)
    }

    private func contains(_ text: [UInt8], _ start: Int, _ hash: UInt64) -> Bool {
        var slot = slot(hash)
        while slots[slot] >= 0 {
            if isEqual(Int(slots[slot]), text, start) { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    private func isEqual(_ own: Int, _ text: [UInt8], _ start: Int) -> Bool {
        for offset in 0..<length where bytes[own + offset] != text[start + offset] { return false }
        return true
    }
}
