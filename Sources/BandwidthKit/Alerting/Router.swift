#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Decides who is told what about a report.
struct Router: Sendable {
    let policy: AlertPolicy
    let report: UsageReport

    /// What was delivered before; only `crossing` uses it.
    let memory: DeliveryMemory

    private var now: Date { report.checkedAt }

    /// The alerts that are due for a recipient of a channel: first what is over, then what is new.
    ///
    /// - Parameter isFallback: whether the channel is used only if another one fails. It then only hears of the end of
    ///   what it was told.
    func dueAlerts(
        for channel: Channel, _ addressee: DeliveryMemory.Recipient, isFallback: Bool
    ) -> [DueAlert] {
        guard policy == .crossing else { return isFallback ? [] : reports(for: channel) }
        let told = isFallback ? [] : decisions(for: channel, addressee).filter { $0.outcome == .due }
        var ended = endings(for: channel, addressee).filter { $0.outcome == .due }
        var items: [Alert.Event: [DueAlert.Item]] = [:]
        for decision in told {
            guard let event = decision.event, var item = decision.item else { continue }
            if event == .crossed, channel.plugin.grouping == .together {
                // What is new about a row also says that its period is.
                let same = ended.filter { $0.row.id == decision.row.id && $0.item?.resolution == .newPeriod }
                ended.removeAll { $0.row.id == decision.row.id && $0.item?.resolution == .newPeriod }
                item = DueAlert.Item(
                    rows: item.rows, key: item.key, identity: item.identity,
                    entries: item.entries + same.flatMap { $0.item?.entries ?? [] })
            }
            items[event, default: []].append(item)
        }
        items[.resolved] = ended.compactMap(\.item)
        let alerts = [Alert.Event.resolved, .crossed, .reminded].compactMap { event -> DueAlert? in
            guard let items = items[event], !items.isEmpty else { return nil }
            return DueAlert(event: event, items: items)
        }
        let all =
            alerts + held(for: channel, addressee, isFallback: isFallback)
            + refresh(for: channel, addressee, isFallback: isFallback)
        return all.flatMap { $0.grouped(channel.plugin.grouping) }
    }

    /// What may have been told and isn't told again yet.
    private func held(
        for channel: Channel, _ addressee: DeliveryMemory.Recipient, isFallback: Bool
    ) -> [DueAlert] {
        let all = endings(for: channel, addressee) + (isFallback ? [] : decisions(for: channel, addressee))
        var held: [Alert.Event: DueAlert] = [:]
        for decision in all {
            guard case .uncertain(let next) = decision.outcome, let event = decision.event, let item = decision.item
            else { continue }
            let others = held[event]
            held[event] = DueAlert(
                event: event, items: (others?.items ?? []) + [item], heldUntil: max(next, others?.heldUntil ?? next))
        }
        return [.resolved, .crossed, .reminded].compactMap { held[$0] }
    }

    /// The report, on every run or on those on which something is exceeded.
    private func reports(for channel: Channel) -> [DueAlert] {
        let rows = report.rows.filter {
            channel.routing.selects(account: $0.account) && channel.routing.selects($0.status)
        }
        let isLimited = channel.routing.accounts != nil || channel.routing.severities != nil
        guard !rows.isEmpty || !isLimited else { return [] }
        if policy == .exceeded, !rows.contains(where: { $0.isExceeded && $0.assessment?.mayAlert ?? true }) {
            return []
        }
        let worst = rows.lazy.map(\.status).max() ?? .ok
        if quietEnd(of: channel, worst) != nil { return [] }
        return [
            DueAlert(event: .report, items: [.init(rows: rows, key: "bandwidth/report", identity: [], entries: [])])
        ]
    }

    /// What still holds, for a service that forgets what it is told.
    private func refresh(
        for channel: Channel, _ addressee: DeliveryMemory.Recipient, isFallback: Bool
    ) -> [DueAlert] {
        guard type(of: channel.plugin).forgets, !isFallback else { return [] }
        let items = decisions(for: channel, addressee).compactMap { decision -> DueAlert.Item? in
            guard case .told = decision.outcome else { return nil }
            return decision.item
        }
        return items.isEmpty ? [] : [DueAlert(event: .reminded, items: items, isRefresh: true)]
    }
}

extension Router {
    /// What a recipient of a channel is told about each row, and why or why not.
    func decisions(for channel: Channel, _ addressee: DeliveryMemory.Recipient) -> [Decision] {
        report.rows.map { decision(on: $0, for: channel, addressee) }
    }

    private func decision(
        on row: UsageRow, for channel: Channel, _ addressee: DeliveryMemory.Recipient
    ) -> Decision {
        func decide(_ outcome: Decision.Outcome, _ event: Alert.Event? = nil, _ item: DueAlert.Item? = nil) -> Decision
        {
            Decision(row: row, event: event, outcome: outcome, item: item)
        }
        guard row.isExceeded || row.error != nil else { return decide(.nothing) }
        guard channel.routing.selects(account: row.account) else { return decide(.otherAccount) }
        guard channel.routing.selects(row.status) else { return decide(.otherSeverity) }
        let facts = memory.facts(of: row, for: addressee, at: now)
        guard let first = facts.first else {
            return decide(row.error == nil ? .periodUncertain : .notUnreadForLong)
        }
        let news = memory.news(facts), told = memory.told(with: first)
        let key = Alert.key(of: first.row, from: first.period, isUnread: first.measure == .unread)
        let count = "\(memory.count(with: first))"
        func item(_ entries: [DeliveryMemory.Entry], _ identity: [String]) -> DueAlert.Item {
            DueAlert.Item(rows: [row], key: key, identity: identity + [count], entries: entries)
        }
        let event: Alert.Event, due: DueAlert.Item
        if !news.isEmpty {
            event = .crossed
            due = item(facts, news.map { "\($0.measure.rawValue) \($0.limit)" })
        } else {
            let message = told.last { !$0.measure.isReminder }?.told ?? now, last = told.last?.told ?? now
            let reminder = DeliveryMemory.Entry(
                row: first.row, period: first.period, recipient: addressee,
                measure: first.measure == .unread ? .stillUnread : .reminder, told: now, quota: first.quota)
            guard channel.routing.reminder.isDue(at: now, told: message, last: last) else {
                return decide(.told(message), .reminded, item([], []))
            }
            event = .reminded
            due = item([reminder], [])
        }
        if let next = memory.nextTry(of: due.entries, at: now) { return decide(.uncertain(until: next), event, due) }
        if let end = quietEnd(of: channel, row.status) { return decide(.quiet(until: end), event, due) }
        return decide(.due, event, due)
    }

    /// What a recipient of a channel was told and is over.
    func endings(for channel: Channel, _ addressee: DeliveryMemory.Recipient) -> [Decision] {
        guard channel.tellsEndings else { return [] }
        return memory.endings(in: report, for: addressee).compactMap { ending in
            guard let row = ending.rows.first else { return nil }
            let isUnread = ending.told.measure == .unread
            let item = DueAlert.Item(
                rows: ending.rows,
                key: Alert.key(of: ending.told.row, from: ending.told.period, isUnread: isUnread),
                resolution: ending.resolution,
                identity: [ending.resolution.rawValue, "\(memory.count(with: ending.told))"], entries: [ending.entry])
            var outcome = Decision.Outcome.due
            if let end = quietEnd(of: channel, .ok) { outcome = .quiet(until: end) }
            if let next = memory.nextTry(of: item.entries, at: now) { outcome = .uncertain(until: next) }
            return Decision(row: row, event: .resolved, outcome: outcome, item: item)
        }
    }

    /// Until when a channel is quiet about a row of this status; `nil` if it isn't.
    func quietEnd(of channel: Channel, _ status: Status) -> Date? {
        guard let quiet = channel.routing.quiet, quiet.contains(now), !(quiet.exceptCritical && status == .critical)
        else { return nil }
        return quiet.end(after: now)
    }
}
