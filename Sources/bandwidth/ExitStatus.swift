/// The exit statuses of the program. Scripts rely on them.
enum ExitStatus: Int32, CaseIterable {
    case wrongConfiguration = 78
    case wrongUse = 64
    case notWritten = 73
    case critical = 2
    case notRead = 3
    case notDelivered = 75
    case warning = 1
    case success = 0

    /// When the program ends with this status, as shown in the help.
    var explanation: String {
        switch self {
        case .wrongConfiguration: "the configuration is missing or wrong"
        case .wrongUse: "wrong use of the command line"
        case .notWritten: "the report could not be written"
        case .critical: "with --fail-on or --needs: something critical"
        case .notRead: "some account could not be read; the others are reported"
        case .notDelivered: "a message could not be delivered"
        case .warning: "with --fail-on warning: a warning"
        case .success: "every account was read"
        }
    }

    /// `78, 64, 73, 2, 3, 75, 1, 0`: where several apply, the first of these counts.
    static var order: String {
        allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
    }

    /// The status that counts if there are several: the first in the order above.
    static func first(of statuses: [ExitStatus]) -> ExitStatus {
        allCases.first { statuses.contains($0) } ?? .success
    }
}
