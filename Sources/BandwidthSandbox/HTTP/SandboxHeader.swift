/// One header line.
public struct SandboxHeader: Sendable, Hashable {
    /// The name, in the spelling of who sent it.
    public let name: String
    /// The value.
    public let value: String

    /// A header line; neither part is checked.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [SandboxHeader] {
    /// The first value of a header, whatever the case of its name.
    public func first(named name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
