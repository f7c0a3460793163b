/// The credentials of the special services' accounts, all made up.
public enum SandboxStory {
    /// Linode's personal access tokens.
    public enum Linode {
        /// A pool of 9141 GB with 2310 used, a Jakarta pool that is over by 18 GB, and four instances.
        public static let production = "sandbox-linode-production"
        /// 212 of 1000 GB, no region pools, one instance.
        public static let hobby = "sandbox-linode-hobby"
        /// A new account without services: a pool of 0 GB.
        public static let empty = "sandbox-linode-empty"
        /// An account with `SandboxOptions.fleetSize` instances.
        public static let fleet = "sandbox-linode-fleet"
        /// A valid token without any scope that is needed here.
        public static let narrow = "sandbox-linode-narrow"
    }

    /// Twilio's account and its keys.
    public enum Twilio {
        /// The account, in the path and as the user name that goes with `authToken`.
        public static let accountSID = "AC0123456789abcdef0123456789abcdef"
        /// The account's own password.
        public static let authToken = "sandbox-twilio-auth-token"
        /// An API key: the user name that goes with `apiKeySecret`.
        public static let apiKeySID = "SK0123456789abcdef0123456789abcdef"
        /// The API key's password.
        public static let apiKeySecret = "sandbox-twilio-api-secret"
        /// A messaging service that picks the sender.
        public static let messagingServiceSID = "MG0123456789abcdef0123456789abcdef"
        /// A sender that works (www.twilio.com/docs/iam/test-credentials).
        public static let from = "+15005550006"
        /// A recipient that works: a number reserved for fiction.
        public static let to = "+12025550143"
    }
}
