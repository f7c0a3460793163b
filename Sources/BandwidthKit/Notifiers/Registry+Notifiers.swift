extension Registry<any Notifier> {
    /// The notifiers of this package. To add one, add a line here, in alphabetical order of `kind`.
    public static let builtIn = Registry([
        Alertmanager.self,
        Discord.self,
        Email.self,
        Exec.self,
        Ntfy.self,
        PagerDuty.self,
        Pushover.self,
        Slack.self,
        Telegram.self,
        Twilio.self,
        Webhook.self,
    ])

    /// Creates a registry of notifiers.
    public init(_ notifiers: [any Notifier.Type]) {
        self.init(members: notifiers.map { type in Member(type: type) { type.init(from: &$0) } })
    }
}
