#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The traffic of one virtual server on a SolusVM panel (version 1): RackNerd, BuyVM and many small hosts.
///
/// Calls `action=info` of the client API (https://wiki.solusvm.com/index.php/API:Client), which returns bytes; the
/// vendor's own module uses GB of 2³⁰. The answer has no period: by default, counters reset on the first of the month,
/// by the panel's clock (https://docs.solusvm.com/v1/installation-and-configuration/Limiting%2Busers%2Bbandwidth.html).
///
/// The key and hash can also reboot and stop the server, so the action is a constant. They are sent in a form, which
/// isn't logged.
public struct SolusVM: UsageProvider {
    public static let kind = "solusvm"
    public static let summary = ServiceSummary(
        name: "SolusVM",
        purpose: "one virtual server of a panel (RackNerd, BuyVM and other small hosts)",
        counts: "bytes (GB of 2^30 bytes), as a rule in and outbound, per month",
        permission: "key and hash from the panel's page \"API\"; they are not read-only",
        doubts: [
            "whether inbound traffic counts is up to the host",
            "when the counter starts anew, and in which time zone, is up to the host",
            "how often the counter is updated isn't documented",
        ])

    let key: Secret
    let hash: Secret
    let resetDay: Int?

    public init?(from settings: inout SettingsReader) {
        let key = settings.secret("key", "API key of the server")
        let hash = settings.secret("hash", "API hash of the server")
        resetDay = settings.dayOfMonth("reset_day", "day of the month on which the host resets the counter")
        settings.requiredAddress("address of the panel, such as https://panel.example.com:5656")
        guard let key, let hash else { return nil }
        self.key = key
        self.hash = hash
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        // The usual path, unless the configured address is the script itself.
        let path: APIPath = api.base.text.hasSuffix(".php") ? "" : "/api/client/command.php"
        let answer: Answer = try await api.read(
            path, form: [("action", "info"), ("bw", "true")], authorization: .form(["key": key, "hash": hash]),
            translate: Tags.members)
        guard answer.status.lowercased() == "success" else {
            let words = answer.message.flatMap { $0.isEmpty ? nil : ": \($0.prefix(300))" } ?? ""
            throw APIError(
                .unauthorized, "the panel refused\(words)", httpStatus: 200,
                hint: "check key and hash, and that the host has enabled the API for this server")
        }
        guard let traffic = answer.traffic else {
            throw APIError(
                .badResponse, "the panel returned no traffic figures",
                hint: "ask the host whether its API reports the traffic of this server")
        }
        return [
            Usage(
                scope: UsageScope(.account, id: answer.address, label: answer.hostname), used: traffic.used,
                quota: traffic.total,
                period: .month(containing: now, resetDay: resetDay ?? 1, isAssumed: resetDay == nil),
                unit: .binaryGigabyte,
                native: NativeFigures(used: traffic.usedNumber, quota: traffic.totalNumber, unit: .byte))
        ]
    }
}

/// SolusVM's answers, in its own words.
extension SolusVM {
    /// The answer to `action=info`; any status but `success` is a refusal.
    struct Answer: Decodable {
        let status: String
        let message: String?
        let traffic: Traffic?
        let hostname, address: String?

        enum CodingKeys: String, CodingKey {
            case status, hostname
            case message = "statusmsg"
            case traffic = "bw"
            case address = "ipaddress"
        }
    }

    /// `2199023255552,412316860416,1786706395136,19`: total, used, free, and the rounded percentage, of which only the
    /// first two are read.
    struct Traffic: Decodable {
        let total, used: ByteCount
        let totalNumber, usedNumber: Decimal

        init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).prefix(2)
            let numbers = parts.compactMap { part in Decimal(plain: part.filter { !$0.isWhitespace }) }
            guard numbers.count == 2, let total = ByteCount(numbers[0], .byte), let used = ByteCount(numbers[1], .byte)
            else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "expected total, used, free and percentage, but got \"\(text.prefix(60))\""))
            }
            (totalNumber, usedNumber) = (numbers[0], numbers[1])
            (self.total, self.used) = (total, used)
        }
    }

    /// Refusals have no known body. According to one client, a wrong key or hash gets status 405
    /// (https://github.com/varunchopra/solusvm-api, `index.php`).
    public struct Refusal: ServiceError {
        public var message: String {
            ""
        }

        public static func code(for status: Int) -> APIError.Code? {
            status == 405 ? .unauthorized : nil
        }
    }
}
