extension String {
    /// The text percent-encoded for any part of a URL or form: everything except ASCII letters, digits and `-._~`.
    ///
    /// `.` and `..` are encoded too, because they would be resolved as path segments.
    package func percentEncoded(spaceAsPlus: Bool = false) -> String {
        if self == "." || self == ".." {
            return String(repeating: "%2E", count: count)
        }
        let hexadecimal = Array("0123456789ABCDEF")
        var result = ""
        for byte in utf8 {
            if byte.isUnreserved {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else if spaceAsPlus, byte == UInt8(ascii: " ") {
                result += "+"
            } else {
                result += "%"
                result.append(hexadecimal[Int(byte >> 4)])
                result.append(hexadecimal[Int(byte & 15)])
            }
        }
        return result
    }
}

extension UInt8 {
    /// Whether it is an unreserved character in a URL (RFC 3986, section 2.3).
    package var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}
