import BandwidthSandbox
import Foundation
import Testing

/// A run of the program, described by a folder, at the date of the demo: its input, and what it must print and send.
///
/// - `arguments`: one per line.
/// - `configuration.json`: becomes a file that only its owner can read, in the folder that the program runs in.
/// - `environment`: `NAME=value`, one per line; the environment has nothing else but `HOME`.
/// - `stdout`, `stderr`, `messages`: what is printed and what Twilio accepts, in full; a missing file means nothing.
/// - `status`: the exit status.
/// - `varying`: regular expressions of what differs from run to run; each match becomes `…` before comparing.
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

    /// The contents of a file of the case; `nil` if there is no such file.
    func text(of file: String) -> String? {
        try? String(contentsOf: Self.root.appending(path: name).appending(path: file), encoding: .utf8)
    }

    func lines(of file: String) -> [String] {
        (text(of: file) ?? "").split(separator: "\n").map(String.init)
    }

    /// Makes the output the expectation; read it line by line before you commit it.
    func record(_ text: String, as file: String) throws {
        let url = Self.root.appending(path: name).appending(path: file)
        if text.isEmpty {
            try? FileManager.default.removeItem(at: url)
        } else {
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
    }
}

/// The paths and addresses that differ between runs, and their placeholders in a case.
struct Placeholders {
    let folder: String
    let sandbox: Sandbox

    private static let services = ["linode", "netlify", "twilio"]

    /// The text with placeholders replaced.
    func filled(_ text: String) -> String {
        Self.services.reduce(text) { $0.replacing("{\($1)}", with: sandbox.baseURL(of: $1)) }
            .replacing("{config}", with: "\(folder)/configuration.json")
            .replacing("{folder}", with: folder)
            .replacing("{sandbox}", with: sandbox.url)
    }

    /// The text with placeholders inserted, and everything else that varies replaced by an ellipsis.
    func emptied(_ text: String, varying: [String]) throws -> String {
        let text = text.replacing("\(folder)/configuration.json", with: "{config}")
            .replacing(folder, with: "{folder}").replacing(sandbox.url, with: "{sandbox}")
        return try varying.reduce(text) { $0.replacing(try Regex($1).anchorsMatchLineEndings(), with: "…") }
    }
}
