/// Finds the known word that a mistyped one was probably meant to be.
package enum Suggestion {
    /// The number of characters of a word that are compared.
    private static let longest = 64

    /// The nearest of `words`, if at most a third of the letters differ; one difference is always allowed.
    package static func nearest(to word: String, among words: some Sequence<String>) -> String? {
        let ranked = words.map { (word: $0, distance: distance($0.lowercased(), word.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
        return best.distance <= max(1, min(word.count, longest) / 3) ? best.word : nil
    }

    /// The number of letters to insert, delete, replace or swap with a neighbour to turn one word into the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(longest)), right = Array(right.prefix(longest))
        var rows = [Array(0...right.count)]
        for i in 0..<left.count {
            var row = [i + 1]
            for j in 0..<right.count {
                var best = min(rows[i][j] + (left[i] == right[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
