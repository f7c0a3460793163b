#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether an account can be read: what setting it up tests before anything is written.
package enum AccountTrial: Sendable {
    /// It can be read: `2310 of 9141 GB used this month`, `2 teams`. What else can't be is a remark.
    case works(String, remark: APIError?)

    /// The service doesn't accept the token, or not for this.
    case refused(APIError)

    /// It couldn't be asked, or its answer is no use.
    case failed(APIError)

    /// A setting is wrong.
    case misconfigured([ConfigurationError.Problem])

    /// Asks the service for the account's usage.
    package static func of(_ account: Account, over network: Network) async -> AccountTrial {
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
