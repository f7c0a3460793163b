#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The forms that secrets take when a service echoes them: in URLs, forms, JSON, headers, base64 and hexadecimal.
struct SecretForms {
    /// The forms, with ASCII letters in lowercase.
    private(set) var folded: Set<[UInt8]> = []

    /// The minimum length of a base64 fragment to search for: a fragment has no start or end to identify it by.
    private static let shortestInnerBase64 = 8

    /// Creates the forms of these secrets.
    ///
    /// - Parameter identifiers: the user names that they are sent with in Basic authentication.
    init(of secrets: [String], identifiers: [String]) {
        for secret in secrets {
            // ASCII letters are compared ignoring case; other letters only match in these three spellings.
            for spelling in Set([secret, secret.lowercased(), secret.uppercased()]) {
                addText(Array(spelling.utf8))
                addEscapes(of: spelling)
            }
            addText(Self.hexadecimal(of: secret))
            for value in [secret, "Bearer \(secret)", "Token \(secret)"] + identifiers.map({ "\($0):\(secret)" }) {
                addBase64(of: Array(value.utf8))
            }
            addInnerBase64(of: Array(secret.utf8))
        }
    }

    private mutating func addText(_ form: [UInt8]) {
        folded.insert(form.map(\.folded))
    }

    /// Adds the secret as it is escaped in URLs, forms and JSON.
    private mutating func addEscapes(of secret: String) {
        // Most secrets need no escaping.
        guard !secret.utf8.allSatisfy(\.isUnreserved) else { return }
        // Sets of unescaped characters: none; slashes; those JavaScript keeps; those allowed in paths, by two readings.
        for kept in ["", "/", "!'()*", "!'()*/", "!$&'()*+,=@/", "!$&'()*+,;=:@/", "!$&'()*+,;=:@/?#"].map({
            "-._~" + $0
        }) {
            addText(Self.percentEncoded(secret, keeping: kept))
        }
        for kept in ["-._~", "-._*", "-._~!'()*"] {
            addText(Self.percentEncoded(secret, keeping: kept, spaceAsPlus: true))
        }
        for escaped in ["", "/", "<>&", "/<>&'"] {
            for isASCII in [false, true] {
                addText(Self.jsonEscaped(secret, unicode: escaped, isASCII: isASCII, slash: false))
                addText(Self.jsonEscaped(secret, unicode: escaped, isASCII: isASCII, slash: true))
            }
        }
    }

    /// Adds the base64 (RFC 4648) of a whole value, in both alphabets, padded and unpadded.
    private mutating func addBase64(of value: [UInt8]) {
        let padded = Array(Data(value).base64EncodedString().utf8)
        for form in [padded, padded.urlSafe] {
            addText(form)
            addText(form.filter { $0 != UInt8(ascii: "=") })
        }
    }

    /// Adds the part of the base64 that depends only on the secret, for each possible position in an encoded value.
    private mutating func addInnerBase64(of secret: [UInt8]) {
        for offset in 0..<3 {
            let value = [UInt8](repeating: 0, count: offset) + secret
            let first = (offset * 8 + 5) / 6, end = value.count * 8 / 6
            guard end - first >= Self.shortestInnerBase64 else { continue }
            let inner = Array(Array(Data(value).base64EncodedString().utf8)[first..<end])
            addText(inner)
            addText(inner.urlSafe)
        }
    }
}

extension SecretForms {
    private static let digits = Array("0123456789abcdef".utf8)

    private static func hexadecimal(of text: String) -> [UInt8] {
        text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    private static func percentEncoded(_ text: String, keeping kept: String, spaceAsPlus: Bool = false) -> [UInt8] {
        let kept = Set(kept.utf8)
        return text.utf8.flatMap { byte -> [UInt8] in
            if byte.isASCIILetterOrDigit || kept.contains(byte) { return [byte] }
            if spaceAsPlus, byte == UInt8(ascii: " ") { return [UInt8(ascii: "+")] }
            return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    /// Escapes the text for a JSON string, without the quotes.
    ///
    /// - Parameters:
    ///   - unicode: characters to write as `\u` with four digits.
    ///   - isASCII: whether to write all non-ASCII characters that way too.
    ///   - slash: whether to put a backslash before slashes, as PHP does.
    private static func jsonEscaped(_ text: String, unicode: String, isASCII: Bool, slash: Bool) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            if unicode.unicodeScalars.contains(scalar) || isASCII && !scalar.isASCII {
                for unit in String(scalar).utf16 {
                    result += Array(#"\u"#.utf8) + [12, 8, 4, 0].map { digits[Int(unit >> $0) & 15] }
                }
                continue
            }
            if scalar == "\\" || scalar == "\"" || scalar == "/" && slash { result.append(UInt8(ascii: "\\")) }
            result += Array(String(scalar).utf8)
        }
        return result
    }
}

extension [UInt8] {
    /// This base64 text in the URL- and filename-safe alphabet.
    fileprivate var urlSafe: [UInt8] {
        map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    }
}

extension UInt8 {
    /// The lowercase form of an ASCII letter; any other byte unchanged.
    var folded: UInt8 {
        (65...90).contains(self) ? self | 32 : self
    }

    fileprivate var isASCIILetterOrDigit: Bool {
        (48...57).contains(self) || (97...122).contains(folded)
    }
}
