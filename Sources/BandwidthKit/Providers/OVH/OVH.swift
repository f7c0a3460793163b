#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The dedicated servers at OVHcloud that have a traffic quota.
///
/// Reads `GET /dedicated/server` and `GET /dedicated/server/{name}/specifications/network`
/// (https://eu.api.ovh.com/console/) with a service account by OAuth 2.0
/// (https://help.ovhcloud.com/csm/en-manage-service-account?id=kb_article_view&sysparm_article=KB0059343). Most servers
/// are unmetered and get no row. Beyond its quota a server is slowed down; nothing is charged. The quota's month ends
/// on the date that the service gives.
public struct OVH: UsageProvider {
    public static let kind = "ovh"
    public static let summary = ServiceSummary(
        name: "OVHcloud",
        purpose: "each dedicated server with a traffic quota",
        counts: "outbound, and inbound where it has a quota; the unit of the answer; per month of the server",
        permission: "a service account that may read dedicated servers: dedicatedServer:apiovh:get and "
            + "dedicatedServer:apiovh:specifications/network/get",
        console: "https://www.ovh.com/manager/",
        tokenPage: "https://www.ovh.com/manager/#/iam/service-accounts",
        doubts: [
            "whether a TB is 10^12 or 2^40 bytes isn't documented; 10^12 is used",
            "the time zone of the reset isn't documented",
            "VPS have no figures since 2024, and public cloud projects no quota",
        ])

    /// Nothing is published about limits.
    private static let serversPerMinute = 300

    let clientID: String
    let clientSecret: Secret
    let tokenAddress: BaseURL

    public init?(from settings: inout SettingsReader) {
        let clientID = settings.identifier(
            "client_id", "client ID of a service account", isRequired: true, variables: ["OVH_CLIENT_ID"])
        let clientSecret = settings.secret(
            "client_secret", "client secret of the service account", variables: ["OVH_CLIENT_SECRET"])
        let name = settings.text(
            "endpoint", "ovh-eu, ovh-ca or ovh-us; ovh-eu unless set", variables: ["OVH_ENDPOINT"])
        let endpoint = Endpoint(rawValue: name ?? "ovh-eu")
        if endpoint == nil {
            settings.report(
                "endpoint",
                "expected ovh-eu, ovh-ca or ovh-us, but got \"\((name ?? "").prefix(60).printable)\"; "
                    + "the others have no service accounts")
        }
        settings.address((endpoint ?? .europe).api)
        tokenAddress = settings.address(
            "auth_url", "address of the server that issues tokens", usual: (endpoint ?? .europe).tokens)
        guard let clientID, let clientSecret, endpoint != nil else { return nil }
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// A part of the company with its own API (https://github.com/ovh/go-ovh, `ovh/configuration.go`).
    private enum Endpoint: String {
        case europe = "ovh-eu"
        case canada = "ovh-ca"
        case unitedStates = "ovh-us"

        var api: BaseURL {
            switch self {
            case .europe: "https://eu.api.ovh.com/1.0"
            case .canada: "https://ca.api.ovh.com/1.0"
            case .unitedStates: "https://api.us.ovhcloud.com/1.0"
            }
        }

        var tokens: BaseURL {
            switch self {
            case .europe: "https://www.ovh.com/auth/oauth2"
            case .canada: "https://ca.ovh.com/auth/oauth2"
            case .unitedStates: "https://us.ovhcloud.com/auth/oauth2"
            }
        }
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        let tokens = OAuthTokens { () async throws(APIError) in try await token(from: api) }
        let names: [String] = try await api.get("/dedicated/server", tokens: tokens)
        guard !names.isEmpty else {
            throw APIError(
                .notFound, "the service account sees no dedicated servers",
                hint: "grant it \(Self.summary.permission.drop { $0 != ":" }.dropFirst(2))")
        }
        let api = api.forParts(names.count, perMinute: Self.serversPerMinute)
        let reading = await names.concurrentReduce(into: UsageReading([])) { name in
            defer { api.finishPart() }
            return await Result.catching { () async throws(APIError) in
                try await rows(of: name, from: api, tokens, at: now)
            }.mapError { $0.about(UsageScope(.server, id: name)) }
        } add: { reading, result in
            switch result {
            case .success(let rows): reading.rows += rows
            case .failure(let error): reading.errors.append(error)
            }
        }
        guard !reading.rows.isEmpty || !reading.errors.isEmpty else {
            throw APIError(
                .notFound, "no dedicated server has a traffic quota; all of them are unmetered")
        }
        return reading
    }

    /// Asks for a token, which is valid for an hour.
    private func token(from api: APIClient) async throws(APIError) -> Secret {
        let answer: TokenAnswer = try await api.at(tokenAddress).read(
            "/token", form: [("grant_type", "client_credentials"), ("client_id", clientID), ("scope", "all")],
            authorization: .form(["client_secret": clientSecret]))
        let token = Secret(answer.token, source: clientSecret.source)
        api.redact(token)
        guard answer.token.utf8.allSatisfy({ (33...126).contains($0) }), !answer.token.isEmpty else {
            throw APIError(.badResponse, "the server that issues tokens returned one that can't be sent in a header")
        }
        return token
    }

    /// The rows of a server: outbound, and inbound if that has a quota. None if it is unmetered.
    private func rows(
        of name: String, from api: APIClient, _ tokens: OAuthTokens, at now: Date
    ) async throws(APIError) -> [Usage] {
        let answer: Specifications = try await api.get(
            "/dedicated/server/\(name)/specifications/network", tokens: tokens)
        guard let traffic = answer.traffic else { return [] }
        let rows = [
            traffic.usage(
                of: UsageScope(.server, id: name), traffic.outputUsed, traffic.outputQuota, at: now),
            traffic.inputQuota == nil
                ? nil
                : traffic.usage(
                    of: UsageScope(.server, id: "\(name)/in", label: "\(name) inbound"), traffic.inputUsed,
                    traffic.inputQuota, at: now),
        ]
        return rows.compactMap { $0 }
    }
}
