/// What a checkup found out about one thing that a run depends on.
package struct Finding: Sendable, Hashable {
    /// What a thing is part of; each has an exit status of its own.
    package enum Area: Sendable, Hashable {
        case configuration, account, channel, memory, network, machine
    }

    /// How it is.
    package enum Mark: Sendable, Hashable, Comparable {
        /// Fine.
        case fine

        /// Worth knowing; a run does its work.
        case warning

        /// A run fails, wholly or in part.
        case failed
    }

    package let area: Area
    package let mark: Mark

    /// The thing: `configuration`, `linode production`.
    package let subject: String

    /// What is so, in a clause.
    package let text: String

    /// What to do about it; `nil` if nothing has to be done.
    package let fix: String?

    /// Creates a finding.
    package init(_ area: Area, _ mark: Mark, _ subject: String, _ text: String, fix: String? = nil) {
        self.area = area
        self.mark = mark
        self.subject = subject
        self.text = text
        self.fix = fix
    }
}

extension Finding {
    /// A finding from a sentence such as `others can read it; run chmod 600 x`, whose end is the fix.
    package static func warning(_ area: Area, _ subject: String, _ sentence: String) -> Finding {
        let parts = sentence.split(separator: "; ")
        guard parts.count > 1, let last = parts.last else { return Finding(area, .warning, subject, sentence) }
        return Finding(area, .warning, subject, parts.dropLast().joined(separator: "; "), fix: String(last).withoutRun)
    }
}

extension Finding {
    /// A problem of an entry of the configuration, or of the whole file if there is no subject.
    package init(_ area: Area, _ subject: String?, _ problem: ConfigurationError.Problem) {
        let place = [problem.file, problem.line.map { "\($0)" }].compactMap { $0 }.joined(separator: ":")
        let key = problem.subject.split(separator: ": ").dropFirst().joined(separator: ": ")
        let text =
            subject == nil ? problem.description : key.isEmpty ? problem.message : "\(key): \(problem.message)"
        self.init(area, .failed, subject ?? "configuration", text, fix: place.isEmpty ? nil : "correct \(place)")
    }
}

extension String {
    /// A fix as a command line where it is one: without `run` in front of it.
    var withoutRun: String {
        hasPrefix("run ") ? String(dropFirst(4)) : self
    }
}
