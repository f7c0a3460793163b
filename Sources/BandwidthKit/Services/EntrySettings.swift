/// The settings common to all entries of `providers` and `notify`.
struct EntrySettings {
    /// The default time limit for checking an account or sending a message.
    static let usualTimeout = Duration.seconds(20)

    let name: String
    let authoritiesFile: String?

    /// The time limit; `nil` if the entry has none of its own.
    let timeout: Duration?

    init(from reader: inout SettingsReader, kind: String) {
        _ = reader.value("type", "the service", isRequired: true)
        name = reader.name() ?? kind
        authoritiesFile = reader.authoritiesFile()
        timeout = reader.timeout()
    }
}

extension SettingsReader {
    /// Reads `name`, which must be a single line.
    fileprivate mutating func name() -> String? {
        convert("name", "the name in reports; the type if left out", expected: "a name on one line") { value in
            guard let name = value.string, !name.isEmpty, name == name.printable, name.count <= 100 else { return nil }
            return name
        }
    }

    /// Reads `ca_file` and returns its path if the file contains certificates.
    fileprivate mutating func authoritiesFile() -> String? {
        let summary = "file of PEM certificates to trust instead of the system's"
        guard let path = path("ca_file", summary) else { return nil }
        do {
            let text = String(decoding: try InputFile(path).bytes, as: UTF8.self)
            if text.contains("-----BEGIN CERTIFICATE-----") { return path }
            report("ca_file", "the file \(path) contains no certificate in PEM form")
        } catch {
            report("ca_file", "the file \(path) \(error)")
        }
        return nil
    }

    /// Reads `timeout`.
    fileprivate mutating func timeout() -> Duration? {
        convert(
            "timeout",
            "time limit for one check or message, such as \"20s\" or \"2m\"; 20 s if left out, and more for instances",
            expected: "a duration such as \"20s\" or \"2m\", from 0.1 s to 1 h"
        ) { value in
            guard let duration = Duration(setting: value), Duration.allowedTimeouts.contains(duration) else {
                return nil
            }
            return duration
        }
    }
}
