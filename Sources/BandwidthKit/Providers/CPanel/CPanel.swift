#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The bandwidth of a shared-hosting account on a server with cPanel.
///
/// Calls `ResourceUsage::get_usages` (https://api.docs.cpanel.net/openapi/cpanel/operation/get_usages), which returns
/// used and allowed bytes of the month; cPanel's MB is 2²⁰ bytes. The answer has no period: cPanel counts by calendar
/// month, by the server's clock.
public struct CPanel: UsageProvider {
    public static let kind = "cpanel"
    public static let summary = ServiceSummary(
        name: "cPanel",
        purpose: "one shared-hosting account on a server with cPanel",
        counts: "bytes (GB of 2^30 bytes) of the services that the host counts, per calendar month",
        permission: "an API token of the cPanel account; it is not read-only",
        doubts: [
            "which services count is up to the host",
            "the month begins by the server's clock, whose time zone the answer doesn't say",
            "what happens beyond the limit is up to the host",
        ])

    let authorization: Authorization

    public init?(from settings: inout SettingsReader) {
        let user = settings.identifier("username", "name of the cPanel account", isRequired: true)
        let token = settings.secret("token", "API token of the account, from the page \"Manage API Tokens\"")
        settings.requiredAddress("address of cPanel, such as https://server.example.com:2083")
        guard let user, let token else { return nil }
        authorization = .headers([
            "Authorization": Secret("cpanel \(user):\(token.revealed)", source: token.source)
        ])
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let answer: Answer = try await api.get("/execute/ResourceUsage/get_usages", authorization: authorization)
        guard answer.status == 1, let resources = answer.data else {
            let words = answer.errors.value?.joined(separator: "; ") ?? ""
            throw APIError(
                .badResponse, "cPanel refused" + (words.isEmpty ? "" : ": \(words.prefix(300))"), httpStatus: 200,
                hint: words.contains("Permission denied") || words.contains("not found")
                    ? "check the port of 'base_url': cPanel's is 2083" : nil)
        }
        guard let resource = resources.first(where: { $0.id == "bandwidth" }) else {
            throw APIError(
                .notFound, "the host doesn't offer bandwidth statistics for this account", httpStatus: 200,
                hint: "ask the host to add them to the account's features")
        }
        if let problem = resource.error.value, !problem.isEmpty {
            throw APIError(
                .unavailable, "cPanel could not read the bandwidth: \(problem.prefix(300))", httpStatus: 200)
        }
        guard let used = resource.usage?.value else {
            throw APIError(.badResponse, "the resource 'bandwidth' has no 'usage' in the answer", httpStatus: 200)
        }
        let quota = resource.maximum?.value
        return [
            Usage(
                used: used.count, quota: quota?.count, period: .month(containing: now), unit: .binaryGigabyte,
                native: NativeFigures(used: used.number, quota: quota?.number, unit: .byte))
        ]
    }
}

/// cPanel's answers, in its own words.
extension CPanel {
    /// The answer, which some versions wrap in `{"apiversion": 3, "result": …}`.
    struct Answer: Decodable, Sendable {
        /// 1 on success.
        let status: Int
        let data: [Resource]?
        let errors: Lenient<[String]>

        init(from decoder: any Decoder) throws {
            var members = try decoder.container(keyedBy: CodingKeys.self)
            if members.contains(.result) {
                members = try members.nestedContainer(keyedBy: CodingKeys.self, forKey: .result)
            }
            status = try members.decode(Int.self, forKey: .status)
            errors = try members.decode(Lenient<[String]>.self, forKey: .errors)
            data = status == 1 ? try members.decodeIfPresent([Resource].self, forKey: .data) : nil
        }

        private enum CodingKeys: CodingKey {
            case result, status, data, errors
        }
    }

    /// A resource. Only the amounts of the bandwidth are bytes, and no others are decoded. No maximum means no limit.
    struct Resource: Decodable, Sendable {
        let id: String
        let usage, maximum: Quotable<WireBytes>?
        let error: Lenient<String>

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            id = try members.decode(String.self, forKey: .id)
            error = try members.decode(Lenient<String>.self, forKey: .error)
            let isRead = id == "bandwidth" && (error.value ?? "").isEmpty
            usage = isRead ? try members.decodeIfPresent(Quotable<WireBytes>.self, forKey: .usage) : nil
            maximum = isRead ? try members.decodeIfPresent(Quotable<WireBytes>.self, forKey: .maximum) : nil
        }

        private enum CodingKeys: CodingKey {
            case id, usage, maximum, error
        }
    }

    /// Refusals with a status have the same form, if they are JSON at all.
    public struct Refusal: ServiceError {
        private let errors: Lenient<[String]>

        private enum CodingKeys: CodingKey {
            case errors
        }

        public var message: String {
            (errors.value ?? []).joined(separator: "; ")
        }
    }
}
