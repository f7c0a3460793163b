/// The body of a service's error answers.
public protocol ServiceError: Decodable, Sendable {
    /// The service's error message; empty if there is none.
    var message: String { get }

    /// The kind of failure, if the message is more specific than the status.
    var code: APIError.Code? { get }

    /// The meaning of a status, if it differs from the usual one in HTTP.
    static func code(for status: Int) -> APIError.Code?

    /// How to fix it, if the message reveals that.
    var hint: String? { get }
}

extension ServiceError {
    public var code: APIError.Code? {
        nil
    }

    public var hint: String? {
        nil
    }

    public static func code(for status: Int) -> APIError.Code? {
        nil
    }
}

/// For services whose error answers have no known structure.
public struct NoServiceError: ServiceError {
    public var message: String {
        ""
    }
}
