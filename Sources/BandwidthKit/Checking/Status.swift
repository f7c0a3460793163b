/// How a row, an account or a whole report stands.
public enum Status: String, Sendable, Hashable, Comparable, CaseIterable {
    case ok
    case warning

    /// Not read, or read too long ago: it could be anything.
    case unknown
    case critical

    /// Worse is greater: ok, warning, unknown, critical.
    public static func < (left: Status, right: Status) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .ok: 0
        case .warning: 1
        case .unknown: 2
        case .critical: 3
        }
    }
}
