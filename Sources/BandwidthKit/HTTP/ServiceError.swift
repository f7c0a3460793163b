/// The body of a service's error answers.
public protocol ServiceError: Decodable, Sendable {
    /// Reads a body that isn't JSON, or can't be decoded: its start, on one line. Returns `nil`, as it does by default,
    /// if that says nothing.
    init?(text: String)

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
    public init?(text: String) {
        nil
    }

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

/// For services whose error answers are anything: the start of the answer is the message.
public struct AnyServiceError: ServiceError {
    public let message: String

    public init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "its structure is not known"))
    }

    public init?(text: String) {
        // A proxy's page says nothing.
        guard !text.isEmpty, !text.hasPrefix("<") else { return nil }
        message = text
    }
}

/// For services whose error answers have no known structure.
public struct NoServiceError: ServiceError {
    public var message: String {
        ""
    }
}
