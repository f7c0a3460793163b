import BandwidthKit
import Foundation
import Testing

/// What is wrong with an entry of `notify`, and how to fix it.
@Suite struct NotifierSettingsTests {
    @Test(arguments: [
        (#""type": "slack""#, ["slack: url: missing; set it here"]),
        (
            #""type": "slack", "url": "http://hooks.slack.com/services/x""#,
            ["slack: url: http would send the token in the clear; use https (http only to 127.0.0.1)"]
        ),
        (
            #""type": "discord", "url": 5"#,
            [
                #"discord: url: expected a string, { "env": "NAME" }, { "file": "PATH" }, "#
                    + #"{ "command": ["PROGRAM", …] } or { "credential": "NAME" }, but got a number"#
            ]
        ),
        (
            #""type": "telegram", "token": "abc", "chat_id": 5"#,
            ["telegram: token: expected digits, a colon and 35 characters, as @BotFather shows it"]
        ),
        (
            #""type": "telegram", "token": "123:AAexampleexampleexampleexampleexamp", "chat_id": ["5", 0, "@ab", 5]"#,
            [
                "telegram: chat_id[1]: expected a number such as -1001234567890, or a @name",
                "telegram: chat_id[2]: expected a number such as -1001234567890, or a @name",
                "telegram: chat_id: duplicate chat",
            ]
        ),
        (
            #""type": "pagerduty", "routing_key": "short""#,
            ["pagerduty: routing_key: expected the 32 letters and digits of an Events API v2 integration"]
        ),
        (
            #""type": "pushover", "token": "x", "user": []"#,
            [
                "pushover: user: is empty; name at least one",
                "pushover: token: expected 30 letters and digits, as pushover.net shows it",
            ]
        ),
        (
            #""type": "pushover", "token": "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "user": ["y", "uQiRzpo4DXghDmr9QzzfQu27cmVRsG", "uQiRzpo4DXghDmr9QzzfQu27cmVRsG"]"#,
            [
                "pushover: user[0]: expected 30 letters and digits, as pushover.net shows it",
                "pushover: user: duplicate key",
            ]
        ),
    ])
    func whatDoesNotFitIsReported(settings: String, expected: [String]) {
        let found = problems(in: #"{ "providers": [], "notify": [{ \#(settings) }] }"#)
        #expect(found == expected)
    }
}
