import Foundation
import Testing

@testable import BandwidthKit

/// Mails, header by header, whatever things are called.
@Suite struct EmailTests {
    private func mail(_ name: String, to: [String] = ["ops@example.com"]) throws -> String {
        let now = try date(today)
        let usage = Usage.example(
            UsageScope(.team, id: "t", label: name), used: .gigabytes(118), quota: .gigabytes(100),
            billable: .gigabytes(18), period: try .november())
        let row = UsageRow(provider: "netlify", account: "n", Assessment(usage, by: AccountPolicy(), now: now))
        let alert = Alert(
            .crossed, about: UsageReport(checkedAt: now, rows: [row]), style: Email.style, units: .provider,
            hashing: TestHashing())
        return MailMessage(alert, from: nil, to: to, hashing: TestHashing()).text
    }

    private func head(_ mail: String) throws -> [Substring] {
        try #require(mail.firstRange(of: "\n\n").map { mail[..<$0.lowerBound].split(separator: "\n") })
    }

    /// The subject as a mail program shows it.
    private func subject(_ mail: String) throws -> String {
        let unfolded = try head(mail).joined(separator: "\n").replacing("\n ", with: " ")
        let line = try #require(unfolded.split(separator: "\n").first { $0.hasPrefix("Subject: ") })
        return try line.dropFirst(9).split(separator: " ").reduce(into: ("", false)) { result, word in
            guard word.hasPrefix("=?utf-8?B?"), word.hasSuffix("?=") else {
                result = (result.0 + (result.0.isEmpty ? "" : " ") + word, false)
                return
            }
            #expect(word.utf8.count <= 75)
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            // Each encoded word has whole characters, and the space between two is none.
            let text = try #require(String(data: data, encoding: .utf8))
            result = (result.0 + (result.1 || result.0.isEmpty ? "" : " ") + text, true)
        }.0
    }

    @Test(arguments: [
        "shop\r\nBcc: victim@example.com", "shop\nBcc: victim@example.com\n\nBody", "shop\u{2028}Bcc: x", "\u{0}shop",
    ])
    func noNameAddsAHeader(name: String) throws {
        let head = try head(try mail(name))
        let names = head.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding", "Auto-Submitted",
            ])
        #expect(try subject(try mail(name)).hasPrefix("[bandwidth] OVER: n/"))
        #expect(!(try mail(name)).contains("\r"))
    }

    @Test(arguments: ["plain", "東京 チーム", "Zürich – Büro", "=?utf-8?B?AAAA?=", String(repeating: "😀", count: 40)])
    func theSubjectIsReadAsItWasMeant(name: String) throws {
        let text = try mail(name)
        let name = name.count <= 60 ? name : String(name.prefix(57)) + "..."
        #expect(try subject(text).hasPrefix("[bandwidth] OVER: n/\(name.prefix(30))"), "\(text)")
        #expect(try head(text).allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (32...126).contains($0) } })
    }

    @Test func manyAddressesAreFolded() throws {
        let addresses = (1...60).map { "somebody-\($0)@a-long-domain.example.com" }
        let text = try mail("shop", to: addresses)
        let head = try head(text)
        #expect(head.allSatisfy { $0.utf8.count <= 78 })
        let unfolded = head.joined(separator: "\n").replacing("\n ", with: " ")
        #expect(unfolded.contains("To: \(addresses.joined(separator: ", "))"))
    }

    @Test func noLineIsLongerThanAMailMayHave() throws {
        let text = try mail(String(repeating: "long ", count: 1000))
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 })
    }

    @Test(arguments: [
        #""to": "a@b, c@d""#, #""to": "Ops <a@b>""#, #""to": "-oQ/tmp""#, #""to": "a@b@c""#, #""to": "a b@c""#,
        #""to": "ä@b""#, #""to": "a@\\u0007b""#,
    ])
    func whatIsNoAddressIsReported(setting: String) {
        let found = problems(in: #"{ "providers": [], "notify": [{ "type": "email", \#(setting) }] }"#)
        #expect(found.count == 1 && found[0].hasPrefix("email: to"), "\(found)")
    }

    @Test(arguments: [
        (#""type": "exec""#, "exec: command: missing; set it here"),
        (
            #""type": "exec", "command": "sh -c x""#,
            #"exec: command: expected a list such as ["/usr/local/bin/on-alert", "--now"]"#
        ),
        (
            #""type": "exec", "command": []"#,
            #"exec: command: expected a list such as ["/usr/local/bin/on-alert", "--now"]"#
        ),
        (#""type": "email", "to": []"#, "email: to: is empty; name at least one"),
        (#""type": "email", "to": ["root", "root"]"#, "email: to: duplicate address"),
        (
            #""type": "email", "to": "root", "from": "-f""#,
            "email: from: expected an address such as ops@example.com, without a name"
        ),
    ])
    func whatDoesNotFitIsReported(settings: String, expected: String) {
        #expect(problems(in: #"{ "providers": [], "notify": [{ \#(settings) }] }"#) == [expected])
    }

    @Test func theConversationIsTheSameForACrossingAndItsAllClear() throws {
        func references(_ name: String) throws -> Substring? {
            let file = MessageFixture.root.appending(path: "email/\(name).run")
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix("References: ") }
        }
        #expect(try references("crossed") == references("resolved"))
        #expect(try references("crossed") != references("crossed-unread"))
    }
}
