#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Any service that returns its usage as JSON in answer to one GET. The configuration says where in the answer it is.
///
/// The configuration also gives the unit, and the period unless the answer has one: the calendar month, or a month that
/// begins on another day.
public struct AnyJSONAPI: UsageProvider {
    public static let kind = "http"
    public static let summary = ServiceSummary(
        name: "any JSON API",
        purpose: "the figures in the answer to one GET; the configuration says where",
        counts: "what the service counts, in the unit that the configuration says",
        permission: "whatever the service asks for")

    let endpoint: Endpoint
    let authorization: Authorization
    let places: Places
    let resetDay: Int?
    let offset: Int?

    public init?(from settings: inout SettingsReader) {
        let endpoint = settings.endpoint("url", "the address to ask; it may have a query, but put secrets in 'query'")
        // A query may contain a key anyway; it must not show up where answers are quoted.
        for value in endpoint?.queryValues ?? [] where value.count >= 8 { settings.keep(Secret(value)) }
        let token = settings.secret("token", "a token, sent as 'Authorization: Bearer …'", isRequired: false)
        var headers = settings.headers()
        if let token {
            if headers.keys.contains(where: { $0.lowercased() == "authorization" }) {
                settings.report("token", "can't be used together with a header 'authorization'; remove one of them")
            }
            headers["Authorization"] = Secret("Bearer \(token.revealed)", source: token.source)
        }
        let parameters = settings.secrets("query", "parameters of the query by name; the values may be secrets")
        authorization = .headers(headers, query: parameters)
        let places = Places(from: &settings)
        resetDay = settings.dayOfMonth("reset_day", "day of the month on which the period begins; 1 if left out")
        offset = settings.convert(
            "utc_offset", "time zone of that day, such as \"+01:00\"; UTC if left out",
            expected: "an offset such as \"+01:00\""
        ) { $0.string.flatMap(Self.offset) }
        guard let endpoint, let places else { return nil }
        self.endpoint = endpoint
        self.places = places
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let answer: JSONValue = try await api.get(APIPath(endpoint), authorization: authorization)
        return [try places.usage(in: answer, month: calendarMonth(containing: now), offset: offset)]
    }

    /// The period to assume if the answer has no dates.
    private func calendarMonth(containing now: Date) -> BillingPeriod? {
        .month(containing: now, resetDay: resetDay ?? 1, offset: offset ?? 0, isAssumed: resetDay == nil)
    }

    /// Parses an offset such as `+01:00` into seconds east of UTC.
    private static func offset(_ text: String) -> Int? {
        let sign = text.first, parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard sign == "+" || sign == "-", parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours <= 14, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (Int(hours) * 3600 + Int(minutes) * 60)
    }
}

extension Endpoint {
    /// The values of the query, both as written and decoded.
    fileprivate var queryValues: [String] {
        let items = URLComponents(string: path)?.queryItems ?? []
        let written = path.drop { $0 != "?" }.dropFirst().split(separator: "&").map { field in
            String(field.drop { $0 != "=" }.dropFirst())
        }
        return items.compactMap(\.value) + written
    }
}
