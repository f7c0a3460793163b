import BandwidthKit
import Crypto

extension Network {
    /// A network that reaches services through a script, with clocks that don't run.
    static func test(
        _ transport: any HTTPTransport, _ time: any Timekeeper = ManualTime(),
        processes: any ProcessRunner = NoProcesses()
    ) -> Network {
        Network(transport: transport, time: time, hashing: TestHashing(), processes: processes)
    }
}

/// The same hash functions as the program's, without its transport.
struct TestHashing: Hashing {
    func sha256(_ message: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: message))
    }

    func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
