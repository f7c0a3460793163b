/// A time zone of the system's database, such as `Europe/Berlin`, read from its file (RFC 9636).
///
/// FoundationEssentials alone knows no zones but those of a fixed offset, and the C library only the machine's.
public struct ZoneTable: Sendable, Hashable {
    /// An offset from UTC, and what it is called.
    struct Kind: Sendable, Hashable {
        /// In seconds east of UTC.
        let offset: Int64

        /// `CET`
        let name: String
    }

    /// The seconds since 1970 at which something else begins to apply, in order, with what does.
    private let changes: [Int64]
    private let kinds: [Kind]
    private let first: Kind

    /// What applies after the last change.
    private let rule: ZoneRule?

    /// Where the database is.
    private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/var/db/timezone/zoneinfo"]

    /// Reads the zone with this name; `nil` if there is none on this machine.
    init?(named name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts.allSatisfy(\.isZoneName) else { return nil }
        for folder in Self.folders {
            guard let file = try? InputFile("\(folder)/\(name)", limit: 1 << 16) else { continue }
            self.init(bytes: file.bytes)
            return
        }
        return nil
    }

    /// Parses a file; `nil` if it is damaged.
    init?(bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard var header = reader.header() else { return nil }
        var width = 4
        if header.version > 0 {
            // The same again with 64-bit times.
            guard reader.skip(header.size(width: 4)), let second = reader.header() else { return nil }
            header = second
            width = 8
        }
        guard let changes = reader.times(header.times, width: width), let indices = reader.take(header.times),
            let entries = reader.take(header.types * 6), let names = reader.take(header.characters),
            reader.skip(header.leaps * (width + 4) + header.standards + header.universals)
        else { return nil }
        let kinds = (0..<header.types).map { index -> Kind in
            let entry = Array(entries.dropFirst(index * 6).prefix(6))
            let offset = Int64(Int32(truncatingIfNeeded: entry.prefix(4).reduce(0) { $0 << 8 | Int64($1) }))
            let name = names.dropFirst(Int(entry[5])).prefix { $0 != 0 }
            return Kind(offset: offset, name: String(decoding: name, as: UTF8.self).printable)
        }
        guard let first = kinds.first, indices.allSatisfy({ kinds.indices.contains(Int($0)) }),
            kinds.allSatisfy({ (-100_000...100_000).contains($0.offset) })
        else { return nil }
        self.first = first
        self.changes = changes
        self.kinds = indices.map { kinds[Int($0)] }
        rule = width == 8 ? reader.footer().flatMap { ZoneRule($0) } : nil
    }

    /// What applies at a second since 1970.
    func kind(at second: Int64) -> Kind {
        // The number of changes until then.
        var low = 0, high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        if low == changes.count, let kind = rule?.kind(at: second) { return kind }
        return low == 0 ? first : kinds[low - 1]
    }
}

extension ZoneTable {
    private struct Header {
        let version: UInt8
        let universals, standards, leaps, times, types, characters: Int

        func size(width: Int) -> Int {
            times * (width + 1) + types * 6 + characters + leaps * (width + 4) + standards + universals
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count >= 0, count <= bytes.count - position else { return nil }
            defer { position += count }
            return bytes[position..<(position + count)]
        }

        mutating func skip(_ count: Int) -> Bool {
            take(count) != nil
        }

        mutating func header() -> Header? {
            guard let magic = take(4), magic.elementsEqual("TZif".utf8), let version = take(1)?.first, skip(15) else {
                return nil
            }
            let counts = (0..<6).compactMap { _ in take(4)?.reduce(0) { $0 << 8 | Int($1) } }
            guard counts.count == 6, counts.allSatisfy({ $0 <= bytes.count }) else { return nil }
            return Header(
                version: version, universals: counts[0], standards: counts[1], leaps: counts[2], times: counts[3],
                types: counts[4], characters: counts[5])
        }

        mutating func times(_ count: Int, width: Int) -> [Int64]? {
            guard let bytes = take(count * width) else { return nil }
            let times = stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { start -> Int64 in
                let value = bytes[start..<(start + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                return width == 8 ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
            }
            return zip(times, times.dropFirst()).allSatisfy { $0 < $1 } ? times : nil
        }

        /// The line after the data.
        mutating func footer() -> String? {
            guard take(1)?.first == UInt8(ascii: "\n") else { return nil }
            return String(decoding: bytes[position...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
    }
}

extension Substring {
    /// Whether it can be a part of a zone's name; `..` can't.
    fileprivate var isZoneName: Bool {
        !isEmpty && utf8.allSatisfy { $0.isZoneNameByte }
    }
}

extension UInt8 {
    fileprivate var isZoneNameByte: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(self)
    }
}
