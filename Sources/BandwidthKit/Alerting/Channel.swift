/// An entry of `notify`: a service that delivers messages, and who hears of what through it.
public struct Channel: Sendable {
    /// The notifier with its settings, and how it is reached.
    public let entry: Entry<any Notifier>

    /// Who hears of what, and when.
    public let routing: Routing

    /// The user's name for the channel, unique among the channels.
    public var name: String { entry.name }

    /// The notifier's `kind`.
    public var kind: String { entry.kind }

    /// The notifier.
    public var plugin: any Notifier { entry.plugin }

    /// The time limit for one message.
    public var timeout: Duration { entry.timeout }

    /// Whether an all-clear is sent when what was told is over.
    var tellsEndings: Bool {
        routing.tellsEndings ?? type(of: plugin).endsAlerts
    }

    /// Under which name deliveries to a recipient are remembered.
    func addressee(_ recipient: String, hashing: any Hashing) -> DeliveryMemory.Recipient {
        let realm = plugin.realm(of: recipient, at: entry.address)
        let suffix = realm.map { " " + hashing.digest([$0.revealed]) } ?? ""
        return DeliveryMemory.Recipient(notifier: kind, address: recipient + suffix)
    }
}

extension [Channel] {
    /// The channels that are used only if another one fails: others name them as `fallback`, and they are not
    /// `"always": true`.
    var fallbacksOnly: Set<String> {
        let named = Set(compactMap(\.routing.fallback))
        return Set(lazy.filter { named.contains($0.name) && !$0.routing.isAlways }.map(\.name))
    }

    /// The channels to try one after the other if this one fails.
    func fallbacks(of channel: Channel) -> [Channel] {
        var chain: [Channel] = [], next = channel.routing.fallback
        while let name = next, chain.count < count, let channel = first(where: { $0.name == name }) {
            chain.append(channel)
            next = channel.routing.fallback
        }
        return chain
    }
}
