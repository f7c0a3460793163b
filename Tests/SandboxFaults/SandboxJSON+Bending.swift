import BandwidthSandbox

extension SandboxJSON {
    /// The value with everything that isn't an array or an object replaced.
    func mapScalars(_ change: (SandboxJSON) -> SandboxJSON) -> SandboxJSON {
        switch self {
        case .array(let values): .array(values.map { $0.mapScalars(change) })
        case .object(let members): .object(members.map { ($0.0, $0.1.mapScalars(change)) })
        case .null, .bool, .number, .string: change(self)
        }
    }

    /// The value without those members of its objects that are numbers.
    func droppingNumbers() -> SandboxJSON {
        switch self {
        case .array(let values): .array(values.map { $0.droppingNumbers() })
        case .object(let members):
            .object(members.filter { !$0.1.isNumber }.map { ($0.0, $0.1.droppingNumbers()) })
        case .null, .bool, .number, .string: self
        }
    }

    private var isNumber: Bool {
        if case .number = self { true } else { false }
    }
}
