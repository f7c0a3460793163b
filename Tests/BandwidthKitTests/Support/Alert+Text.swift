@testable import BandwidthKit

extension Alert {
    /// A report as a text message.
    static func text(
        _ event: Event = .report, segments: Int = 2, units: UnitSystem = .provider, of report: UsageReport
    ) -> String {
        Alert(event, about: report, style: .gsm7(segments: segments), units: units, hashing: TestHashing()).text
    }
}
