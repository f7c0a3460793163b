/// Where commands stand: in a crontab, and in a unit.
extension ScheduledCommand {
    /// The commands of a crontab that run the program (crontab(5)).
    ///
    /// - Parameter hasUsers: whether each line names whom it runs as, as those of the system do.
    static func all(inCrontab text: String, hasUsers: Bool) -> [ScheduledCommand] {
        var variables: [String: String] = [:]
        return text.unicodeScalars.split(separator: "\n").compactMap { line in
            let line = String(line).trimmed
            guard !line.hasPrefix("#") else { return nil }
            if let (name, value) = line.assignment {
                variables[name.trimmed] = CommandLine(value, isShell: false).commands.first?.first ?? ""
                return nil
            }
            let times = line.hasPrefix("@") ? 1 : 5
            guard let command = line.droppingWords(hasUsers ? times + 1 : times) else { return nil }
            return first(in: command.beforePercentSign, variables: variables)
        }
    }

    /// The commands of a unit that run the program, in order (systemd.service(5)).
    static func all(inUnit text: String, home: String?) -> [ScheduledCommand] {
        var commands: [ScheduledCommand] = [], variables: [String: String] = [:], credentials: [String: String] = [:]
        var lines: [[String]] = []
        for (key, value) in settings(inUnit: text) {
            switch key {
            case "ExecStart" where value.isEmpty: lines = []
            case "ExecStart": lines += CommandLine(value, isShell: false).commands
            case "Environment":
                for word in CommandLine(value, isShell: false).commands.first ?? [] {
                    if let (name, value) = word.assignment { variables[name] = value }
                }
            case "LoadCredential":
                let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
                if parts.count == 2 { credentials[parts[0]] = parts[1] }
            default: break
            }
        }
        for words in lines {
            let program = words.first.map { String($0.drop { "-@:+!|".contains($0) }) } ?? ""
            guard var command = ScheduledCommand([program] + words.dropFirst(), variables: variables) else { continue }
            command.configuration = command.configuration.map { path in
                let folder = ["${CREDENTIALS_DIRECTORY}/", "%d/"].first { path.hasPrefix($0) }
                if let folder { return credentials[String(path.dropFirst(folder.count))] ?? path }
                let path = path.hasPrefix("%h/") ? (home ?? "%h") + path.dropFirst(2) : path
                return path.replacing("$$", with: "$").replacing("%%", with: "%")
            }
            commands.append(command)
        }
        return commands
    }

    /// The settings of a unit; a line that ends in a backslash goes on in the next.
    static func settings(inUnit text: String) -> [(key: String, value: String)] {
        var settings: [(key: String, value: String)] = [], start = ""
        for line in text.unicodeScalars.split(separator: "\n").map({ String($0).trimmed }) {
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasSuffix("\\") {
                start += line.dropLast() + " "
                continue
            }
            let parts = (start + line).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            start = ""
            if parts.count == 2 {
                settings.append((String(parts[0]).trimmed, String(parts[1]).trimmed))
            }
        }
        return settings
    }
}

extension String {
    /// What follows a number of words; `nil` if there is nothing.
    fileprivate func droppingWords(_ count: Int) -> String? {
        var rest = self[...]
        for _ in 0..<count {
            rest = rest.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
        }
        return rest.isEmpty ? nil : String(rest)
    }

    /// The command of a crontab's line: up to a percent sign, behind which its input starts, unless that has a
    /// backslash.
    fileprivate var beforePercentSign: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "%" {
                guard text.last == "\\" else { break }
                text.removeLast()
            }
            text.append(scalar)
        }
        return String(text)
    }
}
