import ArgumentParser
import BandwidthKit
import Testing

@testable import bandwidth

/// Command lines that are read without the argument parser mean what they mean to it.
@Suite struct ShortCommandLineTests {
    /// What a check does with the choices; a format is known by its name.
    private func described(_ choices: CheckChoices) -> String {
        var parts = Mirror(reflecting: choices).children.filter { $0.label != "report" }.map { "\($0)" }
        parts += Mirror(reflecting: choices.report).children.filter { $0.label != "format" }.map { "\($0)" }
        return (parts + [choices.report.format.name]).joined(separator: "\n")
    }

    private func parsed(_ line: [String]) -> CheckChoices? {
        guard let command = try? Main.parse(line) as? Bandwidth.Check, command.names.isEmpty else {
            return nil
        }
        return command.options.choices
    }

    @Test(arguments: [
        [], ["-q"], ["--quiet", "--notify", "crossing"], ["-c", "a.json", "--notify=exceeded"], ["--json", "-o", "x"],
        ["--config=a.json", "--state-dir", "/var/lib/x", "--max-age", "30m", "--format", "line"], ["-v"],
        ["--output=x", "--format=csv"], ["--max-age=1d"], ["-c", "a", "-c", "b"], ["-q", "-q"],
        ["--max-age", "1s", "--max-age", "30m", "--format=nagios"],
    ])
    func theCommonestLinesAreShort(line: [String]) throws {
        let short = try #require(CheckChoices(shortCommandLine: line))
        #expect(try described(short) == described(#require(parsed(line))))
    }

    /// Words that the short form must not misread, alone and beside others, right or wrong.
    @Test func noLineMeansAnythingElse() {
        let odd = [
            "-qv", "--quiet=1", "--no-quiet", "--json=yes", "-cx", "-c=x", "--config=", "--config=-a", "--out",
            "--help",
            "-h", "--version", "demo", "linode", "production", "=", "=x", "--=", "-", "--", "", "--units", "--dry-run",
            "-c", "--config", "-o", "--format", "--max-age", "--notify", "--state-dir",
        ].map { [$0] }
        let wrong = [
            ["--format", "pdf"], ["--max-age", "soon"], ["--max-age", "-30m"], ["--notify", "never"], ["-c", ""],
            ["--format=", "csv"], ["-o", "-"],
            ["--max-age", "soon", "--max-age", "30m"], ["--max-age", "30m", "--max-ages", "1h"],
            ["--max-age", "30m", "hobby"],
            ["--max-age", "30m", "--", "demo"],
        ]
        let right = [
            ["-q"], ["--verbose"], ["--json"], ["-c", "a b"], ["--format", "json"], ["--max-age", "30m"],
            ["--notify=crossing"],
        ]
        var lines = right.flatMap { first in right.map { first + $0 } }
        for piece in odd + wrong { lines += [piece, ["-q"] + piece, piece + ["-q"], piece + ["json"]] }
        var short = 0
        for line in lines {
            guard let choices = CheckChoices(shortCommandLine: line) else { continue }
            short += 1
            guard let parsed = parsed(line) else {
                Issue.record("the parser refuses \(line)")
                continue
            }
            #expect(described(choices) == described(parsed), "\(line)")
        }
        #expect(short > 30)
    }
}
