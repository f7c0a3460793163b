/// A service of AWS in one region that is called by POST with JSON.
struct AWSService: Sendable {
    let api: APIClient
    let signature: AWSSignature

    /// The prefix of the operations: `Lightsail_20161128`.
    let target: String

    /// `1.0` or `1.1`
    let version: String

    /// Calls an operation that only reads.
    func call<Body: Decodable & Sendable>(
        _ operation: String, _ input: [JSONValue.Member]
    ) async throws(APIError) -> Body {
        try await api.read(
            "/",
            body: .bytes(
                Array(JSONValue.object(input).textOnOneLine.utf8), contentType: "application/x-amz-json-\(version)"),
            headers: [("x-amz-target", "\(target).\(operation)")], authorization: .signed(signature))
    }
}

/// `{"__type": "com.amazonaws.freetier#AccessDeniedException", "message": "…"}`, usually with status 400
/// (https://docs.aws.amazon.com/general/latest/gr/api-error-codes.html).
public struct AWSRefusal: ServiceError {
    private let type: String
    private let words: String

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let full = try members.decode(Lenient<String>.self, forKey: .type).value ?? ""
        type = full.split(separator: "#").last.map(String.init) ?? ""
        let lower = try members.decode(Lenient<String>.self, forKey: .message).value
        words = try lower ?? members.decode(Lenient<String>.self, forKey: .upperMessage).value ?? ""
    }

    private enum CodingKeys: String, CodingKey {
        case type = "__type"
        case message
        case upperMessage = "Message"
    }

    public var message: String {
        [type, words].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    public var code: APIError.Code? {
        switch type {
        case "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "InvalidClientTokenId", "ExpiredTokenException", "ExpiredToken", "UnauthenticatedException",
            "MissingAuthenticationTokenException", "MissingAuthenticationToken", "IncompleteSignatureException",
            "IncompleteSignature", "RequestExpired", "RequestTimeTooSkewed", "NotAuthorized":
            .unauthorized
        case "AccessDeniedException", "AccessDenied", "OptInRequired", "UnauthorizedOperation":
            .forbidden
        case "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded":
            .rateLimited
        case "NotFoundException", "ResourceNotFoundException": .notFound
        case "ServiceException", "InternalServerException", "InternalFailure", "ServiceUnavailable",
            "AccountSetupInProgressException", "RegionSetupInProgressException":
            .unavailable
        default: nil
        }
    }

    public var hint: String? {
        if ["ExpiredTokenException", "ExpiredToken"].contains(type) {
            return "the temporary keys have expired; get new ones"
        }
        let isOfClock =
            type == "RequestTimeTooSkewed" || words.contains("Signature expired") || words.contains("not yet current")
        return isOfClock ? "set this machine's clock: signatures are valid for some minutes only" : nil
    }
}
