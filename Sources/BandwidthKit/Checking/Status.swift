/// How a row, an account or a whole report stands.
public enum Status: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Not judged: it draws on a pool and has no rules of its own.
    case info
    case ok
    case warning

    /// Not read, or read too long ago: it could be anything.
    case unknown
    case critical

    /// Worse is greater: info, ok, warning, unknown, critical.
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
