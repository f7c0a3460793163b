/// The body of a service's refusals, in the service's own words.
public protocol ServiceError: Decodable, Sendable {
    /// What the service says, in its words; empty where it says nothing.
    var message: String { get }

    /// What is meant, where the words say more than the status does.
    var code: APIError.Code? { get }

    /// What a status means, where it means something else than in HTTP.
    static func code(for status: Int) -> APIError.Code?

    /// The way out, where the service's words allow to tell one.
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

/// For services whose refusals have no known shape.
public struct NoServiceError: ServiceError {
    public var message: String {
        ""
    }
}
