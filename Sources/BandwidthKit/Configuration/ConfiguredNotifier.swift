/// One `notify` entry of the configuration: a notifier and how it is reached.
public struct ConfiguredNotifier: Sendable {
    /// What the user calls it; unique among the notifiers.
    public let name: String

    /// The notifier with its settings.
    public let notifier: any Notifier

    /// Where its service lives.
    public let baseURL: BaseURL

    /// For one message to one recipient.
    public let timeout: Duration

    /// Takes this entry's secrets out of text.
    public let redactor: Redactor

    /// The notifier's `kind`.
    public var kind: String {
        Swift.type(of: notifier).kind
    }
}
