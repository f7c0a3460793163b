#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The hours of the day in which a channel sends nothing. What is due then is sent by the first run after them.
public struct QuietHours: Sendable, Hashable {
    /// The first quiet minute of the day, local time.
    let start: Int

    /// The first minute after them; below `start` where midnight is among them.
    let end: Int

    /// The zone of the day.
    let zone: ReportZone

    /// Whether something critical is sent all the same.
    let exceptCritical: Bool

    /// Whether it is quiet.
    func contains(_ date: Date) -> Bool {
        let minute = zone.minuteOfDay(at: date)
        return start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    /// The first minute after the quiet hours that a date is in.
    ///
    /// Clocks may change in between, so every minute is looked at.
    func end(after date: Date) -> Date {
        var moment = date.addingTimeInterval(Double(60 - date.second % 60))
        for _ in 0..<3000 where contains(moment) { moment += 60 }
        return moment
    }
}

extension QuietHours {
    /// Reads `{ "from": "22:00", "to": "07:00", "zone": "Europe/Berlin", "except": "critical" }`.
    init?(from reader: inout SettingsReader) {
        let form = #"{ "from": "22:00", "to": "07:00", "zone": "Europe/Berlin", "except": "critical" }"#
        let summary = "hours in which nothing is sent until they are over: \(form); without zone, the machine's"
        guard let value = reader.value("quiet", summary) else { return nil }
        guard let members = value.members else {
            reader.report("quiet", "expected \(form), but got \(value.excerpt)", at: value)
            return nil
        }
        let known = ["from", "to", "zone", "except"]
        for member in members where !known.contains(member.key) && !member.key.hasPrefix("//") {
            reader.report(
                "quiet.\(member.key.printable)", "unknown key; known: \(known.joined(separator: ", "))",
                at: member.value)
        }
        var times: [Int?] = []
        for key in ["from", "to"] {
            let time = value[key]?.string.flatMap { Self.minute($0) }
            if time == nil {
                reader.report("quiet.\(key)", "expected a time of day such as \"22:00\"", at: value[key] ?? value)
            }
            times.append(time)
        }
        var zone = ReportZone.system
        if let name = value["zone"], !name.isNull {
            if let found = name.string.flatMap({ ReportZone(named: $0) }) {
                zone = found
            } else {
                reader.report(
                    "quiet.zone",
                    "this machine knows no zone \(name.excerpt); expected one such as \"Europe/Berlin\" or \"+01:00\"",
                    at: name)
                return nil
            }
        }
        let except = value["except"].flatMap { $0.isNull ? nil : $0 }
        if let except, except != "critical" {
            reader.report("quiet.except", "expected \"critical\", but got \(except.excerpt)", at: except)
            return nil
        }
        guard let start = times[0], let end = times[1] else { return nil }
        guard start != end else {
            reader.report("quiet.to", "the same as from; remove quiet, or set another time", at: value["to"])
            return nil
        }
        self.init(start: start, end: end, zone: zone, exceptCritical: except != nil)
    }

    /// The minute of the day of `22:00`.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
