#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Twilio's Messages resource: accepts text messages and sends none.
///
/// twilio/twilio-oai:spec/json/twilio_api_v2010.json, path `/2010-04-01/Accounts/{AccountSid}/Messages.json`. The
/// headers are those of recorded answers, with made-up values (www.twilio.com/docs/usage/rest-api-best-practices).
struct TwilioService: SandboxService {
    let name = "twilio"
    let basePath = ""
    let knownPaths = ["/2010-04-01"]

    func notifierEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "twilio", "account_sid": "\(SandboxStory.Twilio.accountSID)",
                  "auth_token": "\(SandboxStory.Twilio.authToken)", "from": "\(SandboxStory.Twilio.from)",
                  "to": ["\(SandboxStory.Twilio.to)"], "base_url": "\(baseURL)" }
            """
        ]
    }

    private static let passwords = [
        SandboxStory.Twilio.accountSID: SandboxStory.Twilio.authToken,
        SandboxStory.Twilio.apiKeySID: SandboxStory.Twilio.apiKeySecret,
    ]

    let outbox: Log<SandboxMessage>
    private let date: String

    init(_ context: SandboxContext) {
        outbox = context.outbox
        date = context.now.mailDate + " +0000"
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        if request.method == "GET", request.components == Self.account, Self.isAuthenticated(request) {
            let account: SandboxJSON = [
                "sid": .string(SandboxStory.Twilio.accountSID), "friendly_name": "Example", "status": "active",
                "type": "Full",
            ]
            return response(200, account)
        }
        return respond(result(of: request))
    }

    /// The path of the account (https://www.twilio.com/docs/iam/api/account).
    private static let account = ["2010-04-01", "Accounts", SandboxStory.Twilio.accountSID + ".json"]

    func error(_ status: Int) -> SandboxResponse {
        respond(.failure(TwilioError(status: status)))
    }

    /// Supports only paths that end in `.json`, not the XML that the real API returns for all others.
    private func result(of request: SandboxRequest) -> Result<TwilioMessage, TwilioError> {
        guard Self.isAuthenticated(request) else { return .failure(TwilioError(status: 401)) }
        var path = request.components
        guard let last = path.popLast(), last.hasSuffix(".json") else { return .failure(.notFound(request.endpoint)) }
        path.append(String(last.dropLast(".json".count)))
        guard path.starts(with: ["2010-04-01", "Accounts", SandboxStory.Twilio.accountSID, "Messages"]) else {
            return .failure(.notFound(request.endpoint))
        }
        switch (request.method, path.count) {
        case ("POST", 4):
            return TwilioMessageForm(request.form).message.map { make in
                TwilioMessage(message: outbox.append { make($0 + 1) }, date: date, isFresh: true)
            }
        case ("GET", 5):
            guard let message = outbox.entries.first(where: { $0.sid == path[4] }) else {
                return .failure(.notFound(request.endpoint))
            }
            return .success(TwilioMessage(message: message, date: date, isFresh: false))
        default:
            return .failure(TwilioError(status: 405))
        }
    }

    private static func isAuthenticated(_ request: SandboxRequest) -> Bool {
        guard let data = request.credentials(scheme: "basic").flatMap({ Data(base64Encoded: $0) }) else { return false }
        let pair = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false
        )
        return pair.count == 2 && passwords[String(pair[0])] == String(pair[1])
    }

    private func respond(_ result: Result<TwilioMessage, TwilioError>) -> SandboxResponse {
        let (status, value) =
            switch result {
            case .success(let message): (message.isFresh ? 201 : 200, message.json)
            case .failure(let error): (error.status, error.json)
            }
        return response(status, value)
    }

    private func response(_ status: Int, _ value: SandboxJSON) -> SandboxResponse {
        SandboxResponse(
            status,
            headers: [
                SandboxHeader("Content-Type", "application/json"),
                SandboxHeader("Twilio-Concurrent-Requests", "1"),
                SandboxHeader("Twilio-Request-Id", "RQ0123456789abcdef0123456789abcdef"),
                SandboxHeader("Twilio-Request-Duration", "0.043"),
                SandboxHeader("X-API-Domain", "api.twilio.com"),
            ],
            body: Array(value.text.utf8)
        )
    }
}
