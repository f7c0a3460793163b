@testable import BandwidthKit

extension Alert {
    /// An alert about rows, in a style.
    init(
        _ event: Event, about report: UsageReport, resolutions: [String: Resolution] = [:], style: MessageStyle,
        units: UnitSystem, zone: ReportZone = .utc, hashing: any Hashing
    ) {
        self.init(
            event, about: report, resolutions: resolutions,
            MessageComposer(style: style, units: units, zone: zone), hashing: hashing)
    }

    /// A report as a text message.
    static func text(
        _ event: Event = .report, segments: Int = 2, units: UnitSystem = .provider, of report: UsageReport
    ) -> String {
        Alert(event, about: report, style: .gsm7(segments: segments), units: units, hashing: TestHashing()).text
    }
}
