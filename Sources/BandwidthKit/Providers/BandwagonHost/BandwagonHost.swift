#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The traffic of one VPS at BandwagonHost (KiwiVM). Each VPS has its own key.
///
/// Calls `getServiceInfo` (documented in the panel itself; a copy is at https://dev.moebuta.org/files/api.html).
/// Figures are in bytes, to be multiplied by the location's coefficient; a plan of "500 GB" is 500 × 2³⁰. Both
/// directions are said to count. The month ends at `data_next_reset`, on the day of the month on which the VPS was set
/// up.
///
/// The API also accepts the key in the URL. It is sent in a form instead, which isn't logged.
public struct BandwagonHost: UsageProvider {
    public static let kind = "bandwagonhost"
    public static let summary = ServiceSummary(
        name: "BandwagonHost",
        purpose: "one VPS, after its location's multiplier",
        counts: "in and outbound, bytes (GB of 2^30 bytes), per month of the VPS",
        permission: "the API key of the VPS; it is not read-only",
        console: "https://kiwivm.64clouds.com",
        tokenPage: "https://kiwivm.64clouds.com")

    let veid: String
    let key: Secret

    public init?(from settings: inout SettingsReader) {
        let veid = settings.text("veid", "number of the VPS, from the panel's page \"API\"", isRequired: true)
        let key = settings.secret("api_key", "API key of the VPS (private_…)")
        settings.address("https://api.64clouds.com/v1")
        guard let veid, let key else { return nil }
        self.veid = veid
        self.key = key
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let answer: Answer = try await api.read(
            "/getServiceInfo", form: [("veid", veid)], authorization: .form(["api_key": key]))
        let info: ServiceInfo
        switch answer {
        case .info(let found): info = found
        case .refusal(let number, let words): throw refusal(number, words)
        }
        guard let used = info.counter.times(info.factor), let quota = info.plan.times(info.factor) else {
            throw APIError(
                .badResponse, "the traffic times its multiplier \(info.factor) is not a valid number of bytes")
        }
        let reset = info.nextReset.value?.value.date
        let overdue = reset.flatMap { $0 <= now ? $0 : nil }
        return [
            Usage(
                scope: UsageScope(.account, id: veid, label: info.hostname), used: used, quota: quota,
                period: reset.flatMap { BillingPeriod.month(endingAt: $0) },
                isStopped: info.suspended.value == true, asOf: overdue, unit: .binaryGigabyte,
                native: NativeFigures(used: Decimal(used.bytes), quota: Decimal(quota.bytes), unit: .byte),
                note: note(info, isOverdue: overdue != nil))
        ]
    }

    private func note(_ info: ServiceInfo, isOverdue: Bool) -> String? {
        let notes = [
            info.suspended.value == true ? "the VPS is suspended" : nil,
            isOverdue ? "the counter is stale: its reset is overdue" : nil,
            info.factor == 1 ? nil : "counted \(info.factor) times at its location",
        ]
        let text = notes.compactMap { $0 }.joined(separator: "; ")
        return text.isEmpty ? nil : text
    }

    /// Refusals have status 200, an error number and a message. 700005 means that `veid` and key don't match.
    private func refusal(_ number: Decimal, _ words: String?) -> APIError {
        let said = words.map { ": \($0.prefix(300))" } ?? ""
        if number == 700005 {
            return APIError(
                .unauthorized, "the key was refused (error 700005)\(said)", httpStatus: 200,
                hint: "each VPS has its own key; put the one of \(veid) into \(key.source)")
        }
        return APIError(.badResponse, "the service refused (error \(number))\(said)", httpStatus: 200)
    }
}

/// BandwagonHost's answers, in its own words (https://github.com/icyleaf/bandwagon-exporter, `src/bandwagon.rs`).
extension BandwagonHost {
    /// The body of `getServiceInfo`; `error` is 0 on success. Some numbers are in quotes.
    enum Answer: Decodable {
        case info(ServiceInfo)
        case refusal(Decimal, String?)

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            let error = try members.decodeIfPresent(Quotable<WireNumber>.self, forKey: .error)?.value.value ?? 0
            if error == 0 {
                self = .info(try ServiceInfo(from: decoder))
            } else {
                self = .refusal(error, try members.decode(Lenient<String>.self, forKey: .message).value)
            }
        }

        enum CodingKeys: CodingKey {
            case error, message
        }
    }

    /// The figures before the multiplier.
    struct ServiceInfo: Decodable, Sendable {
        let hostname: String?
        let plan, counter: Quotable<WireBytes>
        let nextReset: Lenient<Quotable<WireUnixTime>>
        let suspended: Lenient<Bool>
        private let multiplier: Quotable<Multiplier>?

        var factor: Decimal {
            multiplier?.value.value ?? 1
        }

        enum CodingKeys: String, CodingKey {
            case hostname, suspended
            case plan = "plan_monthly_data"
            case counter = "data_counter"
            case multiplier = "monthly_data_multiplier"
            case nextReset = "data_next_reset"
        }
    }

    /// A location's coefficient, such as 1, 3 or 0.33.
    struct Multiplier: WireQuantity {
        static let expectation = "a multiplier above 0"
        let value: Decimal

        init?(_ number: Decimal) {
            guard number > 0 else { return nil }
            value = number
        }
    }

    /// Refusals with a status other than 200, if there are any, have the message in the same place.
    public struct Refusal: ServiceError {
        public let message: String
    }
}

extension Quotable<WireBytes> {
    /// The product to the nearest byte; `nil` beyond 64 bits.
    fileprivate func times(_ factor: Decimal) -> ByteCount? {
        ByteCount(value.number * factor, .byte)
    }
}
