extension String {
    /// How many combining marks may follow one another (Stream-Safe Text Format, Unicode Standard Annex #15): no language
    /// has words with more.
    static let longestRunOfMarks = 30

    /// Whether it has no longer run of combining marks.
    ///
    /// To compare or to hash a string, the standard library sorts each run, in time quadratic in its length: 80,000 marks
    /// take ten seconds.
    var isStreamSafe: Bool {
        var run = 0
        for scalar in unicodeScalars {
            // There are none below.
            run = scalar.value < 0x300 || scalar.properties.canonicalCombiningClass == .notReordered ? 0 : run + 1
            if run > Self.longestRunOfMarks { return false }
        }
        return true
    }
}
