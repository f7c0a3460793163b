import Foundation
import Testing

@testable import BandwidthKit

/// Settings that several providers have in another form than a token.
@Suite struct ProviderSettingsTests {
    private func entryProblems(_ members: String, _ environment: [String: String] = [:]) -> [String] {
        problems(in: #"{ "providers": [{ \#(members) }] }"#, environment: environment)
    }

    private static let keys = #""access_key_id": "example-id", "secret_access_key": "example-secret""#

    @Test func aRegionIsPartOfAHostAndNothingElse() {
        for region in ["evil.example/", "eu-central-1.evil", "EU-central-1", "", "-a-1-", "eu central", "e\u{e9}-1-x"] {
            let found = entryProblems(#""type": "lightsail", \#(Self.keys), "regions": ["\#(region)"]"#)
            #expect(found.count == 1 && found[0].hasPrefix("lightsail: regions"), "\(region): \(found)")
        }
        #expect(
            entryProblems(#""type": "lightsail", \#(Self.keys)"#) == [
                "lightsail: regions: missing; set it here or in the variable AWS_REGION"
            ])
    }

    @Test func eachRegionHasItsAddress() throws {
        let text =
            #"{ "providers": [{ "type": "lightsail", \#(Self.keys), "regions": ["eu-west-1", "us-east-2", "eu-west-1"] }] }"#
        let entry = try #require(try load(text).accounts.first?.entry)
        #expect(
            ([entry.address] + entry.otherAddresses).map(\.text) == [
                "https://lightsail.eu-west-1.amazonaws.com", "https://lightsail.us-east-2.amazonaws.com",
            ])
    }

    @Test(arguments: [
        (#""token": "example-token""#, [:], "Bearer example-token"),
        (#""username": "me", "password": "example""#, ["UPCLOUD_TOKEN": "other"], "Basic bWU6ZXhhbXBsZQ=="),
        (#""token": "example-token""#, ["UPCLOUD_USERNAME": "me", "UPCLOUD_PASSWORD": "x"], "Bearer example-token"),
        (#""name": "a""#, ["UPCLOUD_USERNAME": "me", "UPCLOUD_PASSWORD": "example"], "Basic bWU6ZXhhbXBsZQ=="),
        (#""name": "a""#, ["UPCLOUD_USERNAME": "me", "UPCLOUD_TOKEN": "t"], "Bearer t"),
    ])
    func upCloudTakesATokenOrAUser(members: String, environment: [String: String], expected: String) throws {
        let text = #"{ "providers": [{ "type": "upcloud", \#(members) }] }"#
        let entry = try #require(try load(text, environment: environment).accounts.first?.entry)
        let authorization = try #require(entry.plugin as? UpCloud).authorization
        #expect(authorization.headers.map(\.value) == [expected])
    }

    @Test(arguments: [
        (
            #""token": "t", "username": "u", "password": "p""#,
            "upcloud: token: can't be used together with username and password; remove one of them"
        ),
        (#""username": "u""#, "upcloud: password: missing; set it here or in the variable UPCLOUD_PASSWORD"),
        (#""password": "p""#, "upcloud: username: missing; set it here or in the variable UPCLOUD_USERNAME"),
        (#""name": "a""#, "a: token: missing; set it here or in the variable UPCLOUD_TOKEN"),
    ])
    func upCloudNeedsOneOfTheTwo(members: String, expected: String) {
        #expect(entryProblems(#""type": "upcloud", \#(members)"#) == [expected])
    }

    @Test func anEndpointWithoutServiceAccountsIsRefused() {
        #expect(
            entryProblems(#""type": "ovh", "client_id": "a", "client_secret": "b", "endpoint": "kimsufi-eu""#) == [
                "ovh: endpoint: expected ovh-eu, ovh-ca or ovh-us, but got \"kimsufi-eu\"; the others have no service accounts"
            ])
        #expect(
            entryProblems(#""type": "ovh", "client_id": "a", "client_secret": "b", "auth_url": "http://example.com""#)
                == [
                    "ovh: auth_url: http would send the token in the clear; use https (http only to 127.0.0.1)"
                ])
    }

    @Test func variablesAloneMakeAccounts() throws {
        let aws = ["AWS_ACCESS_KEY_ID": "example-id", "AWS_SECRET_ACCESS_KEY": "example-secret"]
        let kinds = { (environment: [String: String]) in
            try ConfigurationLoader(environment: environment).loadEnvironment().accounts.map(\.kind)
        }
        #expect(try kinds(aws) == ["aws"])
        #expect(try kinds(aws.merging(["AWS_REGION": "eu-central-1"]) { $1 }) == ["aws", "lightsail"])
        #expect(try kinds(["AWS_PROFILE": "work"]) == [], "a profile is used only if it is asked for")
        #expect(try kinds(["UPCLOUD_TOKEN": "example-token"]) == ["upcloud"])
        #expect(try kinds(["UPCLOUD_USERNAME": "a", "UPCLOUD_PASSWORD": "b"]) == ["upcloud"])
        #expect(try kinds(["OVH_CLIENT_ID": "a", "OVH_CLIENT_SECRET": "b"]) == ["ovh"])
        #expect(try kinds(["OVH_CLIENT_SECRET": "b"]) == [])
    }

    @Test func cPanelNeedsItsAddress() {
        #expect(
            entryProblems(#""type": "cpanel", "username": "a", "token": "b""#) == [
                "cpanel: base_url: missing; set it here"
            ])
    }

    /// Services refuse an empty interval, and have no figures yet.
    @Test(arguments: [
        ("2026-11-01T00:00:00Z", "2026-11-01T00:05:00Z", true), ("2026-11-01T00:09:59Z", "2026-11-01T00:05:00Z", true),
        ("2026-11-01T00:10:00Z", "2026-11-01T00:10:00Z", true), ("2026-11-30T23:59:59Z", "2026-11-30T23:55:00Z", false),
        ("2026-11-03T00:00:00Z", "2026-11-03T00:00:00Z", false),
    ])
    func aQueryEndsWithWhatIsComplete(now: String, end: String, hasJustBegun: Bool) throws {
        let period = try BillingPeriod.november()
        #expect(period.queryEnd(at: try date(now)) == (try date(end)))
        #expect(period.hasJustBegun(at: try date(now)) == hasJustBegun)
        #expect(period.hasJustBegun(at: try date(now), from: try date("2026-11-29T12:00:00Z")))
    }
}
