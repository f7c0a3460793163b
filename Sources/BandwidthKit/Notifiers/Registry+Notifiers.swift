extension Registry<any Notifier> {
    /// The notifiers of this package. A new one is one line here, in alphabetical order of `kind`.
    public static let builtIn = Registry([
        Ntfy.self,
        Twilio.self,
        Webhook.self,
    ])

    /// A registry of these notifiers.
    public init(_ notifiers: [any Notifier.Type]) {
        self.init(members: notifiers.map { type in Member(type: type) { type.init(from: &$0) } })
    }
}
