import BandwidthKit
import BandwidthTransport

extension Network {
    /// Services reached through a transport, with the clocks of a test.
    static func test(_ transport: any HTTPTransport, _ time: any Timekeeper) -> Network {
        Network(transport: transport, time: time, hashing: SwiftCrypto())
    }
}
