public import BandwidthKit
import Crypto

/// The hash functions of swift-crypto.
public struct SwiftCrypto: Hashing {
    /// Creates the hash functions.
    public init() {}

    public func sha256(_ message: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: message))
    }

    public func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
