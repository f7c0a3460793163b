/// A command of a schedule that runs the program.
package struct ScheduledCommand: Sendable, Hashable {
    /// The configuration that it names, as it is written; `nil` for the usual file of whoever it runs as.
    package internal(set) var configuration: String?

    /// Whether it sends alerts.
    package private(set) var sendsAlerts = false

    /// Reads the words of a command.
    ///
    /// - Parameter variables: the variables that it is run with.
    /// - Returns: `nil` if they run something else.
    init?(_ words: [String], variables: [String: String] = [:], depth: Int = 0) {
        var words = words[...], variables = variables
        while let word = words.popFirst() {
            let name = word.split(separator: "/").last.map(String.init) ?? ""
            if let (name, value) = word.assignment {
                variables[name] = value
            } else if name == "bandwidth", !word.hasSuffix("/") {
                configuration = variables["BANDWIDTH_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
                readOptions(Array(words))
                return
            } else if Self.shells.contains(name) {
                // sh -c 'bandwidth -q'
                let rest = words.drop { $0.hasPrefix("-") && !$0.isCluster(endingIn: "c") }
                guard depth < 4, rest.first?.isCluster(endingIn: "c") == true, let line = rest.dropFirst().first,
                    let found = Self.first(in: line, variables: variables, depth: depth + 1)
                else { return nil }
                self = found
                return
            } else if let wrapper = Self.wrappers[name] {
                while let option = words.first, option.hasPrefix("-") {
                    words.removeFirst()
                    if option == "--" { break }
                    if wrapper.options.contains(option) { words = words.dropFirst() }
                }
                words = words.dropFirst(wrapper.operands)
            } else {
                return nil
            }
        }
        return nil
    }

    private static let shells: Set = ["sh", "bash", "dash", "zsh", "ksh", "ash"]

    /// Programs that run another one: which of their options have a value, and how many words come before the command.
    private static let wrappers: [String: (options: Set<String>, operands: Int)] = [
        "env": (["-u", "-C", "--unset", "--chdir"], 0), "nice": (["-n", "--adjustment"], 0),
        "ionice": (["-c", "-n", "--class", "--classdata"], 0),
        "flock": (["-w", "-E", "--timeout", "--wait", "--conflict-exit-code"], 1),
        "timeout": (["-k", "-s", "--kill-after", "--signal"], 1), "sudo": (["-u", "-g", "--user", "--group"], 0),
        "doas": (["-u"], 0), "systemd-cat": (["-t", "-p", "--identifier", "--priority"], 0), "chronic": ([], 0),
        "cronic": ([], 0), "nohup": ([], 0), "setsid": ([], 0), "exec": ([], 0), "command": ([], 0), "time": ([], 0),
        "!": ([], 0), "{": ([], 0), "if": ([], 0), "then": ([], 0), "do": ([], 0),
    ]

    private mutating func readOptions(_ words: [String]) {
        for (index, word) in words.enumerated() {
            if word == "--config" || word.isCluster(endingIn: "c") {
                if words.indices.contains(index + 1) { configuration = words[index + 1] }
            } else if word.hasPrefix("--config=") {
                configuration = String(word.dropFirst("--config=".count))
            } else if word.hasPrefix("-c") {
                configuration = String(word.dropFirst(2))
            } else if word == "--notify" || word.hasPrefix("--notify=") {
                sendsAlerts = true
            }
        }
    }

    /// The first command of a shell's line that runs the program.
    static func first(in line: String, variables: [String: String], depth: Int = 0) -> ScheduledCommand? {
        CommandLine(line, isShell: true).commands.lazy
            .compactMap { ScheduledCommand($0, variables: variables, depth: depth) }.first
    }
}

extension String {
    /// Whether it is one or more options of one letter each, the last of which is the given one: `-qc`.
    fileprivate func isCluster(endingIn letter: Character) -> Bool {
        count > 1 && first == "-" && last == letter && dropFirst().allSatisfy { $0.isASCII && $0.isLetter }
    }
}
