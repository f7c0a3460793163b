#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one recipient of a channel is due to get.
struct Errand: Sendable {
    let channel: Channel
    let recipient: String

    /// Under which deliveries are remembered.
    let addressee: DeliveryMemory.Recipient
    let alerts: [DueAlert]
}

/// Delivers what is due: the channels at the same time, so that one that hangs holds up nobody, and each message of a
/// channel after the one before. What a channel fails to deliver goes to its fallback.
struct Courier: Sendable {
    let messenger: Messenger
    let composer: MessageComposer
    let report: UsageReport
    let channels: [Channel]
    let ledger: DeliveryLedger
    let router: Router

    typealias Result = (deliveries: [Messenger.Delivery], notices: [String])

    /// Delivers everything; the results are in the order of the errands.
    func run(_ errands: [Errand]) async -> [Result] {
        let lanes = lanes(errands)
        let results = await lanes.concurrentMap(width: max(1, lanes.count)) { lane in
            var results: [(Int, Result)] = []
            for index in lane { results.append((index, await run(errands[index]))) }
            return results
        }
        return results.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The errands that have to wait for one another, by index: those of one channel, of channels with a recipient in
    /// common, and of a channel and its fallbacks.
    private func lanes(_ errands: [Errand]) -> [[Int]] {
        var lanes: [(names: Set<String>, addressees: Set<DeliveryMemory.Recipient>, indices: [Int])] = []
        for (index, errand) in errands.enumerated() {
            var lane = (
                names: Set([errand.channel.name] + channels.fallbacks(of: errand.channel).map(\.name)),
                addressees: Set([errand.addressee]), indices: [index]
            )
            for other in lanes
            where !other.names.isDisjoint(with: lane.names)
                || !other.addressees.isDisjoint(with: lane.addressees)
            {
                lane = (
                    lane.names.union(other.names), lane.addressees.union(other.addressees),
                    (other.indices + lane.indices).sorted()
                )
            }
            lanes.removeAll { !Set($0.indices).isDisjoint(with: lane.indices) }
            lanes.append(lane)
        }
        return lanes.map(\.indices)
    }

    private func run(_ errand: Errand) async -> Result {
        var result: Result = ([], [])
        var failed: [DueAlert] = [], skipped = 0, isDown = false
        for due in errand.alerts {
            // A service that can't be reached is not asked again for every row.
            if isDown {
                if !due.isRefresh {
                    failed.append(due)
                    skipped += 1
                }
                continue
            }
            let alert = alert(due, errand.channel)
            if let next = due.heldUntil {
                result.deliveries.append(
                    messenger.holdingBack(
                        alert, to: errand.recipient, through: errand.channel, until: composer.zone.minute(of: next)))
                failed.append(due)
                continue
            }
            if await ledger.hasTaken(alert, errand.addressee) { continue }
            var delivery = await messenger.deliver(alert, to: errand.recipient, through: errand.channel)
            delivery.isRefresh = due.isRefresh
            await note(
                delivery, alert, errand.addressee, due.entries,
                repeatsByKey: type(of: errand.channel.plugin).repeats == .byKey)
            result.deliveries.append(delivery)
            if !delivery.hasArrived {
                isDown = delivery.isServiceDown
                if !due.isRefresh { failed.append(due) }
            }
        }
        if skipped > 0 {
            let count = skipped == 1 ? "1 more message" : "\(skipped) more messages"
            result.notices.append("\(errand.channel.name): \(count) to \(errand.recipient) not tried")
        }
        guard !failed.isEmpty else { return result }
        let rest = await standIn(for: errand, failed, &result)
        if rest.isEmpty {
            for index in result.deliveries.indices where !result.deliveries[index].isRefresh {
                result.deliveries[index].hasArrived = true
            }
        }
        return result
    }

    /// Tries the fallbacks one after the other.
    ///
    /// - Returns: what none of them has delivered.
    private func standIn(for errand: Errand, _ failed: [DueAlert], _ result: inout Result) async -> [DueAlert] {
        var rest = failed
        for channel in channels.fallbacks(of: errand.channel) where !rest.isEmpty {
            let worst = rest.flatMap { $0.items.flatMap { $0.rows.map(\.status) } }.max() ?? .ok
            if let end = router.quietEnd(of: channel, worst) {
                let time = composer.zone.minute(of: end)
                result.notices.append(
                    "\(channel.name): quiet until \(time), so it doesn't stand in for \(errand.channel.name)")
                continue
            }
            var left: [DueAlert] = []
            for due in rest.merged.flatMap({ $0.grouped(channel.plugin.grouping) }) {
                let alert = alert(due, channel)
                var isTaken = false
                for recipient in channel.plugin.recipients {
                    let addressee = channel.addressee(recipient, hashing: messenger.network.hashing)
                    let entries = due.entries.map { $0.told(to: addressee) }
                    if await ledger.hasTaken(alert, addressee) {
                        isTaken = true
                        continue
                    }
                    if await ledger.memory.nextTry(of: entries, at: report.checkedAt) != nil { continue }
                    var delivery = await messenger.deliver(alert, to: recipient, through: channel)
                    delivery.standsInFor = errand.channel.name
                    await note(
                        delivery, alert, addressee, entries,
                        repeatsByKey: type(of: channel.plugin).repeats == .byKey)
                    isTaken = isTaken || delivery.hasArrived
                    result.deliveries.append(delivery)
                }
                // Who was meant to get it needn't be told again.
                if isTaken { await ledger.record(due.entries) } else { left.append(due) }
            }
            rest = left
        }
        return rest
    }

    private func alert(_ due: DueAlert, _ channel: Channel) -> Alert {
        Alert(due, of: report, composer.with(channel), hashing: messenger.network.hashing)
    }

    /// Remembers a delivery, or that it may have arrived.
    private func note(
        _ delivery: Messenger.Delivery, _ alert: Alert, _ addressee: DeliveryMemory.Recipient,
        _ entries: [DeliveryMemory.Entry], repeatsByKey: Bool
    ) async {
        switch delivery.result {
        case .success:
            await ledger.take(alert, addressee)
            await ledger.record(entries)
        case .failure(let error) where error.mayHaveArrived:
            await ledger.take(alert, addressee)
            // With a key, another try replaces the first.
            if !repeatsByKey { await ledger.record(entries.map(\.uncertain)) }
        case .failure: break
        }
    }
}

extension Messenger.Delivery {
    /// Whether the service could not be reached, or had no time for the message: another one would fare no better.
    fileprivate var isServiceDown: Bool {
        guard case .failure(let error) = result else { return false }
        return [.timeout, .network, .tls, .unavailable, .rateLimited, .unauthorized].contains(error.code)
    }
}
