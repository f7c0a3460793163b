/// How services are reached: the transport, the clocks, and what requests are signed with.
public struct Network: Sendable {
    /// Sends requests; it should be patient (`RetryingTransport`).
    public let transport: any HTTPTransport

    /// The clocks that periods and deadlines go by.
    public let time: any Timekeeper

    /// What signatures and keys of limited alphabets are made with.
    public let hashing: any Hashing

    /// Where large answers are decoded.
    let workshop = Workshop()

    /// A way to services.
    public init(transport: any HTTPTransport, time: any Timekeeper, hashing: any Hashing) {
        self.transport = transport
        self.time = time
        self.hashing = hashing
    }
}

/// All that this package asks of a cryptography library.
public protocol Hashing: Sendable {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    func sha256(_ message: [UInt8]) -> [UInt8]

    /// HMAC with SHA-256 (RFC 2104): 32 bytes.
    func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8]
}
