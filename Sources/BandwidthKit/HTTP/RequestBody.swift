/// What a request carries.
public enum RequestBody: Sendable {
    /// Fields of a form, `application/x-www-form-urlencoded`.
    case form([(String, String)])

    /// JSON.
    case json(JSONValue)

    /// Bytes that were made, and perhaps signed, by the plug-in.
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

    /// A form with the fields that authorize it; anything else as it is.
    func with(_ fields: [(name: String, value: String)]) -> RequestBody {
        guard case .form(let own) = self, !fields.isEmpty else { return self }
        return .form(own + fields.map { ($0.name, $0.value) })
    }
}
