#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A mail as `sendmail` reads it (RFC 5322): headers, an empty line, and plain text in UTF-8, with line feeds.
struct MailMessage {
    private let headers: [(name: String, value: String)]
    private let body: String

    /// The longest line of a mail, in bytes (RFC 5322, section 2.1.1).
    private static let longestLine = 998

    /// The longest line that headers are folded to, and the longest encoded word: RFC 2047, section 2, allows 75, but the
    /// first one stands after the name of the header.
    private static let usualLine = 76
    private static let longestWord = 64

    /// Puts an alert into a mail.
    ///
    /// - Parameter hashing: makes the identifier of the conversation, which a crossing and its all-clear share.
    init(_ alert: Alert, from: String?, to: [String], hashing: any Hashing) {
        let domain = from?.split(separator: "@").dropFirst().last.map(String.init) ?? "localhost"
        let thread = "<\(hashing.digest([alert.key]))@\(domain)>"
        headers =
            (from.map { [("From", $0)] } ?? []) + [
                ("To", to.joined(separator: ", ")), ("Subject", Self.encoded(alert.subject)),
                ("Date", alert.time.mailText), ("Message-ID", "<\(alert.id)@\(domain)>"), ("In-Reply-To", thread),
                ("References", thread), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Transfer-Encoding", "8bit"),
                // No automatic answers, please (RFC 3834).
                ("Auto-Submitted", "auto-generated"),
            ]
        body = alert.mailBody
    }

    /// The whole mail.
    var text: String {
        let head = headers.map { "\($0.name): \(Self.folded($0.value, after: $0.name.utf8.count + 2))\n" }.joined()
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            MessageStyle.pieces(of: String(line), Self.longestLine)
        }
        return head + "\n" + lines.joined(separator: "\n") + "\n"
    }

    /// A header's text without line breaks; as encoded words (RFC 2047) if it isn't ASCII.
    private static func encoded(_ text: String) -> String {
        let text = text.printable
        guard !text.utf8.allSatisfy({ (32...126).contains($0) }) || text.contains("=?") else { return text }
        // Base64 has four characters for three bytes.
        let room = (longestWord - "=?utf-8?B??=".count) / 4 * 3
        return MessageStyle.pieces(of: text, room)
            .map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: " ")
    }

    /// A header's value with line breaks before words, where a line would become too long.
    private static func folded(_ value: String, after name: Int) -> String {
        var result = "", used = name
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            if !result.isEmpty, used + 1 + word.utf8.count > usualLine, !word.isEmpty {
                result += "\n"
                used = 0
            }
            if !result.isEmpty {
                result += " "
                used += 1
            }
            result += word
            used += word.utf8.count
        }
        return result
    }
}

extension MessageStyle {
    /// A text in pieces of at most so many bytes in UTF-8.
    fileprivate static func pieces(of text: String, _ limit: Int) -> [String] {
        var pieces: [String] = [], rest = text
        while rest.utf8.count > limit {
            var piece = MessageStyle.plain(limit).prefix(of: rest, limit)
            // A character may be longer than a line.
            if piece.isEmpty { piece = String(rest.unicodeScalars.prefix(1)) }
            pieces.append(piece)
            rest = String(rest.unicodeScalars.dropFirst(piece.unicodeScalars.count))
        }
        return pieces + [rest]
    }
}

extension Date {
    /// `Sat, 21 Nov 2026 06:00:00 +0000` (RFC 5322, section 3.3).
    fileprivate var mailText: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let iso = isoText, day = Int(CalendarDay(of: second).number % 7)
        let date = ReportZone.utc.day(of: self).split(separator: " ")
        let number = iso.dropFirst(8).prefix(2), time = iso.dropFirst(11).prefix(8)
        return "\(days[day]), \(number) \(date.first ?? "") \(iso.prefix(4)) \(time) +0000"
    }
}
