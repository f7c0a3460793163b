import BandwidthSandbox

extension SandboxResponse {
    /// Replaces the headers of the same name.
    mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append(SandboxHeader(name, value))
    }
}
