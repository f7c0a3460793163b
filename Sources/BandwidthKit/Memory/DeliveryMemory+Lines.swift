#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension DeliveryMemory {
    /// A line for each entry:
    ///
    ///     {"v":1,"row":"linode/production/account","period":1793491200,"notifier":"twilio","recipient":"+12025550143",
    ///      "measure":"actual","limit":"90","critical":false,"told":1794900000,"quota":107374182400}
    ///
    /// One of a message that may have arrived ends with `"uncertain":true`.
    static func lines(_ entries: [Entry]) -> [UInt8] {
        var writer = LineWriter(capacity: entries.count * 200)
        for entry in entries {
            writer.append("{\"v\":1,\"row\":")
            writer.append(quoted: entry.row)
            writer.append(",\"period\":")
            writer.append(entry.period.second)
            writer.append(",\"notifier\":")
            writer.append(quoted: entry.recipient.notifier)
            writer.append(",\"recipient\":")
            writer.append(quoted: entry.recipient.address)
            writer.append(",\"measure\":")
            writer.append(quoted: entry.measure.rawValue)
            writer.append(",\"limit\":")
            writer.append(quoted: entry.limit.description)
            writer.append(entry.isCritical ? ",\"critical\":true,\"told\":" : ",\"critical\":false,\"told\":")
            writer.append(entry.told.second)
            writer.append(",\"quota\":")
            writer.append(entry.quota?.bytes)
            writer.append(entry.isUncertain ? ",\"uncertain\":true}\n" : "}\n")
        }
        return writer.bytes
    }

    /// Reads lines.
    init(lines: [UInt8]) {
        for line in lines.lineRanges {
            do throws(UnreadableLine) {
                record([try Entry(line: lines[line])])
            } catch {
                ignore(error)
            }
        }
    }
}

extension DeliveryMemory.Entry {
    fileprivate init(line: ArraySlice<UInt8>) throws(UnreadableLine) {
        guard let value = try? JSONParser().parse(line), let version = value["v"]?.number else { throw .damaged }
        guard version == 1 else { throw version > 1 ? .newer : .damaged }
        guard let row = value["row"]?.string, let period = value["period"]?.number?.wholeNumber,
            let notifier = value["notifier"]?.string, let address = value["recipient"]?.string,
            let measure = value["measure"]?.string.flatMap({ DeliveryMemory.Measure(rawValue: $0) }),
            let limit = value["limit"]?.string.flatMap({ Decimal(plain: $0) }),
            case .bool(let isCritical) = value["critical"]?.content,
            let told = value["told"]?.number?.wholeNumber.map({ Date(second: $0) })
        else { throw .damaged }
        let date = Date(second: period)
        guard date.isInSensibleYears, told.isInSensibleYears else { throw .damaged }
        self.init(
            row: row, period: date, recipient: .init(notifier: notifier, address: address), measure: measure,
            limit: limit, isCritical: isCritical, told: told,
            quota: value["quota"]?.number?.wholeNumber.flatMap { ByteCount($0) },
            isUncertain: value["uncertain"] == true)
    }
}
