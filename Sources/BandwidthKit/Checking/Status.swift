/// The status of a row, an account or a whole report.
public enum Status: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Not judged: the row draws on a pool and has no rules.
    case info
    case ok
    case warning

    /// Not read, or read too long ago to judge.
    case unknown
    case critical

    /// Orders by severity: info, ok, warning, unknown, critical.
    public static func < (left: Status, right: Status) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .info: 0
        case .ok: 1
        case .warning: 2
        case .unknown: 3
        case .critical: 4
        }
    }
}
