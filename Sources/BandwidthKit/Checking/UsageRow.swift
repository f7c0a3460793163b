#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A row of a report: a part of an account, with its judged reading or the reason why it could not be read.
public struct UsageRow: Sendable, Hashable {
    /// The provider's `kind`.
    public let provider: String

    /// The account's name in the configuration.
    public let account: String

    /// The part of the account.
    public let scope: UsageScope

    private let content: Content

    /// The judged reading, or why there is none. It is most of a row, and kept apart from it, because rows are moved and
    /// copied more often than they are read.
    private indirect enum Content: Hashable {
        case assessment(Assessment)
        case error(APIError)
    }

    /// The web page where a person sees the account; `nil` if the provider has none that is the same for everybody.
    public let console: String?

    /// Since when the part could not be read; `nil` if it could be read, or it is not known.
    public let unreadSince: Date?

    /// Whether that is long enough for an alert.
    let isUnreadForLong: Bool

    /// The last reading that is remembered of a part that could not be read; for an account as a whole, the one with the
    /// highest share of its quota.
    let lastReading: LastReading?

    /// Creates a row.
    init(
        provider: String, account: String, scope: UsageScope, result: Result<Assessment, APIError>,
        console: String? = nil, unreadSince: Date? = nil, isUnreadForLong: Bool = false,
        lastReading: LastReading? = nil
    ) {
        self.provider = provider
        self.account = account
        self.scope = scope
        content =
            switch result {
            case .success(let assessment): .assessment(assessment)
            case .failure(let error): .error(error)
            }
        self.console = console
        self.unreadSince = unreadSince
        self.isUnreadForLong = isUnreadForLong
        self.lastReading = lastReading
    }

    /// Creates a row for a reading.
    public init(provider: String, account: String, _ assessment: Assessment, console: String? = nil) {
        self.init(
            provider: provider, account: account, scope: assessment.usage.scope, result: .success(assessment),
            console: console)
    }

    /// Creates a row for a part of the account, or all of it, that could not be read.
    public init(provider: String, account: String, _ error: APIError, console: String? = nil) {
        self.init(
            provider: provider, account: account, scope: error.scope ?? .account, result: .failure(error),
            console: console)
    }

    /// The same row with the time since which it could not be read, and what was read before.
    func unread(since: Date, isForLong: Bool, lastReading: LastReading? = nil) -> UsageRow {
        UsageRow(
            provider: provider, account: account, scope: scope, result: result, console: console, unreadSince: since,
            isUnreadForLong: isForLong, lastReading: lastReading)
    }

    /// The judged reading, or why there is none.
    public var result: Result<Assessment, APIError> {
        switch content {
        case .assessment(let assessment): .success(assessment)
        case .error(let error): .failure(error)
        }
    }

    /// The judged reading; `nil` if the part could not be read.
    public var assessment: Assessment? {
        if case .assessment(let assessment) = content { assessment } else { nil }
    }

    /// Why the part could not be read; `nil` if it was.
    public var error: APIError? {
        if case .error(let error) = content { error } else { nil }
    }

    /// The status; unknown if the part could not be read.
    public var status: Status {
        assessment?.status ?? .unknown
    }

    /// A stable identifier across checks: `linode/production/account`, `linode/production/region/id-cgk`.
    public var id: String {
        Self.id(provider, account, scope)
    }

    static func id(_ provider: String, _ account: String, _ scope: UsageScope) -> String {
        let part = scope.kind == .account ? nil : scope.id
        return [provider, account, scope.kind.name, part].compactMap { $0 }.joined(separator: "/")
    }

    /// The name to show: `linode production`, `linode production/id-cgk`.
    public var title: String {
        Self.title(provider, account, scope)
    }

    static func title(_ provider: String, _ account: String, _ scope: UsageScope) -> String {
        let name = provider == account ? account : "\(provider) \(account)"
        return (scope.kind == .account ? name : scope.name.map { "\(name)/\($0)" } ?? name).printable
    }
}

/// What was read of a part when it could still be read.
struct LastReading: Sendable, Hashable {
    let used: ByteCount
    let quota: ByteCount?
    let time: Date

    /// Whether more of its quota was used than of the other's; what has no quota comes last.
    func isWorse(than other: LastReading) -> Bool {
        guard let quota, quota > .zero else { return false }
        guard let otherQuota = other.quota, otherQuota > .zero else { return true }
        return Int128(used.bytes) * Int128(otherQuota.bytes) > Int128(other.used.bytes) * Int128(quota.bytes)
    }
}
