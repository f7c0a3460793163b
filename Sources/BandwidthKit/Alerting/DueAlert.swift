#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An alert that is due for a recipient, in no words yet.
struct DueAlert: Sendable {
    /// One thing that it is about.
    struct Item: Sendable {
        /// The rows to show: usually one.
        let rows: [UsageRow]

        /// Identifies the thing in every message about it: `bandwidth/linode/production/region/id-cgk/2026-11-01`.
        let key: String

        /// Why it is over, if it is.
        var resolution: Alert.Resolution?

        /// What tells this message from others about the same thing: the same if the next run has to send it again.
        let identity: [String]

        /// What to remember once it is delivered.
        let entries: [DeliveryMemory.Entry]
    }

    let event: Alert.Event
    let items: [Item]

    /// Whether it only repeats what the recipient knows, for a service that forgets.
    var isRefresh = false

    /// If it may have been told already: until when the recipient isn't told again. Its fallbacks are.
    var heldUntil: Date?

    /// What to remember once it is delivered.
    var entries: [DeliveryMemory.Entry] {
        items.flatMap(\.entries)
    }

    /// As one alert, or one for each thing. A report is one for everybody.
    func grouped(_ grouping: AlertGrouping) -> [DueAlert] {
        guard grouping == .eachRow, event != .report else { return [self] }
        return items.map { DueAlert(event: event, items: [$0], isRefresh: isRefresh, heldUntil: heldUntil) }
    }
}

extension [DueAlert] {
    /// The same, with the alerts of an event as one.
    var merged: [DueAlert] {
        var result: [DueAlert] = []
        for alert in self {
            if let index = result.firstIndex(where: { $0.event == alert.event }) {
                result[index] = DueAlert(event: alert.event, items: result[index].items + alert.items)
            } else {
                result.append(alert)
            }
        }
        return result
    }
}
