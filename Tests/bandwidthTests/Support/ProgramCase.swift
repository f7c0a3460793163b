import BandwidthSandbox
import Foundation
import Testing

/// A run of the program in a folder, at the demo's moment: what it is given, and what it must print and send.
///
/// - `arguments`: one a line.
/// - `configuration.json`: becomes a file that nobody else can read, beside which the program runs.
/// - `environment`: `NAME=value`, one a line; there is nothing else in the environment but `HOME`.
/// - `stdout`, `stderr`, `messages`: what is printed and what Twilio accepts, whole; none: nothing.
/// - `status`: how it ends.
/// - `varying`: regular expressions of what differs from run to run; each match is `…` in what is compared.
///
/// In all of them `{folder}` is where the program runs, `{config}` the configuration in it, `{linode}` (or another
/// service) the sandbox's base URL, and `{sandbox}` its address.
struct ProgramCase: CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Cases")

    /// Every case, in alphabetical order.
    static var all: [ProgramCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
        return names.filter { $0 != "README.md" && !$0.hasPrefix(".") }.sorted().map { ProgramCase(name: $0) }
    }

    /// What a file of the case says; `nil` where it hasn't it.
    func text(of file: String) -> String? {
        try? String(contentsOf: Self.root.appending(path: name).appending(path: file), encoding: .utf8)
    }

    func lines(of file: String) -> [String] {
        (text(of: file) ?? "").split(separator: "\n").map(String.init)
    }

    /// Makes what was printed the expectation; to be read line by line before it is committed.
    func record(_ text: String, as file: String) throws {
        let url = Self.root.appending(path: name).appending(path: file)
        if text.isEmpty {
            try? FileManager.default.removeItem(at: url)
        } else {
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
    }
}

/// The places that differ from run to run, and the words that stand for them in a case.
struct Placeholders {
    let folder: String
    let sandbox: Sandbox

    private static let services = ["linode", "netlify", "twilio"]

    /// The text with the words replaced by the places.
    func filled(_ text: String) -> String {
        Self.services.reduce(text) { $0.replacing("{\($1)}", with: sandbox.baseURL(of: $1)) }
            .replacing("{config}", with: "\(folder)/configuration.json")
            .replacing("{folder}", with: folder)
            .replacing("{sandbox}", with: sandbox.url)
    }

    /// The text with the places replaced by the words, and everything else that varies by an ellipsis.
    func emptied(_ text: String, varying: [String]) throws -> String {
        let text = text.replacing("\(folder)/configuration.json", with: "{config}")
            .replacing(folder, with: "{folder}").replacing(sandbox.url, with: "{sandbox}")
        return try varying.reduce(text) { $0.replacing(try Regex($1).anchorsMatchLineEndings(), with: "…") }
    }
}
