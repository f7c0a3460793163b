#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A row of a report: a part of an account, and what was read of it or why it could not be read.
public struct UsageRow: Sendable, Hashable {
    /// The provider's `kind`.
    public let provider: String

    /// The account's name in the configuration.
    public let account: String

    /// The part of the account.
    public let scope: UsageScope

    /// The reading, judged, or why there is none.
    public let result: Result<Assessment, APIError>

    /// Since when it could not be read; `nil` where it could, or nobody remembers.
    public let unreadSince: Date?

    /// Whether that is long enough for an alert.
    let isUnreadForLong: Bool

    /// A row.
    init(
        provider: String, account: String, scope: UsageScope, result: Result<Assessment, APIError>,
        unreadSince: Date? = nil, isUnreadForLong: Bool = false
    ) {
        self.provider = provider
        self.account = account
        self.scope = scope
        self.result = result
        self.unreadSince = unreadSince
        self.isUnreadForLong = isUnreadForLong
    }

    /// A row of what was read.
    public init(provider: String, account: String, _ assessment: Assessment) {
        self.init(provider: provider, account: account, scope: assessment.usage.scope, result: .success(assessment))
    }

    /// A row of what could not be read: a part of the account, or all of it.
    public init(provider: String, account: String, _ error: APIError) {
        self.init(provider: provider, account: account, scope: error.scope ?? .account, result: .failure(error))
    }

    /// The same row, unread since some moment.
    func unread(since: Date, isForLong: Bool) -> UsageRow {
        UsageRow(
            provider: provider, account: account, scope: scope, result: result, unreadSince: since,
            isUnreadForLong: isForLong)
    }

    /// The reading, judged; `nil` where it could not be read.
    public var assessment: Assessment? {
        try? result.get()
    }

    /// Why it could not be read; `nil` where it was.
    public var error: APIError? {
        if case .failure(let error) = result { error } else { nil }
    }

    /// How it stands; unknown where it could not be read.
    public var status: Status {
        assessment?.status ?? .unknown
    }

    /// The same from check to check: `linode/production/account`, `linode/production/region/id-cgk`.
    public var id: String {
        Self.id(provider, account, scope)
    }

    static func id(_ provider: String, _ account: String, _ scope: UsageScope) -> String {
        let part = scope.kind == .account ? nil : scope.id
        return [provider, account, scope.kind.name, part].compactMap { $0 }.joined(separator: "/")
    }

    /// What a person calls it: `linode production`, `linode production/id-cgk`.
    public var title: String {
        let name = provider == account ? account : "\(provider) \(account)"
        return (scope.kind == .account ? name : scope.name.map { "\(name)/\($0)" } ?? name).printable
    }
}
