import BandwidthKit
import Testing

@Suite struct StringColumnsTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("größe", 5), ("gro\u{308}ße", 5), ("東京", 4), ("ﾊﾝｶｸ", 4), ("한국", 4),
        ("日本 ab", 7), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("1️⃣", 2), ("☎", 1), ("█▏░", 3), ("…", 1),
        ("a\u{200B}b", 2), ("ｗｉｄｅ", 8), ("\u{301}", 0),
    ])
    func charactersTakeTheirColumns(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test func paddingCountsColumns() {
        #expect("東京".padded(to: 6) == "東京  ")
        #expect("12".padded(to: 4, right: true) == "  12")
        #expect("too long".padded(to: 3) == "too long")
    }

    @Test(arguments: [
        ("production", 20, "production"), ("production", 10, "production"), ("production", 9, "producti…"),
        ("東京大阪", 8, "東京大阪"), ("東京大阪", 7, "東京大…"), ("東京大阪", 6, "東京…"), ("東京大阪", 1, "…"),
        ("👨‍👩‍👧 family", 5, "👨‍👩‍👧 f…"),
    ])
    func cuttingLeavesWholeCharacters(text: String, width: Int, expected: String) {
        #expect(text.cut(to: width) == expected)
        #expect(text.cut(to: width).columns <= width)
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]), ("one two three", 8, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]), ("", 10, [""]),
        ("  spaces   between ", 20, ["spaces between"]),
        ("東京 大阪", 4, ["東京", "大阪"]), ("東京大阪", 5, ["東京", "大阪"]), ("abc", 1, ["a", "b", "c"]),
        ("東", 1, ["東"]),
    ])
    func linesAreBrokenAtSpaces(text: String, width: Int, expected: [String]) {
        #expect(text.wrapped(to: width) == expected)
    }

    @Test func spacesAtTheEndAreTakenOff() {
        #expect("  a b   ".trimmingTrailingSpaces == "  a b")
        #expect("   ".trimmingTrailingSpaces.isEmpty)
    }
}

@Suite struct StringPrintableTests {
    @Test(arguments: [
        ("web-1", "web-1"), ("größe 東京 👨‍👩‍👧", "größe 東京 👨‍👩‍👧"),
        ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"), ("\u{9B}2Jx", "2Jx"), ("bell\u{7}\u{8}\u{7F}", "bell"),
        ("two\nlines\r\nand\ttab", "two lines  and tab"), ("sep\u{2028}arated", "sep arated"),
        ("right\u{202E}left\u{2066}", "rightleft"), ("null\u{0}", "null"), ("private\u{E000}", "private"),
    ])
    func whatCouldMoveTheCursorIsDropped(text: String, expected: String) {
        #expect(text.printable == expected)
    }
}
