#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Any service that tells what was used in the JSON of one GET: the configuration says where it stands.
///
/// Its unit is the configuration's word, and so is the period unless the answer has one: the calendar month, or one that begins on
/// another day.
public struct AnyJSONAPI: UsageProvider {
    public static let kind = "http"
    public static let baseURL: BaseURL? = nil
    public static let summary = ProviderSummary(
        name: "any JSON API",
        rows: "what one GET answers, at the places that the configuration names",
        counts: "what the service counts, in the unit that the configuration says",
        permission: "whatever the service asks for")

    let endpoint: Endpoint?
    let authorization: Authorization
    let places: Places
    let resetDay: Int?
    let offset: Int?

    public var ownBaseURL: BaseURL? {
        endpoint?.base
    }

    public init(from settings: inout SettingsReader) {
        endpoint = settings.endpoint(
            "url", "the address that is asked; it may have a query, secrets belong into 'query'", isRequired: true)
        // A query may hold a key all the same: what is quoted of answers must not.
        let query = endpoint?.query ?? []
        for value in query where value.count >= 8 { settings.keep(Secret(value)) }
        let token = settings.optionalSecret("token", "a token, sent as 'Authorization: Bearer …'")
        var headers = settings.secrets("headers", "headers by name, the values may be secrets") { $0.isHeaderName }
        if let token {
            if headers.keys.contains(where: { $0.lowercased() == "authorization" }) {
                settings.report("token", "there is a header 'authorization' already; leave one of the two out")
            }
            headers["Authorization"] = Secret("Bearer \(token.revealed)", source: token.source)
        }
        let parameters = settings.secrets("query", "parameters of the query by name, the values may be secrets")
        authorization = .headers(headers, query: parameters)
        places = Places(from: &settings)
        resetDay = settings.dayOfMonth("reset_day", "day of the month on which the period begins; 1 if left out")
        offset = settings.convert(
            "utc_offset", "time zone of that day, such as \"+01:00\"; UTC if left out",
            expected: "an offset such as \"+01:00\""
        ) { $0.string.flatMap(Self.offset) }
    }

    public func usage(from api: APIClient) async throws(APIError) -> UsageReading {
        guard let endpoint else { return [] }
        let answer: JSONValue = try await api.get(APIPath(endpoint), authorization: authorization)
        return [try places.usage(in: answer, month: calendarMonth(containing: api.now))]
    }

    /// What is taken where the answer has no dates.
    private func calendarMonth(containing now: Date) -> BillingPeriod? {
        .month(containing: now, resetDay: resetDay ?? 1, offset: offset ?? 0, isAssumed: resetDay == nil)
    }

    /// Seconds east of UTC.
    private static func offset(_ text: String) -> Int? {
        let sign = text.first, parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard sign == "+" || sign == "-", parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours <= 14, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (Int(hours) * 3600 + Int(minutes) * 60)
    }
}

extension Endpoint {
    /// The values of the query, as they are written and decoded.
    fileprivate var query: [String] {
        let items = URLComponents(string: path)?.queryItems ?? []
        let written = path.drop { $0 != "?" }.dropFirst().split(separator: "&").map { field in
            String(field.drop { $0 != "=" }.dropFirst())
        }
        return items.compactMap(\.value) + written
    }
}

extension String {
    /// Whether a header can have this name, and its value is not the transport's to say.
    fileprivate var isHeaderName: Bool {
        let isToken =
            !isEmpty
            && utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter && byte < 128 || (48...57).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        return isToken && !["host", "content-length", "transfer-encoding", "connection"].contains(lowercased())
    }
}
