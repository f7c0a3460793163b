import Testing

@testable import BandwidthKit

@Suite struct GSM7Tests {
    @Test(arguments: [
        ("118 of 100 GB, 118.0%, over by 18 GB = $0.27", "118 of 100 GB, 118.0%, over by 18 GB = $0.27"),
        ("Zürich Ñandú £5 @ 10€", "Zürich Ñandu £5 @ 10€"),
        ("café – “naïve” … it’s", "café - \"naive\" ... it's"),
        ("Łódź São Čeština Ţiu", "Lódz Sao Cestina Tiu".replacing("ó", with: "o")),
        ("cafe\u{301}", "cafe"),
        ("東京", "??"), ("a👨‍👩‍👧b", "a?b"), ("🇩🇪", "?"), ("x\r\ny\nz", "x\ny\nz"), ("tab\tstop", "tab stop"),
        ("\u{1B}[31mred\u{7}", "?[31mred?"), ("[a]{b}~^|\\", "[a]{b}~^|\\"),
    ])
    func whatPhonesCannotShowCheaplyIsReplaced(text: String, expected: String) {
        #expect(GSM7.text(text) == expected)
    }

    @Test func whateverComesOutIsOfTheAlphabet() {
        let cheap = Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡§¿".unicodeScalars)
            .union("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜabcdefghijklmnopqrstuvwxyzäöñüà^{}\\[]~|€".unicodeScalars)
        for value in (0...0x2FFFF) as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = GSM7.text(String(Character(scalar)))
            if !text.unicodeScalars.allSatisfy(cheap.contains) {
                Issue.record("U+\(String(value, radix: 16)): \(text)")
            }
        }
    }

    @Test func charactersOfTheExtensionTakeTwoPlaces() {
        #expect(GSM7.length(of: "abc") == 3)
        #expect(GSM7.length(of: "[€]") == 6)
        #expect(GSM7.length(of: "") == 0)
    }

    @Test(arguments: [
        (160, 0, 1), (161, 0, 2), (306, 0, 2), (307, 0, 3), (0, 80, 1), (0, 81, 2),
        // 153 is odd: the character of two places that would be divided begins the next segment.
        (0, 152, 2), (0, 153, 3), (2, 152, 3),
    ])
    func segmentsAreCountedAsTheCarrierCounts(plain: Int, extended: Int, expected: Int) {
        let text = String(repeating: "a", count: plain) + String(repeating: "€", count: extended)
        #expect(GSM7.segments(of: text) == expected)
    }

    @Test(arguments: [(0, ""), (1, "a"), (2, "a"), (3, "a["), (4, "a[b"), (9, "a[b")])
    func aPrefixFitsInItsPlaces(limit: Int, expected: String) {
        #expect(GSM7.prefix(of: "a[b", limit) == expected)
    }
}
