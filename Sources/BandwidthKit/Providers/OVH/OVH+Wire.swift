#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// OVHcloud's answers, in its own words.
extension OVH {
    /// The answer to a request for a token.
    struct TokenAnswer: Decodable, Sendable {
        let token: String

        enum CodingKeys: String, CodingKey {
            case token = "access_token"
        }
    }

    /// The body of `GET /dedicated/server/{name}/specifications/network`.
    struct Specifications: Decodable, Sendable {
        let traffic: Traffic?
    }

    /// The quotas of a server; those that are `null` don't exist.
    struct Traffic: Decodable, Sendable {
        let outputUsed, outputQuota, inputUsed, inputQuota: Amount?
        private let reset: Lenient<String>
        private let isThrottled: Lenient<Bool>

        /// A row for one direction; `nil` if the service says nothing about it.
        func usage(of scope: UsageScope, _ used: Amount?, _ quota: Amount?, at now: Date) -> Usage? {
            guard used != nil || quota != nil else { return nil }
            let end = reset.value.flatMap { Date(iso8601: $0) ?? Date(iso8601: $0 + "T00:00:00Z") }
            let overdue = end.flatMap { $0 <= now ? $0 : nil }
            let unit = quota?.unit ?? used?.unit ?? .gigabyte
            let notes = [
                isThrottled.value == true ? "slowed down until the reset" : nil,
                overdue == nil ? nil : "the counter is stale: its reset is overdue",
                used == nil ? "no data yet" : nil,
                quota == nil ? "unmetered" : nil,
            ]
            let text = notes.compactMap { $0 }.joined(separator: "; ")
            return Usage(
                scope: scope, used: used?.count ?? .zero, quota: quota?.count,
                period: end.flatMap { BillingPeriod.month(endingAt: $0) } ?? .month(containing: now), asOf: overdue,
                unit: unit,
                native: NativeFigures(
                    used: used?.number ?? 0, quota: quota?.number, unit: unit, usedUnit: used?.unit ?? unit),
                note: text.isEmpty ? nil : text)
        }

        enum CodingKeys: String, CodingKey {
            case isThrottled
            case outputUsed = "outputQuotaUsed"
            case outputQuota = "outputQuotaSize"
            case inputUsed = "inputQuotaUsed"
            case inputQuota = "inputQuotaSize"
            case reset = "resetQuotaDate"
        }
    }

    /// An amount with its unit, `{"unit": "TB", "value": 25}`: used and quota may have different ones.
    struct Amount: Decodable, Sendable {
        let count: ByteCount
        let number: Decimal
        let unit: DataUnit

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            let symbol = try members.decode(String.self, forKey: .unit)
            let number = try members.decode(WireNumber.self, forKey: .value).value
            guard let unit = DataUnit(symbol: symbol), let count = ByteCount(number, unit) else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "expected an amount of data, but got \(number) \(symbol.prefix(20))"))
            }
            (self.count, self.number, self.unit) = (count, number, unit)
        }

        private enum CodingKeys: CodingKey {
            case unit, value
        }
    }

    /// `{"class": "Client::Forbidden", "message": "…"}`, `{"errorCode": "INVALID_CREDENTIAL", "message": "…"}`, or from
    /// the server that issues tokens `{"error": "invalid_client", "error_description": "…"}`.
    public struct Refusal: ServiceError {
        private let words, errorCode, error, description: Lenient<String>

        private enum CodingKeys: String, CodingKey {
            case errorCode, error
            case words = "message"
            case description = "error_description"
        }

        public var message: String {
            words.value ?? description.value ?? error.value ?? ""
        }

        public var code: APIError.Code? {
            if ["invalid_client", "unauthorized_client", "invalid_grant"].contains(error.value) {
                return .unauthorized
            }
            switch errorCode.value {
            case "INVALID_CREDENTIAL", "INVALID_KEY", "NOT_CREDENTIAL": return .unauthorized
            case "NOT_GRANTED_CALL": return .forbidden
            default: return nil
            }
        }

        public var hint: String? {
            code == .forbidden || message.contains("not been granted")
                ? "the account needs \(OVH.summary.permission)" : nil
        }
    }
}
