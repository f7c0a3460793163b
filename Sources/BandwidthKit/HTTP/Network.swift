/// What clients need to reach services: the transport, the clocks, the hash functions for signatures, and a way to run
/// programs for services that are one.
public struct Network: Sendable {
    /// Sends requests. It should retry (`RetryingTransport`).
    public let transport: any HTTPTransport

    /// The clocks for periods and deadlines.
    public let time: any Timekeeper

    /// The hash functions for signatures and for keys with a limited alphabet.
    public let hashing: any Hashing

    /// Runs programs.
    public let processes: any ProcessRunner

    /// Where large answers are decoded.
    let workshop = Workshop()

    /// Creates a network from its parts.
    public init(
        transport: any HTTPTransport, time: any Timekeeper, hashing: any Hashing,
        processes: any ProcessRunner = NoProcesses()
    ) {
        self.transport = transport
        self.time = time
        self.hashing = hashing
        self.processes = processes
    }
}

/// A cryptography library, with just what this package needs.
public protocol Hashing: Sendable {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    func sha256(_ message: [UInt8]) -> [UInt8]

    /// HMAC with SHA-256 (RFC 2104): 32 bytes.
    func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8]
}
