extension String {
    /// `NAME=value`
    var assignment: (name: String, value: String)? {
        guard let sign = firstIndex(of: "="), sign > startIndex else { return nil }
        let name = String(self[..<sign]).trimmed
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isName ? (name, String(self[index(after: sign)...])) : nil
    }
}
