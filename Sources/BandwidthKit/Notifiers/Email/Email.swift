#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// E-mail through the machine's `sendmail`: postfix, exim, msmtp, nullmailer and others all have one.
///
/// The program reads the recipients from the headers (`-t`), and a line with a single dot doesn't end the mail (`-oi`).
/// It queues the mail and repeats what has to be repeated; its exit status 0 means that it has the mail. There is no
/// SMTP here, and so no password.
public struct Email: Notifier {
    public static let kind = "email"
    public static let summary = ServiceSummary(
        name: "e-mail", purpose: "mail through the machine's sendmail, or msmtp",
        permission: "a mail server, or msmtp, set up on this machine")

    /// The maximum characters of a subject that mail programs show in a list.
    static let subjectLimit = 150

    /// The maximum bytes of the list in a mail; the table follows it.
    static let listLimit = 20_000

    public static let style = MessageStyle.title(subjectLimit, body: listLimit)
    public static let repeats = Repeatability.never

    static let usualCommand = ["/usr/sbin/sendmail", "-t", "-oi"]

    /// The longest address (RFC 5321, section 4.5.3.1.3, without the brackets).
    static let longestAddress = 254

    let to: [String]
    let from: String?
    let command: [String]
    let environment: [String: String]

    public init?(from settings: inout SettingsReader) {
        to = settings.texts("to", "an address, or a list of addresses: one mail for all", isRequired: true)
        from = settings.text("from", "the sender's address; the system's usual one if left out")
        let usual = Self.usualCommand.joined(separator: " ")
        let own = settings.command("command", "the program that takes the mail, as a list; \(usual) if left out")
        environment = settings.environment(of: Exec.passedOn)
        settings.addressOfThisMachine()
        for (index, address) in to.enumerated() where !address.isMailAddress {
            settings.report("to[\(index)]", "expected an address such as ops@example.com, without a name")
        }
        if let from, !from.isMailAddress {
            settings.report("from", "expected an address such as ops@example.com, without a name")
        }
        if Set(to).count < to.count { settings.report("to", "duplicate address") }
        command = own ?? Self.usualCommand + (from.map { ["-f", $0] } ?? [])
    }

    /// All of them: they get one mail.
    public var recipients: [String] {
        [to.joined(separator: ", ")]
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let mail = MailMessage(alert, from: from, to: to, hashing: api.hashing)
        try await api.run(command, environment: environment, input: Array(mail.text.utf8), hint: Self.hint)
        return Receipt()
    }

    /// What to do about an exit status of sendmail's (`sysexits.h`).
    private static func hint(_ status: Int32) -> String? {
        switch status {
        case 64: "the program doesn't take these arguments; check 'command'"
        case 65, 67, 68: "check the addresses in 'to'"
        case 69, 71, 72, 74: "check the machine's mail server"
        case 75: "the mail server is busy; the next run tries again"
        case 77: "the mail server doesn't allow this sender; check 'from'"
        case 78: "the mail program isn't configured; set it up, or use another 'command'"
        default: nil
        }
    }
}

extension String {
    /// An address as it may stand in a header: nothing that ends it, starts another or needs quoting.
    fileprivate var isMailAddress: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty } && !hasPrefix("-")
            && utf8.count <= Email.longestAddress
            && utf8.allSatisfy { (33...126).contains($0) && !"<>()[],;:\\\"".utf8.contains($0) }
    }
}
