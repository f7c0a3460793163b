/// Options that make the sandbox slower, larger or stricter.
public struct SandboxOptions: Sendable {
    /// The delay of every answer.
    public var latency: Duration
    /// The number of instances of the fleet account.
    public var fleetSize: Int
    /// The number of requests per minute that Linode allows a token; `nil` for no limit.
    public var rateLimit: Int?

    /// Creates options; the defaults are no latency, a fleet of 1203, and no rate limit.
    public init(latency: Duration = .zero, fleetSize: Int = 1203, rateLimit: Int? = nil) {
        self.latency = latency
        self.fleetSize = fleetSize
        self.rateLimit = rateLimit
    }
}
