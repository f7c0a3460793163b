#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a report was made from: a configuration, and the accounts that the command line selected.
///
/// A remembered report answers a run only if the two keys are equal. A key changes with the configuration file, with a
/// variable or file that the configuration takes a value from, and with the options that select parts of accounts.
///
/// Keys are 32 bits of a SHA-256 digest. That is enough to notice a change, and too little to find out a token.
public struct ReportKey: Sendable {
    private let source: [UInt8]
    private let hashing: any Hashing
    private let scope: ScopeSelection

    /// The provider whose accounts were selected; `nil` for all accounts.
    let kind: String?

    /// The key for what a loader would read now; `nil` if that is not a regular file. Nothing is asked, and no command
    /// is run.
    ///
    /// - Parameter file: the configuration file that the command line names.
    public init?(_ loader: ConfigurationLoader, file: String?, hashing: any Hashing) {
        guard let source = Self.source(of: loader, file ?? loader.usualFile()) else { return nil }
        self.source = hashing.sha256(source)
        self.hashing = hashing
        kind = loader.selection?.kind
        scope = loader.selection?.scope ?? ScopeSelection()
    }

    /// Everything that the accounts come from; `nil` if the file is none that can be read again.
    private static func source(of loader: ConfigurationLoader, _ file: String?) -> [UInt8]? {
        var parts = Parts()
        var entries: [JSONValue] = []
        var types = loader.providers.types
        if let file {
            guard let text = contents(of: file, limit: 1 << 20), let value = try? JSONParser().parse(text) else {
                return nil
            }
            parts.add(absolute(file))
            parts.add(text)
            entries = value["providers"]?.array ?? []
            let kinds = Set(entries.compactMap { $0["type"]?.string } + [loader.selection?.kind].compactMap { $0 })
            types = types.filter { kinds.contains($0.kind) }
            parts.add(referencesIn: value, ConfigurationContext(environment: loader.environment, file: file))
        }
        // Whatever the file leaves out comes from these.
        let settings = types.flatMap { $0.settings }
        let context = ConfigurationContext(environment: loader.environment, file: file)
        for name in Set(settings.flatMap(\.variables)).sorted() {
            if let value = loader.environment[name] { parts.add("\(name)=\(value)") }
        }
        // An entry or a variable may name another file than the usual one.
        let paths = settings.filter { !$0.files.isEmpty }.flatMap { setting in
            entries.compactMap { $0[setting.key]?.string } + setting.variables.compactMap { loader.environment[$0] }
                + setting.files
        }
        for path in Set(paths.map(context.resolve)).sorted() {
            parts.add(contents(of: path, limit: 1 << 20) ?? [])
        }
        return parts.bytes
    }

    /// The name of the file for the report of some accounts; empty for all of them.
    func fileName(names: [String]) -> String {
        name(kind: kind, scope: scope, names)
    }

    /// The names of the files with reports that contain the accounts: theirs, and those of more accounts.
    func fileNames(names: [String]) -> Set<String> {
        var found: Set = [fileName(names: names), name(kind: kind, scope: scope, [])]
        if scope == ScopeSelection() { found.insert(name(kind: nil, scope: scope, [])) }
        return found
    }

    private func name(kind: String?, scope: ScopeSelection, _ names: [String]) -> String {
        var parts = Parts()
        parts.add(source)
        parts.add("\(SavedReports.version)")
        parts.add(kind ?? "")
        switch scope.instances {
        case nil: parts.add("")
        case .none?: parts.add("none")
        case .all: parts.add("all")
        case .named(let instances): parts.add(list: instances)
        }
        parts.add(scope.month?.description ?? "")
        parts.add(list: scope.accounts ?? [])
        parts.add(list: Set(names).sorted())
        let digits = Array("0123456789abcdef")
        let hexadecimal = hashing.sha256(parts.bytes).prefix(4).flatMap {
            [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
        }
        return String(hexadecimal) + ".jsonl"
    }

    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The contents of a regular file; `nil` for anything else, which is never waited for.
    fileprivate static func contents(of path: String, limit: Int) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let file = try? InputFile(path, limit: limit)
        else { return nil }
        return file.bytes
    }

    /// Texts, each with its length before it, so that no two lists give the same bytes.
    private struct Parts {
        private(set) var bytes: [UInt8] = []

        mutating func add(_ text: [UInt8]) {
            bytes += "\(text.count):".utf8
            bytes += text
        }

        mutating func add(_ text: String) {
            add(Array(text.utf8))
        }

        mutating func add(list texts: [String]) {
            add("\(texts.count)")
            for text in texts { add(text) }
        }

        /// Adds what `{ "env": NAME }`, `{ "file": PATH }` and `{ "credential": NAME }` refer to, wherever they are.
        mutating func add(referencesIn value: JSONValue, _ context: ConfigurationContext) {
            for element in value.array ?? [] { add(referencesIn: element, context) }
            for member in value.members ?? [] {
                add(referencesIn: member.value, context)
                guard value.members?.count == 1, let name = member.value.string else { continue }
                switch member.key {
                case "env": add(context.environment[name] ?? "")
                case "file": add(contents(of: context.resolve(name)))
                case "credential": add(contents(of: "\(context.environment["CREDENTIALS_DIRECTORY"] ?? "")/\(name)"))
                default: break
                }
            }
        }

        private func contents(of path: String) -> [UInt8] {
            ReportKey.contents(of: path, limit: 1 << 16) ?? []
        }
    }
}
