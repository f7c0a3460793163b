import Foundation
import Testing

@testable import BandwidthKit

@Suite struct ConfigurationLoaderTests {
    @Test func everySettingIsRead() throws {
        let configuration = try load(
            #"""
            { "//": "a comment", "// rules": "another",
              "providers": [
                { "type": "linode", "// why": "a third", "name": "production", "token": "x", "timeout": 2.5,
                  "base_url": "https://api.example.com/v4/", "instances": ["web-1", 123], "quota": "100 GB",
                  "overage_price": { "amount": 0.005, "currency": "EUR", "per": "1 GiB" }, "stale_after": "2 days",
                  "rules": [{ "actual": 50 }, { "forecast": 90.5, "severity": "critical" }],
                  "instance_rules": [{ "actual": 100, "severity": "warning" }] },
                { "type": "netlify", "token": "y", "account": "example-team", "rules": [] }
              ],
              "rules": [{ "actual": 80 }] }
            """#)
        let linode = try #require(configuration.accounts.first)
        #expect(linode.name == "production")
        #expect(linode.kind == "linode")
        #expect(linode.entry?.address.text == "https://api.example.com/v4")
        #expect(linode.entry?.timeout == .milliseconds(2500))
        #expect((linode.entry?.plugin as? Linode)?.instances == .named(["web-1", "123"]))
        #expect(linode.policy.quota == ByteCount(100_000_000_000 as Int64).map { .account($0) })
        #expect(
            try linode.policy.overagePrice
                == .account(OveragePrice(Money(decimal("0.005"), "EUR"), per: .gigabytes(1))))
        #expect(linode.policy.staleAfter == 2 * 86400)
        #expect(
            try linode.policy.rules == [Rule(.actual, 50), Rule(.forecast, decimal("90.5"), severity: .critical)])
        #expect(linode.policy.instanceRules == [Rule(.actual, 100, severity: .warning)])
        let netlify = try #require(configuration.accounts.last)
        #expect(netlify.name == "netlify")
        #expect(netlify.entry?.address.text == "https://api.netlify.com/api/v1")
        #expect(netlify.entry?.timeout == .seconds(20))
        #expect((netlify.entry?.plugin as? Netlify)?.accounts == ["example-team"])
        #expect(netlify.policy.rules.isEmpty, "an empty list is no rules, not the common ones")
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.channels.isEmpty)
    }

    @Test func theCommonRulesJudgeAccountsWithoutTheirOwn() throws {
        let entry = #"{ "type": "linode", "token": "x" }"#
        let common = try load(#"{ "providers": [\#(entry)], "rules": [{ "actual": 80 }] }"#)
        #expect(common.accounts.first?.policy.rules == [Rule(.actual, 80)])
        #expect(try load(#"{ "providers": [\#(entry)] }"#).accounts.first?.policy.rules == Rule.standard)
    }

    @Test func theCommandLineGoesBeforeTheFile() throws {
        let loader = ConfigurationLoader(
            environment: [:], selection: ("linode", ScopeSelection(instances: .all)), timeout: .seconds(3))
        let configuration = try loader.load(
            text: #"""
                { "providers": [{ "type": "linode", "token": "x", "instances": ["web-1"], "timeout": 30 },
                                { "type": "netlify", "token": "x" }] }
                """#)
        #expect((configuration.accounts.first?.entry?.plugin as? Linode)?.instances == .all)
        #expect(configuration.accounts.map(\.entry?.timeout) == [.seconds(3), .seconds(3)])
    }

    @Test func accountsComeFromTheEnvironmentAlone() throws {
        let loader = ConfigurationLoader(environment: ["LINODE_API_TOKEN": "x", "NETLIFY_AUTH_TOKEN": "y", "HOME": ""])
        let configuration = try loader.loadEnvironment()
        #expect(configuration.accounts.map(\.name) == ["linode", "netlify"])
        #expect(configuration.variables == ["LINODE_API_TOKEN", "NETLIFY_AUTH_TOKEN"])
        #expect(configuration.file == nil)
        #expect(try ConfigurationLoader(environment: [:]).loadEnvironment().accounts.isEmpty)
    }

    private static let twilio = [
        "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN": "example",
        "TWILIO_FROM_PHONE_NUMBER": "+15005550006", "TWILIO_TO_PHONE_NUMBER": "+12025550143",
    ]

    @Test func theFourVariablesOfTwilioAreANotifier() throws {
        let configuration = try ConfigurationLoader(environment: Self.twilio).loadEnvironment()
        #expect(configuration.channels.map(\.kind) == ["twilio"])
        #expect(configuration.channels.first?.plugin.recipients == ["+12025550143"])
        #expect(configuration.variables == Self.twilio.keys.sorted())
        let beside = try load(#"{ "providers": [{ "type": "linode", "token": "x" }] }"#, environment: Self.twilio)
        #expect(beside.channels.count == 1, "also beside a file without 'notify'")
        let none = try load(
            #"{ "providers": [{ "type": "linode", "token": "x" }], "notify": [] }"#, environment: Self.twilio)
        #expect(none.channels.isEmpty, "but not where the file says that nobody is told")
    }

    @Test(arguments: [
        ("TWILIO_ACCOUNT_SID", "account_sid"), ("TWILIO_AUTH_TOKEN", "auth_token"),
        ("TWILIO_FROM_PHONE_NUMBER", "from"), ("TWILIO_TO_PHONE_NUMBER", "to"),
    ])
    func theVariableThatIsMissingIsNamedAndHidesNoAccount(missing: String, key: String) throws {
        var environment = Self.twilio.merging(["LINODE_API_TOKEN": "x"]) { $1 }
        environment[missing] = ""
        let configuration = try ConfigurationLoader(environment: environment).loadEnvironment()
        #expect(configuration.channels.isEmpty)
        #expect(
            configuration.channelProblems.map(\.description) == [
                "twilio: \(key): missing; set it here or in the variable \(missing)"
            ])
        #expect(configuration.accounts.map(\.name) == ["linode"])
        #expect(configuration.accounts.allSatisfy { $0.problems.isEmpty })
    }

    @Test func aVariableThatIsNotSetHidesOneAccountOnly() throws {
        let configuration = try load(
            #"""
            { "providers": [{ "type": "linode", "name": "a", "token": { "env": "NOT_SET" } },
                            { "type": "linode", "name": "b", "token": "x" }] }
            """#)
        #expect(configuration.accounts.map(\.name) == ["a", "b"])
        #expect(configuration.accounts.map { $0.entry == nil } == [true, false])
        #expect(
            configuration.problems.map(\.description) == [
                "line 1: a: token: the variable NOT_SET is not set or empty; set it"
            ])
    }

    @Test func aWrongValueOfAVariableIsTold() {
        let environment = Self.twilio.merging(["TWILIO_TO_PHONE_NUMBER": "555-0143"]) { $1 }
        #expect(
            problems { () throws(ConfigurationError) in
                let problems = try ConfigurationLoader(environment: environment).loadEnvironment().problems
                if !problems.isEmpty { throw ConfigurationError(problems) }
            } == ["twilio: to[0]: expected a number with + and country code, without spaces, as in +12025550143"])
    }

    @Test func theUsualPlacesAreLookedAtInOrder() throws {
        let folder = try TemporaryFolder()
        let text = #"{ "providers": [] }"#
        try FileManager.default.createDirectory(
            atPath: folder.path(".config/bandwidth"), withIntermediateDirectories: true)
        let user = try folder.write(text, to: ".config/bandwidth/providers.json")
        #expect(ConfigurationLoader(environment: ["HOME": folder.path]).usualFile() == user)
        let other = try TemporaryFolder()
        let environment = ["HOME": folder.path, "XDG_CONFIG_HOME": other.path]
        #expect(ConfigurationLoader(environment: environment).usualFile() == nil)
        #expect(
            ConfigurationLoader(environment: environment).userFile == other.path + "/bandwidth/providers.json")
        #expect(
            ConfigurationLoader(environment: ["XDG_CONFIG_HOME": "relative", "HOME": "/home/me"]).userFile
                == "/home/me/.config/bandwidth/providers.json")
        #expect(ConfigurationLoader(environment: ["HOME": ""]).userFile == nil, "an empty home is none")
        #expect(ConfigurationLoader(environment: ["HOME": ""]).usualFile() == nil)
        // A file that is named but missing is an error.
        let named = environment.merging(["BANDWIDTH_CONFIG": "/no/such.json"]) { $1 }
        #expect(
            problems { () throws(ConfigurationError) in _ = try ConfigurationLoader(environment: named).load(file: nil)
            }
                == ["/no/such.json: does not exist"])
    }

    @Test func aFileThatIsTooLargeOrAFolderIsTold() throws {
        let folder = try TemporaryFolder()
        let large = try folder.write(String(repeating: " ", count: 1 << 20 + 1), to: "large.json")
        let loader = ConfigurationLoader(environment: [:])
        #expect(
            problems { () throws(ConfigurationError) in _ = try loader.load(file: large) }
                == ["\(large): is larger than 1048576 bytes"])
        #expect(
            problems { () throws(ConfigurationError) in _ = try loader.load(file: folder.path) }
                == ["\(folder.path): is a folder"])
    }

    @Test func noTextTraps() {
        var random = SeededGenerator(seed: 78)
        let words = [
            "{", "}", "[", "]", ":", ",", "\"providers\"", "\"notify\"", "\"rules\"", "\"type\"", "\"linode\"",
            "\"twilio\"", "\"token\"", "\"actual\"", "\"to\"", "\"quota\"", "\"env\"", "1e400", "-1", "null", "true",
            "\"\"", "9",
        ]
        for _ in 0..<500 {
            let count = Int.random(in: 0..<20, using: &random)
            let text = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined()
            #expect(!problems(in: "{\(text)}").isEmpty)
        }
    }
}
