import Foundation
import Testing

@testable import BandwidthKit

@Suite struct SecretSourceTests {
    private func token(_ setting: String, _ environment: [String: String] = [:]) throws -> Secret {
        let text = #"{ "providers": [{ "type": "linode", "token": \#(setting) }] }"#
        return try token(load(text, environment: environment))
    }

    private func token(_ configuration: Configuration) throws -> Secret {
        try #require(configuration.accounts.first?.entry?.plugin as? Linode).token
    }

    @Test func aTokenIsAStringAVariableOrAFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("from-file", to: "token")
        #expect(try token(#""literal""#) == Secret("literal", source: "'token' of 'linode'"))
        #expect(try token(#"{ "env": "MINE" }"#, ["MINE": "from-variable"]) == Secret("from-variable", source: "MINE"))
        #expect(try token(#"{ "file": "\#(file)" }"#) == Secret("from-file", source: "the file \(file)"))
    }

    @Test(arguments: [
        ("token\n", "token"), ("token", "token"), ("token\r\n", "token"), (" token ", " token "), ("to ken", "to ken"),
        ("\u{FEFF}token\r\n", "token"),
    ])
    func aByteOrderMarkAndOneLineBreakAtTheEndOfAFileAreDropped(contents: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(contents, to: "token")
        #expect(try token(#"{ "file": "\#(file)" }"#).revealed == expected)
    }

    @Test(arguments: ["token\n\n", "two\nlines", "\ntoken", "nul\u{0}"])
    func aFileOfSeveralLinesIsRefused(contents: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(contents, to: "token")
        let text = #"{ "providers": [{ "type": "linode", "token": { "file": "\#(file)" } }] }"#
        #expect(
            problems(in: text) == [
                "linode: token: the file \(file) contains a line break or another control character"
            ])
    }

    @Test func aPathStartsAtTheHomeOrAtTheConfiguration() throws {
        let folder = try TemporaryFolder()
        try folder.write("of-home", to: "home.token")
        try folder.write("beside", to: "beside.token")
        let home = ["HOME": folder.path]
        #expect(try token(#"{ "file": "~/home.token" }"#, home).revealed == "of-home")
        let path = try folder.write(
            #"{ "providers": [{ "type": "linode", "token": { "file": "beside.token" } }] }"#, to: "providers.json")
        #expect(try token(ConfigurationLoader(environment: [:]).load(file: path)).revealed == "beside")
        #expect(
            try token(ConfigurationLoader(environment: ["BANDWIDTH_CONFIG": path]).load(file: nil)).revealed == "beside"
        )
    }

    @Test func aTokenLeftOutComesFromTheFirstOfTheUsualVariables() throws {
        let text = #"{ "providers": [{ "type": "linode" }] }"#
        var environment = ["LINODE_TOKEN": "first", "LINODE_CLI_TOKEN": "second", "LINODE_API_TOKEN": "third"]
        for expected in ["LINODE_TOKEN", "LINODE_CLI_TOKEN", "LINODE_API_TOKEN"] {
            let configuration = try load(text, environment: environment)
            #expect(try token(configuration).source == expected)
            #expect(try token(configuration).revealed == environment[expected])
            #expect(configuration.variables == [expected])
            // An empty variable counts as not set, and so does the word that Netlify's tool writes.
            environment[expected] = expected == "LINODE_TOKEN" ? "" : "null"
        }
        #expect(problems(in: text, environment: environment).count == 1)
    }

    @Test func theWordNullIsNoNetlifyToken() throws {
        let loader = ConfigurationLoader(environment: ["NETLIFY_AUTH_TOKEN": "null"])
        #expect(try loader.loadEnvironment().accounts.isEmpty)
        #expect(
            problems(in: #"{ "providers": [{ "type": "netlify" }] }"#, environment: loader.environment) == [
                "netlify: token: missing; set it here or in the variable NETLIFY_AUTH_TOKEN"
            ])
    }

    @Test func aHeaderThatIsNoSecretIsNone() throws {
        let folder = try TemporaryFolder()
        let entry =
            #"{ "type": "http", "url": "https://api.example.com/x", "used_pointer": "/used", "headers": HEADERS }"#
        func warnings(_ headers: String) throws -> [String] {
            let text = #"{ "providers": [\#(entry.replacing("HEADERS", with: headers))] }"#
            let path = try folder.write(text, to: "providers.json", mode: 0o644)
            return try ConfigurationLoader(environment: [:]).load(file: path).warnings
        }
        #expect(try warnings(#"{ "Accept": "application/json", "User-Agent": "me" }"#) == [])
        #expect(try warnings(#"{ "X-Key": "example-key" }"#).count == 1)
    }

    @Test func aSecretThatOthersCanReadIsAWarning() throws {
        let folder = try TemporaryFolder()
        let exposed = try folder.write("x", to: "exposed.token", mode: 0o644)
        let literal = #"{ "providers": [{ "type": "linode", "token": "literal" }] }"#
        let path = try folder.write(literal, to: "providers.json", mode: 0o644)
        let loader = ConfigurationLoader(environment: ["LINODE_TOKEN": "x"])
        #expect(
            try loader.load(file: path).warnings == [
                "\(path) contains secrets and others can read it; run chmod 600 \(path)"
            ])
        let byFile = try load(#"{ "providers": [{ "type": "linode", "token": { "file": "\#(exposed)" } }] }"#)
        #expect(byFile.warnings == ["linode: token: others can read \(exposed); run chmod 600 \(exposed)"])
        // No warning if it contains no secret, or others can't read it.
        try folder.write(#"{ "providers": [{ "type": "linode" }] }"#, to: "providers.json", mode: 0o644)
        #expect(try loader.load(file: path).warnings.isEmpty)
        try folder.write(literal, to: "providers.json", mode: 0o600)
        #expect(try loader.load(file: path).warnings.isEmpty)
    }
}
