/// A program to run, with everything that it gets.
public struct ProcessCommand: Sendable {
    /// The program: a name, to be found in the folders of `PATH` in `environment`, or an absolute path.
    public let program: String

    /// The arguments that follow the program's name.
    public let arguments: [String]

    /// The complete environment; nothing is added to it. Without `PATH`, programs are found in `usualPath`.
    public let environment: [String: String]

    /// The folder to run in; `nil` for the current one.
    public let folder: String?

    /// What the program reads from its standard input, before the end of it.
    public let input: [UInt8]

    /// The number of bytes that it may write to standard output.
    public let outputLimit: Int

    /// The time until it is stopped, together with what it has started.
    public let timeout: Duration

    /// Creates a command.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String], folder: String? = nil,
        input: [UInt8] = [], outputLimit: Int = 1 << 16, timeout: Duration
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.input = input
        self.outputLimit = outputLimit
        self.timeout = timeout
    }

    /// Where programs are found if the environment has no `PATH`.
    package static let usualPath = "/usr/local/bin:/usr/bin:/bin"
}

/// The input and the environment may contain secrets, so only the program's name is ever shown.
extension ProcessCommand: CustomStringConvertible, CustomReflectable {
    public var description: String {
        program
    }

    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
