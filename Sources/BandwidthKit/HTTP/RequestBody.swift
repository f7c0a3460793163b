/// The body of a request.
public enum RequestBody: Sendable {
    /// Form fields, sent as `application/x-www-form-urlencoded`.
    case form([(String, String)])

    /// JSON, sent as `application/json`.
    case json(JSONValue)

    /// Bytes that the plug-in produced and possibly signed.
    case bytes([UInt8], contentType: String)

    var contentType: String {
        switch self {
        case .form: "application/x-www-form-urlencoded"
        case .json: "application/json"
        case .bytes(_, let contentType): contentType
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .form(let fields):
            let pairs = fields.map { name, value in
                "\(name.percentEncoded(spaceAsPlus: true))=\(value.percentEncoded(spaceAsPlus: true))"
            }
            return Array(pairs.joined(separator: "&").utf8)
        case .json(let value): return Array(value.text.utf8)
        case .bytes(let bytes, _): return bytes
        }
    }

    /// Returns a form with authorization fields appended, or any other body unchanged.
    func with(_ fields: [(name: String, value: String)]) -> RequestBody {
        guard case .form(let own) = self, !fields.isEmpty else { return self }
        return .form(own + fields.map { ($0.name, $0.value) })
    }
}
