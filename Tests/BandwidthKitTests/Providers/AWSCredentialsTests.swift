import Foundation
import Testing

@testable import BandwidthKit

@Suite struct AWSCredentialsTests {
    private let folder: TemporaryFolder
    private let home: String

    private static let file = """
        # made up
        [default]
        aws_access_key_id = default-id
        aws_secret_access_key=default-secret
        s3 =
          max_concurrent_requests = 20

        [work]
        AWS_ACCESS_KEY_ID = work-id
        aws_secret_access_key : work/secret+with=signs:and:more
        aws_session_token = work-token
        [sso]
        sso_session = example
        """

    init() throws {
        folder = try TemporaryFolder()
        home = folder.path
        try FileManager.default.createDirectory(atPath: folder.path(".aws"), withIntermediateDirectories: true)
        try folder.write(Self.file, to: ".aws/credentials")
    }

    /// The parts of the keys that an entry with these members uses, or the problems.
    private func keys(_ members: String, _ environment: [String: String] = [:]) -> [String] {
        let text = #"{ "providers": [{ "type": "aws"\#(members) }] }"#
        let environment = environment.merging(["HOME": home]) { own, _ in own }
        let problems = problems(in: text, environment: environment)
        guard problems.isEmpty else { return problems }
        let entry = try? load(text, environment: environment).accounts.first?.entry
        guard let keys = (entry?.plugin as? AWS)?.credentials else { return [] }
        return [keys.keyID, keys.secretKey].map(\.revealed) + [keys.sessionToken].compactMap { $0?.revealed }
    }

    private static let variables = [
        "AWS_ACCESS_KEY_ID": "env-id", "AWS_SECRET_ACCESS_KEY": "env-secret", "AWS_SESSION_TOKEN": "env-token",
    ]
    private static let own = #", "access_key_id": "own-id", "secret_access_key": "own-secret""#

    @Test func theEntryComesFirstThenTheVariablesThenTheUsualProfile() {
        #expect(keys(Self.own, Self.variables) == ["own-id", "own-secret"])
        #expect(keys("", Self.variables) == ["env-id", "env-secret", "env-token"])
        #expect(keys("") == ["default-id", "default-secret"])
        #expect(keys("", ["AWS_PROFILE": "work"]) == ["work-id", "work/secret+with=signs:and:more", "work-token"])
        #expect(keys("", Self.variables.merging(["AWS_PROFILE": "work"]) { $1 })[0] == "env-id")
    }

    @Test func aProfileThatTheEntryNamesGoesBeforeTheVariables() {
        #expect(keys(#", "profile": "work""#, Self.variables)[0] == "work-id")
        #expect(keys(#", "profile": "default""#, ["AWS_PROFILE": "work"])[0] == "default-id")
    }

    @Test func partsOfAPairAreNotTakenFromDifferentPlaces() {
        #expect(
            keys(#", "access_key_id": "own-id""#, Self.variables) == [
                "aws: secret_access_key: missing; set it here"
            ])
        #expect(
            keys("", ["AWS_ACCESS_KEY_ID": "env-id"]) == [
                "aws: secret_access_key: missing; set it here or in the variable AWS_SECRET_ACCESS_KEY"
            ])
        #expect(
            keys(Self.own + #", "profile": "work""#) == [
                "aws: profile: can't be used together with keys; remove one of them"
            ])
    }

    @Test func anotherFileMayBeNamed() throws {
        let other = try folder.write("[default]\naws_access_key_id=o\naws_secret_access_key=p", to: "other")
        #expect(keys("", ["AWS_SHARED_CREDENTIALS_FILE": other]) == ["o", "p"])
        #expect(keys(#", "credentials_file": "~/other""#) == ["o", "p"])
        #expect(
            keys(#", "credentials_file": "~/none""#) == ["aws: credentials_file: the file \(home)/none does not exist"])
    }

    @Test func aProfileWithoutKeysIsExplained() {
        #expect(
            keys(#", "profile": "sso""#) == [
                "aws: profile: the profile 'sso' of \(home)/.aws/credentials has no aws_access_key_id and "
                    + "aws_secret_access_key; profiles with SSO, roles or processes can't be used"
            ])
        #expect(
            keys(#", "profile": "home""#) == ["aws: profile: \(home)/.aws/credentials has no profile 'home'"])
    }

    @Test func withoutAnyKeysTheWaysToSetThemAreTold() throws {
        try FileManager.default.removeItem(atPath: folder.path(".aws"))
        #expect(
            keys("") == [
                "aws: access_key_id: missing; set it here, in the variable AWS_ACCESS_KEY_ID, or in the file "
                    + "\(home)/.aws/credentials"
            ])
        #expect(
            problems(in: #"{ "providers": [{ "type": "aws" }] }"#) == [
                "aws: access_key_id: missing; set it here or in the variable AWS_ACCESS_KEY_ID"
            ])
    }

    @Test(arguments: [
        ("[default", "line 1: expected a section such as [default]"),
        ("key = s3cr3t", "line 1: expected 'key = value' in a section"),
        ("[default]\n\ns3cr3t-alone", "line 3: expected 'key = value'"),
        ("[default]\n= s3cr3t", "line 2: expected 'key = value'"),
        ("[default]\na = 1\nA = s3cr3t", "line 3: duplicate key"),
        ("[default]\n[default]", "line 2: duplicate section"),
    ])
    func aMistakeInTheFileIsToldByItsLineAndNotQuoted(text: String, expected: String) throws {
        try folder.write(text, to: ".aws/credentials")
        #expect(keys("") == ["aws: credentials_file: \(home)/.aws/credentials: \(expected)"])
    }

    @Test func keysWithControlCharactersAreRefused() throws {
        try folder.write(
            "[default]\naws_access_key_id = a\u{1}b\naws_secret_access_key = c", to: ".aws/credentials")
        #expect(
            keys("") == [
                "aws: profile: the profile 'default' of \(home)/.aws/credentials contains a line break or another "
                    + "control character"
            ])
    }

    @Test func aFileThatOthersCanReadIsWarnedOf() throws {
        let path = try folder.write(Self.file, to: ".aws/credentials", mode: 0o644)
        let warnings = try load(#"{ "providers": [{ "type": "aws" }] }"#, environment: ["HOME": home]).warnings
        #expect(warnings == ["aws: profile: others can read \(path); run chmod 600 \(path)"])
    }

    @Test func theKeysOfAProfileAreRedacted() throws {
        let text = #"{ "providers": [{ "type": "aws", "profile": "work" }] }"#
        let entry = try #require(try load(text, environment: ["HOME": home]).accounts.first?.entry)
        #expect(
            entry.redactor.redact("no: work/secret+with=signs:and:more, work-token") == "no: [redacted], [redacted]")
    }

    /// A report that was made with other keys is none of these, wherever the file is named.
    @Test(arguments: ["variable", "entry", "usual"])
    func aSavedReportIsOfTheFileAsItWas(place: String) throws {
        let path = try folder.write("[default]\na=1", to: place == "usual" ? ".aws/credentials" : "other")
        let member = place == "entry" ? #", "credentials_file": "other""# : ""
        let file = try folder.write(#"{ "providers": [{ "type": "aws"\#(member) }] }"#, to: "providers.json")
        let variables = place == "variable" ? ["AWS_SHARED_CREDENTIALS_FILE": path] : [:]
        let loader = ConfigurationLoader(environment: variables.merging(["HOME": home]) { own, _ in own })
        func name() throws -> String {
            try #require(ReportKey(loader, file: file, hashing: TestHashing())).fileName(names: [])
        }
        let before = try name()
        #expect(try name() == before)
        try Data("[default]\na=2".utf8).write(to: URL(filePath: path))
        #expect(try name() != before)
    }
}
