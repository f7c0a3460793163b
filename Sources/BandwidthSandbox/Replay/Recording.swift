/// The recorded requests and answers of one service for one account, or one channel.
package struct Recording: Sendable {
    /// The provider's or notifier's `type` in a configuration, and the service's name in the sandbox.
    package let kind: String
    /// Whether it is of a notifier.
    let isChannel: Bool
    /// The service's answer to a wrong secret.
    let refusal: SandboxResponse
    let exchanges: [RecordedExchange]
    private let entry: String

    /// The account's entry of `providers`, or the channel's of `notify`, as JSON.
    package func entry(baseURL: String) -> String {
        entry.replacing("{base_url}", with: baseURL)
    }

    /// Parses recordings from one text, in which each file follows a line with its name:
    ///
    ///     ==> vultr/account.json
    ///     ==> vultr/1-bandwidth.http
    ///     ==> vultr/refusal
    ///
    /// `account.json`, or `channel.json` of a notifier, is the entry, with `{base_url}` for the service's address. `refusal`
    /// is the answer to a wrong secret; the default is an empty 401.
    package static func all(in text: String) -> [Recording] {
        var kinds: [String] = []
        var files: [String: [(name: Substring, text: Substring)]] = [:]
        for section in ("\n" + text).split(separator: "\n==> ") {
            let end = section.firstIndex(of: "\n") ?? section.endIndex
            let path = section[..<end].split(separator: "/", maxSplits: 1)
            guard path.count == 2 else { continue }
            let kind = String(path[0])
            if files[kind] == nil { kinds.append(kind) }
            files[kind, default: []].append((path[1], section[end...].dropFirst()))
        }
        return kinds.compactMap { kind in files[kind].map { Recording(kind: kind, files: $0) } }
    }

    private init(kind: String, files: [(name: Substring, text: Substring)]) {
        self.kind = kind
        let entry = files.first { $0.name == "account.json" || $0.name == "channel.json" }
        self.entry = entry.map { String($0.text) } ?? "{}"
        isChannel = entry?.name == "channel.json"
        exchanges = files.filter { $0.name.hasSuffix(".http") }.compactMap { RecordedExchange($0.text) }
        let text = files.first { $0.name == "refusal" }?.text ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        refusal = SandboxResponse(recorded: lines[...]) ?? SandboxResponse(401)
    }
}
