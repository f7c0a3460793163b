/// One header line.
public struct SandboxHeader: Sendable, Hashable {
    /// The name, as the sender spelled it.
    public let name: String
    /// The value.
    public let value: String

    /// Creates a header line; neither part is validated.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [SandboxHeader] {
    /// The first value of a header; its name is case-insensitive.
    public func first(named name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
