/// How the sandbox differs from a service that is quick, small and patient.
public struct SandboxOptions: Sendable {
    /// How long every answer is held back.
    public var latency: Duration
    /// How many instances the fleet account has.
    public var fleetSize: Int
    /// How many requests a minute Linode grants to a token; `nil`: any number.
    public var rateLimit: Int?

    /// Without arguments: no latency, a fleet of 1203, no rate limit.
    public init(latency: Duration = .zero, fleetSize: Int = 1203, rateLimit: Int? = nil) {
        self.latency = latency
        self.fleetSize = fleetSize
        self.rateLimit = rateLimit
    }
}
