import ArgumentParser
import BandwidthKit

/// The manual page, made from what the help and `bandwidth providers` say: the commands' own descriptions, the services'
/// settings and the exit statuses.
struct ManualPage {
    /// The page in the language of man(7).
    var text: String {
        var page = RoffWriter()
        page.title("BANDWIDTH", section: 1, source: "bandwidth \(Product.version)", manual: "User Commands")
        page.section("Name")
        page.line(
            "bandwidth \\- transfer allowances of hosting accounts: how much is used, whether it lasts, what it costs")
        page.section("Synopsis")
        page.paragraph("bandwidth [COMMAND] [NAME ...] [OPTIONS]")
        page.section("Description")
        page.paragraph(Help.purpose)
        page.paragraph(
            "Without a command, every account of the configuration is checked, or those that are named. Without a "
                + "configuration, the accounts come from the environment: one for each provider whose token variable is set."
        )
        page.section("Examples")
        for example in Help.examples { page.item(example.command, example.meaning) }
        write(commands, to: &page)
        write(services, to: &page)
        page.section("Environment")
        for (name, meaning) in Self.environment { page.item(name, meaning) }
        page.section("Files")
        page.item("~/.config/bandwidth/providers.json", "The configuration; only its owner should be able to read it.")
        page.item(
            "~/.local/state/bandwidth", "Readings and deliveries. It has no secrets and may be removed at any time.")
        page.section("Exit status")
        for status in ExitStatus.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
            page.item("\(status.rawValue)", status.explanation.sentence)
        }
        page.paragraph("Where several apply, the first of \(ExitStatus.order) counts.")
        return page.text
    }

    private static let environment = [
        ("BANDWIDTH_CONFIG", "The configuration file."),
        ("XDG_CONFIG_HOME, XDG_STATE_HOME", "The folders in place of ~/.config and ~/.local/state."),
        (
            "STATE_DIRECTORY, CREDENTIALS_DIRECTORY",
            "What systemd sets for a unit: where the state and the secrets are."
        ),
        ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "The proxy, and the hosts that are reached without it."),
        ("SSL_CERT_FILE", "The certificate authorities to trust."),
        ("TZ, LC_ALL, LC_CTYPE, LANG", "The time zone of dates, and whether more than ASCII is shown."),
        ("NO_COLOR, COLUMNS", "No colours; the width of the table where the terminal doesn't say it."),
    ]
}

// MARK: - Commands

extension ManualPage {
    /// What the argument parser knows of the commands.
    private var commands: [JSONValue] {
        let dump = try? JSONParser().parse(Array(Bandwidth._dumpHelp().utf8))
        return (dump?["command"]?["subcommands"]?.array ?? []).filter {
            $0["shouldDisplay"] != false && $0["commandName"] != "help"
        }
    }

    /// The commands, then the options of `check`; further options stand with the command that has them.
    private func write(_ commands: [JSONValue], to page: inout RoffWriter) {
        let common = commands.first { $0["commandName"]?.string == "check" }?.arguments ?? []
        page.section("Commands")
        for command in commands { write(command, path: "bandwidth", beside: common, to: &page) }
        page.section("Options")
        for argument in common where !argument.isPositional { page.item(argument.synopsis, argument.summary) }
    }

    private func write(_ command: JSONValue, path: String, beside common: [JSONValue], to page: inout RoffWriter) {
        let name = "\(path) \(command["commandName"]?.string ?? "")"
        let parts = command["subcommands"]?.array ?? []
        guard parts.isEmpty else {
            for part in parts { write(part, path: name, beside: common, to: &page) }
            return
        }
        let positional = command.arguments.filter(\.isPositional).map(\.synopsis)
        page.subsection(([name] + positional).joined(separator: " "))
        page.paragraph(command["abstract"]?.string ?? "")
        let known = Set(common.map(\.synopsis))
        for argument in command.arguments where !argument.isPositional && !known.contains(argument.synopsis) {
            page.item(argument.synopsis, argument.summary)
        }
    }
}

extension JSONValue {
    /// The arguments that the help shows, without those that every command has.
    fileprivate var arguments: [JSONValue] {
        (self["arguments"]?.array ?? []).filter { argument in
            argument["shouldDisplay"] != false && !["help", "version"].contains(argument["valueName"]?.string)
        }
    }

    fileprivate var isPositional: Bool {
        self["kind"]?.string == "positional"
    }

    /// `-c, --config FILE`, `NAME ...`
    fileprivate var synopsis: String {
        let value = (self["valueName"]?.string ?? "").uppercased()
        if isPositional { return self["isRepeating"] == true ? "[\(value) ...]" : value }
        let names = (self["names"]?.array ?? []).compactMap { name -> String? in
            name["name"]?.string.map { name["kind"]?.string == "short" ? "-\($0)" : "--\($0)" }
        }
        let shortFirst = names.sorted { $0.count < $1.count }.joined(separator: ", ")
        return self["kind"]?.string == "flag" ? shortFirst : "\(shortFirst) \(value)"
    }

    fileprivate var summary: String {
        let values = (self["allValues"]?.array ?? []).compactMap(\.string)
        let summary = self["abstract"]?.string ?? ""
        return values.isEmpty ? summary : "\(summary) One of: \(values.joined(separator: ", "))."
    }
}

// MARK: - Services

extension ManualPage {
    private var services: JSONValue { ServiceList().json }

    private func write(_ list: JSONValue, to page: inout RoffWriter) {
        for (title, key, common, purpose) in [
            ("Providers", "providers", "provider_settings", "Reads"),
            ("Channels", "notifiers", "notifier_settings", "Sends"),
        ] {
            page.section(title)
            for service in list[key]?.array ?? [] {
                page.subsection("\(service["type"]?.string ?? ""): \(service["name"]?.string ?? "")")
                for (label, member) in [(purpose, "purpose"), ("Counts", "counts"), ("Needs", "permission")] {
                    if let text = service[member]?.string { page.paragraph("\(label): \(text)".sentence) }
                }
                write(settings: service["settings"], to: &page)
            }
            page.subsection("Settings of every entry")
            write(settings: list[common], to: &page)
        }
    }

    private func write(settings: JSONValue?, to page: inout RoffWriter) {
        for setting in settings?.array ?? [] {
            let variables = (setting["variables"]?.array ?? []).compactMap { $0.string.map { "$\($0)" } }
            let fallback = variables.isEmpty ? "" : "; else \(variables.joined(separator: ", "))"
            let required = setting["required"] == true ? " (required)" : ""
            page.item(
                setting["key"]?.string ?? "", ((setting["summary"]?.string ?? "") + fallback + required).sentence)
        }
    }
}

extension String {
    /// With a capital letter and a full stop.
    fileprivate var sentence: String {
        guard let first else { return self }
        let isSpelled = dropFirst().first.map { $0.isUppercase || $0 == "." } ?? false
        return (isSpelled ? String(first) : first.uppercased()) + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
