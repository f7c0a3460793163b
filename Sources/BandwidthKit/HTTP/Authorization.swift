#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a request is authorized.
public enum Authorization: Sendable {
    /// `Authorization: Bearer …`
    case bearer(Secret)

    /// `Authorization: Basic …`
    case basic(user: String, password: Secret)

    /// Custom headers and query parameters, by name.
    case headers([String: Secret], query: [String: Secret] = [:])

    /// Form fields, by name. They are never part of a URL, because URLs end up in logs.
    case form([String: Secret])

    /// Headers with a signature of the request, made each time that it is sent.
    case signed(any RequestSigner)

    /// No authorization: the resource is public, or the URL itself is the secret.
    case none

    /// The header fields, with names in lower case.
    package var headers: [(name: String, value: String)] {
        switch self {
        case .bearer(let token): [("authorization", "Bearer \(token.revealed)")]
        case .basic(let user, let password):
            [("authorization", "Basic \(Data("\(user):\(password.revealed)".utf8).base64EncodedString())")]
        case .headers(let secrets, _): secrets.revealed.map { ($0.name.lowercased(), $0.value) }
        case .form, .signed, .none: []
        }
    }

    /// The parameters to append to the query.
    package var queryParameters: [(name: String, value: String)] {
        if case .headers(_, let secrets) = self { secrets.revealed } else { [] }
    }

    /// The fields to append to a form.
    package var formFields: [(name: String, value: String)] {
        if case .form(let secrets) = self { secrets.revealed } else { [] }
    }

    /// A hash that is equal for equal secrets within this process.
    package var fingerprint: Int {
        var hasher = Hasher()
        for field in headers + queryParameters + formFields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
        if case .signed(let signer) = self { hasher.combine(signer.secrets) }
        return hasher.finalize()
    }

    /// Where the secret came from, to name it when it is refused.
    package var source: String? {
        switch self {
        case .bearer(let secret), .basic(_, let secret): secret.source
        case .headers(let headers, let query): (headers.sources + query.sources).joined(separator: " and ")
        case .form(let secrets): secrets.sources.joined(separator: " and ")
        case .signed(let signer): signer.secrets.map(\.source).filter { !$0.isEmpty }.joined(separator: " and ")
        case .none: nil
        }
    }
}

extension [String: Secret] {
    /// The values in alphabetical order of their names, so that the same settings produce the same request.
    fileprivate var revealed: [(name: String, value: String)] {
        sorted { $0.key < $1.key }.map { ($0.key, $0.value.revealed) }
    }

    fileprivate var sources: [String] {
        sorted { $0.key < $1.key }.map(\.value.source)
    }
}
