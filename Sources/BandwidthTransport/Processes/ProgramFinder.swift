import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the file of a program, with the reason if there is none that can be run.
struct ProgramFinder {
    /// The absolute path of the file.
    let path: String

    /// Looks in the folders of the command's own `PATH`, unless the program is an absolute path.
    ///
    /// Relative folders are skipped: what is found must not depend on the current folder.
    init(_ command: ProcessCommand) throws(ProcessError) {
        let program = command.program
        guard !program.isEmpty else { throw .notStarted(program, "the name is empty") }
        if program.hasPrefix("/") {
            if let problem = Self.problem(of: program) { throw .notStarted(program, problem) }
            path = program
            return
        }
        guard !program.contains("/") else { throw .notStarted(program, "expected a name or an absolute path") }
        let folders = command.environment["PATH"] ?? ProcessCommand.usualPath
        var unusable: (path: String, problem: String)?
        for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
            let candidate = "\(folder)/\(program)"
            guard let problem = Self.problem(of: candidate) else {
                path = candidate
                return
            }
            if problem != Self.missing, unusable == nil { unusable = (candidate, problem) }
        }
        if let unusable { throw .notStarted(unusable.path, unusable.problem) }
        throw .notFound(program, path: folders)
    }

    private static let missing = "no such file"

    /// Why a file can't be run; `nil` if it can.
    private static func problem(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? missing : String(cString: strerror(errno))
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { return "it is a folder" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "it is not a regular file" }
        guard status.st_mode & S_IWOTH == 0 else { return "others can change it; run chmod o-w \(path)" }
        return access(path, X_OK) == 0 ? nil : "it is not executable; run chmod +x \(path)"
    }
}
