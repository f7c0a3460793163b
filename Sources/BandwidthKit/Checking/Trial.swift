#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether an entry works: what is tested before it is written.
package enum Trial: Sendable {
    /// It does: `2310 of 9141 GB used this month`, `2 teams`. What else can't be read is a remark.
    case works(String, remark: APIError?)

    /// The service doesn't accept the token, or not for this.
    case refused(APIError)

    /// It couldn't be asked, or its answer is no use.
    case failed(APIError)

    /// A setting is wrong.
    case misconfigured([ConfigurationError.Problem])

    /// Asks the service for an account's usage.
    package static func of(_ account: Account, over network: Network) async -> Trial {
        guard account.problems.isEmpty else { return .misconfigured(account.problems) }
        let report = await UsageChecker(network: network).check([account])
        let rows = report.rows.filter { $0.error == nil }
        let error = report.rows.lazy.compactMap(\.error).first
        if rows.isEmpty, let error {
            switch error.code {
            case .unauthorized, .forbidden: return .refused(error)
            case .notFound where error.httpStatus == nil: return .works("nothing to report yet", remark: nil)
            default: return .failed(error)
            }
        }
        return .works(summary(of: rows), remark: error)
    }

    /// Sends a test message through a channel.
    package static func of(_ channel: Channel, over network: Network) async -> Trial {
        let deliveries = await Messenger(network: network).test([channel])
        for delivery in deliveries {
            guard case .failure(let error) = delivery.result else { continue }
            let isCertain = error.code == .unauthorized || error.code == .forbidden || error.code == .notFound
            return isCertain || error.httpStatus.map({ (400..<500).contains($0) }) == true
                ? .refused(error) : .failed(error)
        }
        return .works(
            deliveries.count == 1 ? "test message sent" : "\(deliveries.count) test messages sent", remark: nil)
    }

    /// What the rows say, in a few words.
    private static func summary(of rows: [UsageRow]) -> String {
        let whole = rows.first { $0.scope.kind == .account }
        guard let row = whole ?? (rows.count == 1 ? rows.first : nil), let assessment = row.assessment else {
            let kinds = Set(rows.map(\.scope.kind))
            return "\(rows.count) \(kinds.count == 1 ? kinds.first?.plural ?? "" : "rows")"
        }
        let amounts = RowWords(row, units: .provider, zone: .utc).amounts(" of ") ?? ""
        return "\(amounts) used \(assessment.usage.period?.isCalendarMonth == true ? "this month" : "this period")"
    }
}

extension APIError {
    /// `refused (401): Invalid Token`: what is new to whoever has just typed the token.
    package var refusalText: String {
        guard code == .unauthorized else { return message }
        let words = message.split(separator: "(HTTP \(httpStatus ?? 0)): ", maxSplits: 1).dropFirst().first
        return "refused" + (httpStatus.map { " (\($0))" } ?? "") + (words.map { ": \($0)" } ?? "")
    }
}

extension BillingPeriod {
    /// Whether it is about a month of the calendar, in whatever time zone.
    fileprivate var isCalendarMonth: Bool {
        let tolerance = 15.0 * 3600
        guard let month = BillingPeriod.month(containing: start.addingTimeInterval(tolerance)) else { return false }
        return abs(month.start.timeIntervalSince(start)) <= tolerance
            && abs(month.end.timeIntervalSince(end)) <= tolerance
    }
}
