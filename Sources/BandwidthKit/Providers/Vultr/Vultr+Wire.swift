#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Vultr's answers, in its own words (https://github.com/vultr/govultr, `account.go` and `instance.go`).
extension Vultr {
    /// The body of `GET /account/bandwidth`.
    struct Bandwidth: Decodable {
        let bandwidth: Months

        struct Months: Decodable {
            let soFar, projected: Month

            enum CodingKeys: String, CodingKey {
                case soFar = "current_month_to_date"
                case projected = "current_month_projected"
            }
        }
    }

    /// The figures of a month or a part of it, in GB and USD.
    struct Month: Decodable {
        let outbound, overage: WireGibibytes
        let overageCost, unitCost: WireNumber?
        private let instanceCredits, freeCredits, purchasedCredits: WireGibibytes
        private let timestampStart, timestampEnd: Lenient<Quotable<WireUnixTime>>

        /// A note about the credits: how many are earned so far, and whether the service counts more overage than the
        /// whole month's credits allow for.
        func note(billable: ByteCount, quota: ByteCount) -> String? {
            let unit = DataUnit.binaryGigabyte
            if overage.count > billable + unit.size {
                return
                    "the service counts \(overage.count.text(in: unit)) of overage so far, with \(credits.text(in: unit)) "
                    + "of credits earned; more credits are added until the end of the month"
            }
            guard credits < quota else { return nil }
            return "\(credits.text(in: unit)) of the quota are earned so far, the rest by the end of the month"
        }

        var credits: ByteCount {
            instanceCredits.count + freeCredits.count + purchasedCredits.count
        }

        var creditsNumber: Decimal {
            instanceCredits.number + freeCredits.number + purchasedCredits.number
        }

        var overagePrice: OveragePrice? {
            guard let unitCost, unitCost.value >= 0 else { return nil }
            return OveragePrice(Money(unitCost.value, "USD"), per: DataUnit.binaryGigabyte.size)
        }

        var end: Date? {
            timestampEnd.value?.value.date
        }

        /// The answer gives the last second of the period.
        var period: BillingPeriod? {
            guard let start = timestampStart.value?.value.date, let end,
                let endsBefore = Int64(exactly: end.timeIntervalSince1970)
            else { return nil }
            let next = endsBefore % 60 == 59 ? end.addingTimeInterval(1) : end
            return BillingPeriod(start: start, end: next)
        }

        enum CodingKeys: String, CodingKey {
            case outbound = "gb_out"
            case overage
            case overageCost = "overage_cost"
            case unitCost = "overage_unit_cost"
            case instanceCredits = "instance_bandwidth_credits"
            case freeCredits = "free_bandwidth_credits"
            case purchasedCredits = "purchased_bandwidth_credits"
            case timestampStart = "timestamp_start"
            case timestampEnd = "timestamp_end"
        }
    }

    /// The body of `GET /instances`.
    struct InstancePage: Decodable, Sendable {
        let instances: [Instance]
        let meta: Meta?

        struct Meta: Decodable, Sendable {
            let links: Links?
        }

        struct Links: Decodable, Sendable {
            let next: String?
        }
    }

    /// An element of `GET /instances`; the allowance is in GB a month.
    struct Instance: Decodable, Sendable {
        let id: String
        let label: String?
        let allowance: WireGibibytes?

        var scope: UsageScope {
            UsageScope(.instance, id: id, label: label)
        }

        enum CodingKeys: String, CodingKey {
            case id, label
            case allowance = "allowed_bandwidth"
        }
    }

    /// The body of `GET /instances/{id}/bandwidth`, by days such as `2026-03-01`.
    struct InstanceBandwidth: Decodable {
        let bandwidth: [String: Day]

        struct Day: Decodable {
            let outgoing: WireBytes

            enum CodingKeys: String, CodingKey {
                case outgoing = "outgoing_bytes"
            }
        }
    }

    /// `{"error": "Invalid API token.", "status": 401}`
    public struct Refusal: ServiceError {
        let error: String

        public var message: String {
            error
        }
    }
}
