import Foundation
import Testing

@testable import BandwidthKit

/// Changing a configuration file.
@Suite struct ConfigurationFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("providers.json")
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aNewFileIsReadableByItsOwnerOnlyAndSoIsItsFolder() throws {
        let path = folder.path("new/bandwidth/providers.json")
        var file = try ConfigurationFile(path)
        #expect(file.isNew)
        file.add(.object([.init("type", "linode"), .init("token", "example")]), to: .accounts)
        #expect(try file.save() == nil)
        #expect(
            try text(path) == "{\n  \"providers\": [\n    { \"type\": \"linode\", \"token\": \"example\" }\n  ]\n}\n")
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.path("new/bandwidth")) == 0o700)
        #expect(try ConfigurationLoader(environment: [:]).load(file: path).accounts.map(\.name) == ["linode"])
    }

    @Test func theRestStaysAsItIsAndACopyOfAllIsKept() throws {
        let before = """
            { "// why": "mine",  "providers":[
              {"type":"linode","name":"a","token":"old"}, {"type":"linode","name":"b"}
            ] , "rules" : [ ] }

            """
        try folder.write(before, to: "providers.json", mode: 0o644)
        var file = try ConfigurationFile(path)
        #expect(file.names(of: .accounts) == ["a", "b"])
        #expect(file.line(of: "token", in: .accounts, at: 0) == 2)
        file.set("token", in: .accounts, at: 0, to: "new")
        file.set("token", in: .accounts, at: 1, to: "second")
        file.add(.object([.init("type", "ntfy"), .init("topic", "t")]), to: .channels)
        let copy = try file.save()
        #expect(copy == path + ".bak")
        #expect(
            try text(path)
                == """
                { "// why": "mine",  "providers":[
                  {"type":"linode","name":"a","token":"new"}, {"type":"linode","name":"b", "token": "second"}
                ] , "rules" : [ ], "notify": [
                  { "type": "ntfy", "topic": "t" }
                ] }

                """)
        #expect(try text(path + ".bak") == before)
        #expect(try mode(path) == 0o600)
        #expect(try mode(path + ".bak") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    }

    @Test func aLinkStaysALink() throws {
        try folder.write(#"{ "providers": [] }"#, to: "real.json")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real.json")
        var file = try ConfigurationFile(path)
        file.add(["type": "linode"], to: .accounts)
        _ = try file.save()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real.json")
        #expect(try text(folder.path("real.json")).contains("linode"))
    }

    @Test func whatOthersWroteInTheMeantimeIsNotOverwritten() throws {
        try folder.write(#"{ "providers": [] }"#, to: "providers.json")
        var file = try ConfigurationFile(path)
        file.add(["type": "linode"], to: .accounts)
        try folder.write(#"{ "providers": [{ "type": "vultr" }] }"#, to: "providers.json")
        #expect(
            problems { () throws(ConfigurationError) in _ = try file.save() }
                == ["\(path): was changed in the meantime; nothing was written"])
        #expect(try text(path) == #"{ "providers": [{ "type": "vultr" }] }"#)
        #expect(!FileManager.default.fileExists(atPath: path + ".bak"))
    }

    @Test func aFileThatAppearedInTheMeantimeIsNotOverwritten() throws {
        var file = try ConfigurationFile(path)
        file.add(["type": "linode"], to: .accounts)
        try folder.write("mine", to: "providers.json")
        #expect(problems { () throws(ConfigurationError) in _ = try file.save() }.count == 1)
        #expect(try text(path) == "mine")
    }

    @Test(arguments: [
        #"{ "providers": null, "notify": null }"#, #"{ "notify" : null,"providers":[] }"#, #"{ "providers": null }"#,
    ])
    func nothingInPlaceOfAListIsAnEmptyList(before: String) throws {
        try folder.write(before, to: "providers.json")
        var file = try ConfigurationFile(path)
        file.add(["type": "linode"], to: .accounts)
        file.add(["type": "ntfy"], to: .channels)
        file.add(["type": "slack"], to: .channels)
        _ = try file.save()
        let saved = try ConfigurationFile(path)
        #expect(saved.names(of: .accounts) == ["linode"])
        #expect(saved.names(of: .channels) == ["ntfy", "slack"])
    }

    @Test func whatIsNoRegularFileIsNotReplaced() throws {
        let pipe = folder.path("pipe"), device = folder.path("device")
        #expect(mkfifo(pipe, 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: device, withDestinationPath: "/dev/null")
        for path in [pipe, device] {
            for contents: [UInt8]? in [nil, []] {
                let file = PrivateFile(path, was: contents), expected = ["\(path): is not a regular file"]
                #expect(problems { () throws(ConfigurationError) in try file.check() } == expected)
                // A test of root's that fails must not replace the device.
                guard path == pipe else { continue }
                #expect(problems { () throws(ConfigurationError) in _ = try file.replace(with: [1]) } == expected)
            }
        }
        var status = stat()
        #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["device", "pipe"])
    }

    @Test(arguments: [
        ("[]", "expected an object with the key 'providers'"), ("{", "column 2: expected a key in double quotes"),
        (#"{ "providers": 5 }"#, "providers: expected a list of objects"),
        (#"{ "a": 1, "a": 2 }"#, "column 11: duplicate key"),
    ])
    func aFileThatIsNoConfigurationIsNotChanged(text: String, expected: String) throws {
        try folder.write(text, to: "providers.json")
        #expect(problems { () throws(ConfigurationError) in _ = try ConfigurationFile(path) } == [expected])
    }

    @Test func aFolderThatCannotBeWrittenLeavesTheFileAsItIs() throws {
        try folder.write(#"{ "providers": [] }"#, to: "providers.json")
        var file = try ConfigurationFile(path)
        file.add(["type": "linode"], to: .accounts)
        // Nobody, root included, can write a copy in place of a folder.
        try FileManager.default.createDirectory(atPath: path + ".bak/x", withIntermediateDirectories: true)
        #expect(problems { () throws(ConfigurationError) in _ = try file.save() }.count == 1)
        #expect(try text(path) == #"{ "providers": [] }"#)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "providers.json", "providers.json.bak",
            ])
    }

    @Test(arguments: [
        ("production", "production"), ("old-key", "old-key"), ("my account", "'my account'"), ("", "''"),
        ("it's", "'it'\\''s'"), ("a;rm -rf ~", "'a;rm -rf ~'"), ("$HOME", "'$HOME'"), ("büro", "'büro'"),
        ("~x", "'~x'"),
        ("a'\u{301};reboot;b", "'a'\\''\u{301};reboot;b'"), ("a/\u{301}", "'a/\u{301}'"),
    ])
    func aNameIsOneWordOfACommandLine(name: String, word: String) {
        // Strings are equal too if accents are composed in another way.
        #expect(Array(name.shellWord.utf8) == Array(word.utf8))
    }

    @Test(arguments: [
        ("a  b", ["a", "b"]), ("", []), (" 'a b'c \"d 'e\" ", ["a bc", "d 'e"]), ("a\\ b '\\'", ["a b", "\\"]),
        ("''", [""]), ("it's", nil), ("a\\", nil),
    ])
    func aCommandLineIsSplitIntoWords(line: String, words: [String]?) {
        #expect(line.shellWords == words)
    }
}
