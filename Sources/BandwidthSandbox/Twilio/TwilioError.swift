/// An error answer from Twilio (www.twilio.com/docs/api/errors).
struct TwilioError: Error, Sendable {
    let code: Int
    let status: Int
    let message: String

    /// Creates a refusal of a message.
    init(_ code: Int, _ message: String) {
        self.code = code
        self.message = message
        status = 400
    }

    /// Creates the error that goes with an HTTP status.
    ///
    /// The codes of 401, 404, 429 and 500 are documented with these statuses; those of other statuses aren't confirmed.
    init(status: Int, message: String? = nil) {
        self.status = status
        let usual: String
        switch status {
        case 401: (code, usual) = (20003, "Authenticate")
        case 403: (code, usual) = (20403, "Forbidden")
        case 404: (code, usual) = (20404, "The requested resource was not found")
        case 405: (code, usual) = (20004, "Method not allowed")
        case 429: (code, usual) = (20429, "Too Many Requests")
        case 503: (code, usual) = (20503, "Service is down for maintenance")
        case 500...: (code, usual) = (20500, "An internal server error has occurred")
        default: (code, usual) = (20001, "Bad request")
        }
        self.message = message ?? usual
    }

    static func notFound(_ path: String) -> TwilioError {
        TwilioError(status: 404, message: "The requested resource \(path) was not found")
    }

    var json: SandboxJSON {
        [
            "code": .integer(code), "message": .string(message),
            "more_info": .string("https://www.twilio.com/docs/errors/\(code)"), "status": .integer(status),
        ]
    }
}
