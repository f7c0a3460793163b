/// The records of a CSV file (RFC 4180), one after the other; lines may end in LF alone.
struct CSVRecords {
    private let bytes: [UInt8]
    private var index: Int

    /// The line on which the next record begins, from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Spreadsheets put a byte order mark at the start.
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The fields of the next record; `nil` at the end. An empty line has no fields.
    mutating func next() -> [String]? {
        guard index < bytes.count else { return nil }
        var fields: [String] = [], field: [UInt8] = []
        var isQuoted = false, isEmpty = true
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\"") {
                // Two of them stand for one.
                if isQuoted, index < bytes.count, bytes[index] == byte {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
                isEmpty = false
            } else if !isQuoted, byte == UInt8(ascii: ",") {
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
                isEmpty = false
            } else if !isQuoted, byte == UInt8(ascii: "\n") {
                break
            } else if !isQuoted, byte == UInt8(ascii: "\r"), index == bytes.count || bytes[index] == 10 {
                continue
            } else {
                field.append(byte)
                isEmpty = false
            }
        }
        if !isEmpty { fields.append(String(decoding: field, as: UTF8.self)) }
        return fields
    }
}
