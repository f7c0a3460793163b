#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Twilio's Messages resource: takes texts and sends none.
///
/// twilio/twilio-oai:spec/json/twilio_api_v2010.json, path `/2010-04-01/Accounts/{AccountSid}/Messages.json`. The
/// headers are those of recorded answers, with made-up values (www.twilio.com/docs/usage/rest-api-best-practices).
struct TwilioService: SandboxService {
    static let name = "twilio"
    static let basePath = ""

    static func notifierEntries(baseURL: String) -> [String] {
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
    private let calls = Counter()

    init(_ context: SandboxContext) {
        outbox = context.outbox
        date = context.now.mailDate + " +0000"
    }

    /// The real base URL has no path, so the date with which all its paths begin tells.
    static func endpoint(of path: String) -> String? {
        strip("/2010-04-01", from: path) == nil ? nil : path
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let isJSON = request.endpoint.hasSuffix(".json")
        return respond(result(of: request, isJSON: isJSON), isJSON: isJSON)
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        respond(.failure(TwilioError(status: status, message: message)), isJSON: true)
    }

    private func result(of request: SandboxRequest, isJSON: Bool) -> Result<TwilioMessage, TwilioError> {
        guard Self.isAuthenticated(request) else { return .failure(TwilioError(status: 401)) }
        var path = request.components
        if isJSON, let last = path.popLast() { path.append(String(last.dropLast(".json".count))) }
        guard path.starts(with: ["2010-04-01", "Accounts", SandboxStory.Twilio.accountSID, "Messages"]) else {
            return .failure(.notFound(request.endpoint))
        }
        switch (request.method, path.count) {
        case ("POST", 4):
            return TwilioMessageForm(request.form).draft.map { draft in
                TwilioMessage(outbox.append { draft.message(number: $0 + 1) }, date: date, isFresh: true)
            }
        case ("GET", 5):
            guard let message = outbox.entries.first(where: { $0.sid == path[4] }) else {
                return .failure(.notFound(request.endpoint))
            }
            return .success(TwilioMessage(message, date: date, isFresh: false))
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

    private func respond(_ result: Result<TwilioMessage, TwilioError>, isJSON: Bool) -> SandboxResponse {
        let number = calls.next()
        let (status, name, value) =
            switch result {
            case .success(let message): (message.isFresh ? 201 : 200, "Message", message.json)
            case .failure(let error): (error.status, "RestException", error.json)
            }
        return SandboxResponse(
            status,
            headers: [
                SandboxHeader("Content-Type", isJSON ? "application/json" : "application/xml"),
                SandboxHeader("Twilio-Concurrent-Requests", "1"),
                SandboxHeader("Twilio-Request-Id", "RQ" + String(number, radix: 16).leftPadded(to: 32)),
                SandboxHeader("Twilio-Request-Duration", "0.043"),
                SandboxHeader("X-API-Domain", "api.twilio.com"),
            ],
            body: isJSON ? .json(value, spaced: true) : .bytes(Array(value.twilioXML(name).utf8))
        )
    }
}
