import ArgumentParser

/// The statuses that the program ends with. Scripts decide by them.
enum ExitStatus: Int32 {
    case wrongConfiguration = 78
    case wrongUse = 64
    case critical = 2
    case notRead = 3
    case notDelivered = 75
    case warning = 1
    case success = 0

    /// Those that go before others come first.
    private static let precedence: [ExitStatus] = [
        .wrongConfiguration, .wrongUse, .critical, .notRead, .notDelivered, .warning, .success,
    ]

    /// The one of several that counts.
    static func first(of statuses: [ExitStatus]) -> ExitStatus {
        precedence.first { statuses.contains($0) } ?? .success
    }

    /// What a command throws to end with this status.
    var exitCode: ExitCode {
        ExitCode(rawValue)
    }
}
