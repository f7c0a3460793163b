import BandwidthKit
import Foundation
import Testing

/// Every way in which a configuration can be wrong, with the place and the words.
@Suite struct ConfigurationErrorTests {
    @Test(arguments: [
        (#"{}"#, "providers: missing; it is the list of accounts"),
        (#"{ "providers": null }"#, "providers: missing; it is the list of accounts"),
        (#"{ "providers": {} }"#, "providers: expected a list of objects, found an object"),
        (#"{ "providers": "linode" }"#, "providers: expected a list of objects, found a string"),
        (#"{ "providers": [5] }"#, "providers[0]: expected an object, found a number"),
        (#"{ "providers": [], "notify": 1 }"#, "notify: expected a list of objects, found a number"),
        (#"{ "providers": [], "notify": [[]] }"#, "notify[0]: expected an object, found a list"),
        (#"{ "providers": [], "notfy": [] }"#, "notfy: unknown key; did you mean 'notify'?"),
        (
            #"{ "providers": [], "colours": true }"#, "colours: unknown key; known: rules, providers, notify"
        ),
        (#"[]"#, "configuration: expected an object with the key 'providers', found a list"),
        (#""linode""#, "configuration: expected an object with the key 'providers', found a string"),
        ("", "configuration: is empty; 'bandwidth config init' writes a file to start from"),
        (" \n\t", "configuration: is empty; 'bandwidth config init' writes a file to start from"),
        ("{\n  \"providers\": [\n}", "configuration: is not JSON: line 3, column 1: expected a value"),
        ("{\n  \"providers\": [{} {}]\n}", "configuration: is not JSON: line 2, column 20: expected ',' or ']'"),
        ("{ providers: [] }", "configuration: is not JSON: line 1, column 3: expected a key in double quotes"),
    ])
    func ofTheFile(text: String, expected: String) {
        #expect(problems(in: text) == [expected])
    }

    @Test(arguments: [
        (#"{}"#, "providers[0].type: missing; known: {kinds}"),
        (#"{ "type": 5 }"#, "providers[0].type: expected a string, found 5"),
        (
            #"{ "type": "lindoe" }"#,
            "providers[0].type: unknown provider 'lindoe'; did you mean 'linode'? known: {kinds}"
        ),
        (#"{ "type": "aws" }"#, "providers[0].type: unknown provider 'aws'; known: {kinds}"),
        (
            #"{ "type": "aws\u001b[31m" }"#,
            "providers[0].type: unknown provider 'aws[31m'; known: {kinds}"
        ),
        (
            #"{ "type": "linode", "tokne": "x", "token": "x" }"#,
            "providers[0].tokne: unknown key; did you mean 'token'?"
        ),
        (
            #"{ "type": "linode" }"#, "providers[0].token: missing; set it here or in the variable LINODE_TOKEN"
        ),
        (
            #"{ "type": "linode", "token": null }"#,
            "providers[0].token: missing; set it here or in the variable LINODE_TOKEN"
        ),
        (
            #"{ "type": "netlify" }"#,
            "providers[0].token: missing; set it here or in the variable NETLIFY_AUTH_TOKEN"
        ),
        (#"{ "type": "linode", "token": "" }"#, "providers[0].token: is empty"),
        (
            #"{ "type": "linode", "token": "a\nb" }"#,
            "providers[0].token: holds a line break or another control character; it must be one line"
        ),
        (
            #"{ "type": "linode", "token": 12345 }"#,
            #"providers[0].token: expected a string, { "env": "NAME" } or { "file": "PATH" }, found a number"#
        ),
        (
            #"{ "type": "linode", "token": { "evn": "X" } }"#,
            #"providers[0].token: expected a string, { "env": "NAME" } or { "file": "PATH" }, found an object with evn"#
        ),
        (
            #"{ "type": "linode", "token": { "env": "X", "file": "Y" } }"#,
            #"providers[0].token: expected a string, { "env": "NAME" } or { "file": "PATH" }, found an object"#
        ),
        (
            #"{ "type": "linode", "token": { "env": "NOT_SET" } }"#,
            "providers[0].token: the variable NOT_SET is not set or empty; set it"
        ),
        (
            #"{ "type": "linode", "token": { "env": "EMPTY" } }"#,
            "providers[0].token: the variable EMPTY is not set or empty; set it"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/no/such.token" } }"#,
            "providers[0].token: the file /no/such.token does not exist"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/dev" } }"#, "providers[0].token: the file /dev is a folder"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/dev/null" } }"#,
            "providers[0].token: the file /dev/null is empty"
        ),
        (
            #"{ "type": "netlify", "token": "x", "account": ["a", 5] }"#,
            #"providers[0].account[1]: expected a string, { "env": "NAME" } or { "file": "PATH" }, found 5"#
        ),
    ])
    func ofAnEntry(entry: String, expected: String) {
        let expected = expected.replacing("{kinds}", with: ProviderRegistry.builtIn.kinds.joined(separator: ", "))
        #expect(problems(in: #"{ "providers": [\#(entry)] }"#, environment: ["EMPTY": ""]) == [expected])
    }

    @Test(arguments: [
        (#""name": """#, #"providers[0].name: expected a name on one line, found """#),
        (#""name": 7"#, "providers[0].name: expected a name on one line, found 7"),
        (#""name": "a\nb""#, #"providers[0].name: expected a name on one line, found "a b""#),
        (
            #""base_url": "http://api.example.com""#,
            "providers[0].base_url: http would send the token in the clear; use https (http only to 127.0.0.1)"
        ),
        (
            #""base_url": "api.example.com""#,
            "providers[0].base_url: not a URL; expected one such as https://api.example.com/v1"
        ),
        (#""base_url": 5"#, "providers[0].base_url: expected a URL in a string, found 5"),
        (#""timeout": 0"#, "providers[0].timeout: expected seconds, from 0.1 to 3600, found 0"),
        (#""timeout": -1"#, "providers[0].timeout: expected seconds, from 0.1 to 3600, found -1"),
        (#""timeout": 3600.5"#, "providers[0].timeout: expected seconds, from 0.1 to 3600, found 3600.5"),
        (#""timeout": "20""#, #"providers[0].timeout: expected seconds, from 0.1 to 3600, found "20""#),
        (#""timeout": true"#, "providers[0].timeout: expected seconds, from 0.1 to 3600, found true"),
        (
            #""quota": "a lot""#,
            #"providers[0].quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), found "a lot""#
        ),
        (
            #""quota": 100"#,
            #"providers[0].quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), found 100"#
        ),
        (
            #""quota": "0 GB""#,
            #"providers[0].quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), found "0 GB""#
        ),
        (
            #""stale_after": "2 weeks""#,
            #"providers[0].stale_after: expected a time such as "48 hours" or "2 days", found "2 weeks""#
        ),
        (
            #""stale_after": 48"#,
            #"providers[0].stale_after: expected a time such as "48 hours" or "2 days", found 48"#
        ),
        (
            #""overage_price": 5"#,
            #"providers[0].overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, found 5"#
        ),
        (
            #""overage_price": { "amount": 1, "currency": "dollars", "per": "1 GB" }"#,
            #"providers[0].overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, found an object"#
        ),
        (
            #""overage_price": { "amount": -1, "currency": "USD", "per": "1 GB" }"#,
            #"providers[0].overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, found an object"#
        ),
        (
            #""overage_price": { "amount": 1, "currency": "USD" }"#,
            #"providers[0].overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, found an object"#
        ),
        (
            #""instances": "web-1""#,
            #"providers[0].instances: expected true for every instance, or a list of identifiers and labels, found "web-1""#
        ),
        (
            #""instances": [true]"#,
            "providers[0].instances: expected true for every instance, or a list of identifiers and labels, found a list"
        ),
        (#""rules": {}"#, "providers[0].rules: expected a list of objects, found an object"),
        (#""rules": [90]"#, "providers[0].rules[0]: expected an object, found a number"),
        (
            #""rules": [{}]"#, #"providers[0].rules[0]: expected either "actual" or "forecast" with a percentage"#
        ),
        (
            #""rules": [{ "actual": 1, "forecast": 2 }]"#,
            #"providers[0].rules[0]: expected either "actual" or "forecast" with a percentage"#
        ),
        (
            #""rules": [{ "actual": 70 }, { "actual": "90" }]"#,
            "providers[0].rules[1].actual: expected a percentage above 0, such as 90"
        ),
        (
            #""rules": [{ "forecast": 0 }]"#,
            "providers[0].rules[0].forecast: expected a percentage above 0, such as 90"
        ),
        (
            #""instance_rules": [{ "actual": 90, "severty": "warning" }]"#,
            "providers[0].instance_rules[0].severty: unknown key; did you mean 'severity'?"
        ),
        (
            #""rules": [{ "percent": 90 }]"#,
            "providers[0].rules[0].percent: unknown key; known: actual, forecast, severity"
        ),
        (
            #""rules": [{ "actual": 90, "severity": "bad" }]"#,
            #"providers[0].rules[0].severity: expected "warning" or "critical", found "bad""#
        ),
    ])
    func ofASetting(members: String, expected: String) {
        #expect(problems(in: linode(members)) == [expected])
    }

    @Test func everyProblemIsToldAtOnceInTheOrderOfTheFile() {
        let text = #"""
            {
              "providers": [
                { "type": "linode", "name": "a", "tokne": "x", "base_url": "ftp://example.com" },
                7,
                { "type": "netlfy" },
                { "type": "netlify", "name": "a", "token": { "env": "NOT_SET" } }
              ],
              "rules": [8, { "actual": -5 }],
              "notify": [{ "type": "twilio" }, { "type": "pigeon" }]
            }
            """#
        #expect(
            problems(in: text) == [
                "rules[0]: expected an object, found a number",
                "rules[1].actual: expected a percentage above 0, such as 90",
                "providers[1]: expected an object, found a number",
                "providers[0].base_url: the scheme must be https, found ftp",
                "providers[0].token: missing; set it here or in the variable LINODE_TOKEN",
                "providers[0].tokne: unknown key; did you mean 'token'?",
                "providers[2].type: unknown provider 'netlfy'; did you mean 'netlify'? known: "
                    + ProviderRegistry.builtIn.kinds.joined(separator: ", "),
                "providers[3].token: the variable NOT_SET is not set or empty; set it",
                "providers[3].name: another account is called 'a'; give each a name of its own",
                "notify[0].account_sid: missing; set it here or in the variable TWILIO_ACCOUNT_SID",
                "notify[0].auth_token: missing; set it here or in the variable TWILIO_AUTH_TOKEN",
                "notify[0].from: missing; set it here or in the variable TWILIO_FROM_PHONE_NUMBER",
                "notify[0].to: missing; set it here or in the variable TWILIO_TO_PHONE_NUMBER",
                "notify[1].type: unknown notifier 'pigeon'; known: twilio",
            ])
    }

    @Test func namesAreUniqueAndTheTypeIsTheDefault() {
        let twice = #"{ "type": "linode", "token": "x" }"#
        #expect(
            problems(in: #"{ "providers": [\#(twice), \#(twice)] }"#) == [
                "providers[1].name: another account is called 'linode'; give each a name of its own"
            ])
    }

    @Test func anUnknownAccountIsNamedWithTheNearest() throws {
        let configuration = try load(
            #"{ "providers": [{ "type": "linode", "name": "production", "token": "x" }, { "type": "netlify", "token": "x" }] }"#
        )
        #expect(try configuration.accounts(named: []).map(\.name) == ["production", "netlify"])
        #expect(try configuration.accounts(named: ["netlify", "production"]).map(\.name) == ["production", "netlify"])
        #expect(
            problems { () throws(ConfigurationError) in
                _ = try configuration.accounts(named: ["producton", "xyz", "netlify"])
            } == [
                "producton: no such account; did you mean 'production'?",
                "xyz: no such account; the accounts are: production, netlify",
            ])
    }

    @Test func noProblemShowsASecret() {
        let text = #"""
            { "providers": [{ "type": "linode", "token": "s3cr3t-value", "name": 5, "timeout": 0 },
                            { "type": "netlify", "token": ["s3cr3t-value"] }, { "type": "linode", "token": "s3cr3t\nx" }] }
            """#
        let found = problems(in: text)
        #expect(found.count == 5)
        #expect(!found.joined().contains("s3cr3t"))
    }
}
