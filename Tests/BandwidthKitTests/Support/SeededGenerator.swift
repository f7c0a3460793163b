import BandwidthKit

/// Random numbers that are the same on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension ByteCount {
    /// A random count: all orders of magnitude are equally likely, and the extremes more likely.
    static func random(using generator: inout SeededGenerator) -> ByteCount {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: .zero
        case 1: .maximum
        default:
            ByteCount(Int64.random(in: 0 ... .max, using: &generator) >> Int.random(in: 0..<63, using: &generator))
                ?? .zero
        }
    }
}
