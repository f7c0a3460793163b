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

    /// Headers of the service's own, and parameters of the query, by their names.
    case headers([String: Secret], query: [String: Secret] = [:])

    /// Fields of the form that is sent, by their names: never part of an address, which ends up in logs.
    case form([String: Secret])

    /// For what is public, or where the address itself is the secret.
    case none

    /// The header fields, names in lower case.
    package var headers: [(name: String, value: String)] {
        switch self {
        case .bearer(let token): [("authorization", "Bearer \(token.revealed)")]
        case .basic(let user, let password):
            [("authorization", "Basic \(Data("\(user):\(password.revealed)".utf8).base64EncodedString())")]
        case .headers(let secrets, _): secrets.revealed.map { ($0.name.lowercased(), $0.value) }
        case .form, .none: []
        }
    }

    /// The parameters that follow those of the query.
    package var queryParameters: [(name: String, value: String)] {
        if case .headers(_, let secrets) = self { secrets.revealed } else { [] }
    }

    /// The fields that follow those of a form.
    package var formFields: [(name: String, value: String)] {
        if case .form(let secrets) = self { secrets.revealed } else { [] }
    }

    /// Equal for equal secrets, in this process.
    package var fingerprint: Int {
        var hasher = Hasher()
        for field in headers + queryParameters + formFields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
        return hasher.finalize()
    }

    /// Where the secret came from, to say whose it is when it is refused.
    package var source: String? {
        switch self {
        case .bearer(let secret), .basic(_, let secret): secret.source
        case .headers(let headers, let query): (headers.sources + query.sources).joined(separator: " and ")
        case .form(let secrets): secrets.sources.joined(separator: " and ")
        case .none: nil
        }
    }
}

extension [String: Secret] {
    /// In alphabetical order, so that the same settings make the same request.
    fileprivate var revealed: [(name: String, value: String)] {
        sorted { $0.key < $1.key }.map { ($0.key, $0.value.revealed) }
    }

    fileprivate var sources: [String] {
        sorted { $0.key < $1.key }.map(\.value.source)
    }
}
