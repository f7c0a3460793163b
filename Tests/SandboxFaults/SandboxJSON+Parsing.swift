import BandwidthSandbox
import Foundation

extension SandboxJSON {
    /// The value of a JSON text, with members in alphabetical order; `nil` if the text isn't JSON.
    init?(parsing body: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
        self = value
    }
}

extension SandboxJSON: Decodable {
    /// Reads any value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number("\(value)")
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([SandboxJSON].self) {
            self = .array(values)
        } else {
            self = .object(try container.decode([String: SandboxJSON].self).sorted { $0.key < $1.key })
        }
    }
}
