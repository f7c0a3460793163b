import BandwidthKit
import Foundation
import Testing

/// Every way in which a configuration can be wrong, with the location and the message.
@Suite struct ConfigurationErrorTests {
    /// What a line of text may be.
    private static let line =
        #"a string, { "env": "NAME" }, { "file": "PATH" }, { "command": ["PROGRAM", …] } or { "credential": "NAME" }"#

    @Test(arguments: [
        (#"{}"#, "providers: missing; add a list of accounts"),
        (#"{ "providers": null }"#, "providers: missing; add a list of accounts"),
        (#"{ "providers": {} }"#, "providers: expected a list of objects, but got an object"),
        (#"{ "providers": "linode" }"#, "providers: expected a list of objects, but got a string"),
        (#"{ "providers": [5] }"#, "providers: expected a list of objects, but it contains a number"),
        (#"{ "providers": [], "notify": 1 }"#, "notify: expected a list of objects, but got a number"),
        (#"{ "providers": [], "notify": [[]] }"#, "notify: expected a list of objects, but it contains a list"),
        (#"{ "providers": [], "notfy": [] }"#, "notfy: unknown key; did you mean 'notify'?"),
        (
            #"{ "providers": [], "colours": true }"#, "colours: unknown key; known: rules, providers, notify, heartbeat"
        ),
        (#"[]"#, "expected an object with the key 'providers', but got a list"),
        (#""linode""#, "expected an object with the key 'providers', but got a string"),
        ("", "is empty; delete it and run 'bandwidth config init'"),
        (" \n\t", "is empty; delete it and run 'bandwidth config init'"),
        ("{\n  \"providers\": [\n}", "column 1: expected a value"),
        ("{\n  \"providers\": [{} {}]\n}", "column 20: expected ',' or ']'"),
        ("{ providers: [] }", "column 3: expected a key in double quotes"),
    ])
    func ofTheFile(text: String, expected: String) {
        #expect(problems(in: text) == [expected])
    }

    @Test(arguments: [
        (#"{}"#, "provider: type: missing; known: {kinds}"),
        (#"{ "type": 5 }"#, "provider: type: expected a string, but got 5"),
        (
            #"{ "type": "lindoe" }"#,
            "lindoe: type: unknown provider 'lindoe'; did you mean 'linode'? known: {kinds}"
        ),
        (#"{ "type": "azure" }"#, "azure: type: unknown provider 'azure'; known: {kinds}"),
        (
            #"{ "type": "aws\u001b[31m" }"#,
            "aws[31m: type: unknown provider 'aws[31m'; known: {kinds}"
        ),
        (
            #"{ "type": "linode", "tokne": "x", "token": "x" }"#,
            "linode: tokne: unknown key; did you mean 'token'?"
        ),
        (
            #"{ "type": "bunny", "token": "x", "colours": 1 }"#,
            "bunny: colours: unknown key; known: type, name, ca_file, timeout, rules, instance_rules, quota, "
                + "overage_price, stale_after, unread_after, token, base_url"
        ),
        (
            #"{ "type": "linode" }"#, "linode: token: missing; set it here or in the variable LINODE_TOKEN"
        ),
        (
            #"{ "type": "linode", "token": null }"#,
            "linode: token: missing; set it here or in the variable LINODE_TOKEN"
        ),
        (
            #"{ "type": "netlify" }"#,
            "netlify: token: missing; set it here or in the variable NETLIFY_AUTH_TOKEN"
        ),
        (#"{ "type": "linode", "token": "" }"#, "linode: token: is empty"),
        (
            #"{ "type": "linode", "token": "a\nb" }"#,
            "linode: token: contains a line break or another control character"
        ),
        (
            #"{ "type": "linode", "token": 12345 }"#,
            #"linode: token: expected \#(Self.line), but got a number"#
        ),
        (
            #"{ "type": "linode", "token": { "evn": "X" } }"#,
            #"linode: token: expected \#(Self.line), but got an object with 'evn'; did you mean 'env'?"#
        ),
        (
            #"{ "type": "linode", "token": { "env": "X", "file": "Y" } }"#,
            #"linode: token: expected \#(Self.line), but got one with 'env' and 'file'; keep one of them"#
        ),
        (
            #"{ "type": "linode", "token": { "env": "NOT_SET" } }"#,
            "linode: token: the variable NOT_SET is not set or empty; set it"
        ),
        (
            #"{ "type": "linode", "token": { "env": "EMPTY" } }"#,
            "linode: token: the variable EMPTY is not set or empty; set it"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/no/such.token" } }"#,
            "linode: token: the file /no/such.token does not exist"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/dev" } }"#, "linode: token: the file /dev is a folder"
        ),
        (
            #"{ "type": "linode", "token": { "file": "/dev/null" } }"#,
            "linode: token: the file /dev/null is empty"
        ),
        (
            #"{ "type": "netlify", "token": "x", "account": ["a", 5] }"#,
            #"netlify: account[1]: expected \#(Self.line), but got 5"#
        ),
    ])
    func ofAnEntry(entry: String, expected: String) {
        let expected = expected.replacing(
            "{kinds}", with: Registry<any UsageProvider>.builtIn.kinds.joined(separator: ", "))
        #expect(problems(in: #"{ "providers": [\#(entry)] }"#, environment: ["EMPTY": ""]) == [expected])
    }

    @Test(arguments: [
        (#""name": """#, #"linode: name: expected a name on one line, but got """#),
        (#""name": 7"#, "linode: name: expected a name on one line, but got 7"),
        (#""name": "a\nb""#, #"a b: name: expected a name on one line, but got "a b""#),
        (
            #""base_url": "http://api.example.com""#,
            "linode: base_url: http would send the token in the clear; use https (http only to 127.0.0.1)"
        ),
        (
            #""base_url": "api.example.com""#,
            "linode: base_url: not a URL; expected one such as https://api.example.com/v1"
        ),
        (#""base_url": 5"#, "linode: base_url: expected a URL in a string, but got 5"),
        (
            #""timeout": 0"#,
            #"linode: timeout: expected a duration such as "20s" or "2m", from 0.1 s to 1 h, but got 0"#
        ),
        (
            #""timeout": -1"#,
            #"linode: timeout: expected a duration such as "20s" or "2m", from 0.1 s to 1 h, but got -1"#
        ),
        (
            #""timeout": 3600.5"#,
            #"linode: timeout: expected a duration such as "20s" or "2m", from 0.1 s to 1 h, but got 3600.5"#
        ),
        (
            #""timeout": "20 years""#,
            #"linode: timeout: expected a duration such as "20s" or "2m", from 0.1 s to 1 h, but got "20 years""#
        ),
        (
            #""timeout": true"#,
            #"linode: timeout: expected a duration such as "20s" or "2m", from 0.1 s to 1 h, but got true"#
        ),
        (
            #""quota": "a lot""#,
            #"linode: quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), but got "a lot""#
        ),
        (
            #""quota": 100"#,
            #"linode: quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), but got 100"#
        ),
        (
            #""quota": "0 GB""#,
            #"linode: quota: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), but got "0 GB""#
        ),
        (
            #""stale_after": "2 weeks""#,
            #"linode: stale_after: expected an age such as "48 hours", "2 days" or "2d", but got "2 weeks""#
        ),
        (
            #""stale_after": true"#,
            #"linode: stale_after: expected an age such as "48 hours", "2 days" or "2d", but got true"#
        ),
        (
            #""overage_price": 5"#,
            #"linode: overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, but got 5"#
        ),
        (
            #""overage_price": { "amount": 1, "currency": "dollars", "per": "1 GB" }"#,
            #"linode: overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, but got an object"#
        ),
        (
            #""overage_price": { "amount": -1, "currency": "USD", "per": "1 GB" }"#,
            #"linode: overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, but got an object"#
        ),
        (
            #""overage_price": { "amount": 1, "currency": "USD" }"#,
            #"linode: overage_price: expected { "amount": 0.005, "currency": "USD", "per": "1 GB" }, but got an object"#
        ),
        (
            #""instances": "web-1""#,
            #"linode: instances: expected true for every instance, or a list of identifiers and labels, but got "web-1""#
        ),
        (
            #""instances": [true]"#,
            "linode: instances: expected true for every instance, or a list of identifiers and labels, but got [true]"
        ),
        (#""rules": {}"#, "linode: rules: expected a list of objects, but got an object"),
        (#""rules": [90]"#, "linode: rules[0]: expected an object, but got a number"),
        (
            #""rules": [{}]"#,
            #"linode: rules[0]: expected one of "actual", "forecast", "pace" and "cost" with its limit"#
        ),
        (
            #""rules": [{ "actual": 1, "forecast": 2 }]"#,
            #"linode: rules[0]: expected one of "actual", "forecast", "pace" and "cost" with its limit"#
        ),
        (
            #""rules": [{ "actual": 70 }, { "actual": "90" }]"#,
            "linode: rules[1].actual: expected a percentage of 0 or more, such as 90"
        ),
        (
            #""rules": [{ "forecast": -1 }]"#,
            "linode: rules[0].forecast: expected a percentage of 0 or more, such as 90"
        ),
        (
            #""rules": [{ "cost": 20 }]"#,
            #"linode: rules[0].currency: missing; "cost" needs one, such as "USD""#
        ),
        (
            #""rules": [{ "actual": 20, "currency": "USD" }]"#,
            #"linode: rules[0].currency: only "cost" has a currency"#
        ),
        (
            #""quota": { "id-cgk": "a lot" }"#,
            #"linode: quota.id-cgk: expected a size such as "100 GB" (B, KB … PB, KiB … PiB), but got "a lot""#
        ),
        (
            #""instance_rules": [{ "actual": 90, "severty": "warning" }]"#,
            "linode: instance_rules[0].severty: unknown key; did you mean 'severity'?"
        ),
        (
            #""rules": [{ "percent": 90 }]"#,
            "linode: rules[0].percent: unknown key; known: actual, forecast, pace, cost, currency, severity"
        ),
        (
            #""rules": [{ "actual": 90, "severity": "bad" }]"#,
            #"linode: rules[0].severity: expected "warning" or "critical", but got "bad""#
        ),
    ])
    func ofASetting(members: String, expected: String) {
        #expect(problems(in: linode(members)) == [expected])
    }

    @Test func everyProblemIsReportedInTheOrderOfTheFileWithItsLine() throws {
        let text = #"""
            {
              "notify": [{ "type": "twilio" }, { "type": "pigeon" }],
              "providers": [
                { "type": "linode", "name": "a", "tokne": "x",
                  "rules": [{ "actual": 70 },
                            { "actual": "90" }],
                  "base_url": "ftp://example.com" },
                7,
                { "type": "netlfy" },
                { "type": "netlify",
                  "token": { "env": "NOT_SET" },
                  "name": "a" }
              ],
              "rules": [8, { "actual": -5 }],
              "colours": true
            }
            """#
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "providers.json")
        do {
            _ = try ConfigurationLoader(environment: [:]).load(file: file)
            Issue.record("it was read")
        } catch {
            let kinds = Registry<any UsageProvider>.builtIn.kinds.joined(separator: ", ")
            let notifiers = Registry<any Notifier>.builtIn.kinds.joined(separator: ", ")
            #expect(
                error.problems.map { $0.description.replacing("\(file):", with: "") } == [
                    "2: twilio: account_sid: missing; set it here or in the variable TWILIO_ACCOUNT_SID",
                    "2: twilio: auth_token: missing; set it here or in the variable TWILIO_AUTH_TOKEN",
                    "2: twilio: from: missing; set it here or in the variable TWILIO_FROM_PHONE_NUMBER",
                    "2: twilio: to: missing; set it here or in the variable TWILIO_TO_PHONE_NUMBER",
                    "2: pigeon: type: unknown notifier 'pigeon'; known: \(notifiers)",
                    "4: a: token: missing; set it here or in the variable LINODE_TOKEN",
                    "4: a: tokne: unknown key; did you mean 'token'?",
                    "6: a: rules[1].actual: expected a percentage of 0 or more, such as 90",
                    "7: a: base_url: the scheme must be https, but got ftp",
                    "8: providers: expected a list of objects, but it contains a number",
                    "9: netlfy: type: unknown provider 'netlfy'; did you mean 'netlify'? known: \(kinds)",
                    "11: a: token: the variable NOT_SET is not set or empty; set it",
                    "12: a: name: duplicate name; give each account a unique name",
                    "14: rules[0]: expected an object, but got a number",
                    "14: rules[1].actual: expected a percentage of 0 or more, such as 90",
                    "15: colours: unknown key; known: rules, providers, notify, heartbeat",
                ])
        }
    }

    @Test func namesAreUniqueAndTheTypeIsTheDefault() {
        let twice = #"{ "type": "linode", "token": "x" }"#
        #expect(
            problems(in: #"{ "providers": [\#(twice), \#(twice)] }"#) == [
                "linode: name: duplicate name; give each account a unique name"
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
