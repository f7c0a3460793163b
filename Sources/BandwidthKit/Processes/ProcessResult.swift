/// What a program did.
public struct ProcessResult: Sendable {
    /// How a process ended.
    public enum Ending: Hashable, Sendable {
        /// With an exit status, from 0 to 255.
        case exited(Int32)

        /// By a signal.
        case killed(signal: Int32)
    }

    /// How it ended.
    public let ending: Ending

    /// All of its standard output.
    public let output: [UInt8]

    /// The start of its standard error.
    public let errorOutput: [UInt8]

    /// Whether it took all of its input. A program that ignores its input may still have done its work.
    public let hasTakenInput: Bool

    /// How much of standard error is kept.
    package static let errorLimit = 1 << 12

    /// Creates a result.
    public init(ending: Ending, output: [UInt8] = [], errorOutput: [UInt8] = [], hasTakenInput: Bool = true) {
        self.ending = ending
        self.output = output
        self.errorOutput = errorOutput
        self.hasTakenInput = hasTakenInput
    }
}

extension ProcessResult {
    /// What went wrong, with the first line of standard error: `exit status 2: gpg: decryption failed`; `nil` if the
    /// exit status is 0.
    ///
    /// The line is the program's own. Redact it before it is shown.
    public var problem: String? {
        let reason =
            switch ending {
            case .exited(0): ""
            case .exited(let status): "exit status \(status)"
            case .killed(let signal): "killed by signal \(signal)"
            }
        guard !reason.isEmpty else { return nil }
        return firstErrorLine.map { "\(reason): \($0)" } ?? reason
    }

    /// The first line of standard error that isn't blank, without control characters and not longer than 200
    /// characters.
    public var firstErrorLine: String? {
        let lines = errorOutput.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        let texts = lines.lazy.map { String(decoding: $0, as: UTF8.self).printable(upTo: 200).drop { $0 == " " } }
        return texts.first { !$0.isEmpty }.map { String($0).trimmingTrailingSpaces }
    }
}

/// The output may be a secret, so only its size is ever shown.
extension ProcessResult: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "\(ending), \(output.count) bytes of output"
    }

    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
