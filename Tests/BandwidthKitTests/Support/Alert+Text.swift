@testable import BandwidthKit

extension Alert {
    /// A report as a text message.
    static func text(limit: Int = 1600, units: UnitSystem = .provider, of report: UsageReport) -> String {
        Alert(.report, about: report, style: .gsm7(limit), units: units, hashing: TestHashing()).text
    }
}
