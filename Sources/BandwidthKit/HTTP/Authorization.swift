#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a request shows who is asking.
public enum Authorization: Sendable, Hashable {
    /// `Authorization: Bearer …`
    case bearer(Secret)

    /// `Authorization: Basic …`
    case basic(user: String, password: Secret)

    /// A header of the service's own.
    case header(name: String, Secret)

    /// For what is public, or where the secret stands in the body.
    case none

    /// The header field, if any.
    package var field: (name: String, value: String)? {
        switch self {
        case .bearer(let token): ("authorization", "Bearer \(token.revealed)")
        case .basic(let user, let password):
            ("authorization", "Basic \(Data("\(user):\(password.revealed)".utf8).base64EncodedString())")
        case .header(let name, let value): (name, value.revealed)
        case .none: nil
        }
    }

    /// Where the secret came from, to say whose it is when it is refused.
    package var source: String? {
        switch self {
        case .bearer(let secret), .basic(_, let secret), .header(_, let secret): secret.source
        case .none: nil
        }
    }
}
