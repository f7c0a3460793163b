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

    @Test(arguments: [(0, ""), (1, "a"), (2, "a"), (3, "a["), (4, "a[b"), (9, "a[b")])
    func aPrefixFitsInItsPlaces(limit: Int, expected: String) {
        #expect(GSM7.prefix(of: "a[b", limit) == expected)
    }
}
