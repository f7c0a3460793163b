import BandwidthKit
import BandwidthSandbox
import Foundation
import Testing

/// An account that a sandbox replays from the provider's fixtures.
struct ReplayedAccount: Sendable {
    let recording: Recording

    /// The account of a provider's readable fixture.
    init(of kind: String) throws {
        recording = try #require(Recording.all(in: RecordedFixture.readable(of: kind).recording).first)
    }

    /// The entry of a configuration.
    struct Entry: Sendable {
        var members: [String: JSONValue]
        /// Every text in a secret setting.
        let secrets: [String]

        var text: String { JSONValue.object(members).text }

        /// The entry with other secrets.
        var withWrongSecrets: Entry {
            var entry = self
            for (key, value) in members { entry.members[key] = replaced(value) }
            return entry
        }

        private func replaced(_ value: JSONValue) -> JSONValue {
            switch value.content {
            case .string(let text) where secrets.contains(text): .string("wrong-secret-0123456789")
            case .object(let members): .object(members.map { .init($0.key, replaced($0.value)) })
            default: value
            }
        }
    }

    func entry(at baseURL: String, name: String, timeout: Decimal) throws -> Entry {
        let parsed = try JSONParser().parse(Array(recording.entry(baseURL: baseURL).utf8))
        var members = Dictionary(
            uniqueKeysWithValues: try #require(parsed.members).map { ($0.key, $0.value) })
        members["name"] = .string(name)
        members["timeout"] = .number(timeout)
        let settings = Registry<any UsageProvider>.builtIn[recording.kind]?.settings.filter(\.isSecret) ?? []
        let secrets = settings.flatMap { setting -> [String] in
            let value = members[setting.key]
            return value?.string.map { [$0] } ?? value?.members?.compactMap(\.value.string) ?? []
        }
        #expect(!secrets.isEmpty)
        return Entry(members: members, secrets: secrets)
    }
}
