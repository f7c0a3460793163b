/// What a row comes to, in a word: the one decision that the table, the list below it, the count line and messages share.
struct Verdict: Sendable, Hashable {
    /// The word, the most urgent first.
    enum State: Int, Sendable, CaseIterable, Comparable {
        /// More is used than the quota, or something is charged.
        case over

        /// All of the quota is used, and the service stops, throttles or switches off.
        case usedUp

        /// It will not last to the end of the period.
        case runsOut

        /// What somebody is about to transfer doesn't fit.
        case noRoom

        /// A rule holds although it lasts.
        case high

        /// The reading can't be trusted.
        case tooOld

        /// There is no reading.
        case notRead

        /// No rule holds, and the forecast stays below the quota.
        case lasts

        /// No rule holds, and nothing more can be said.
        case fine

        /// There is no limit to judge by.
        case noQuota

        /// Nothing was counted so far.
        case noData

        /// It draws on a pool and has no rules of its own.
        case notJudged

        static func < (left: State, right: State) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// The sign that stands for it.
    enum Mark: Int, Sendable, CaseIterable, Comparable {
        case critical, warning, unknown, fine, notJudged

        static func < (left: Mark, right: Mark) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    let state: State
    let mark: Mark

    /// Whether somebody should do something about it.
    var isProblem: Bool {
        mark < .fine
    }
}

extension Verdict {
    /// The verdict on a row.
    init(_ row: UsageRow) {
        guard let assessment = row.assessment else {
            self.init(state: .notRead, mark: .unknown)
            return
        }
        self.init(assessment)
    }

    private init(_ row: Assessment) {
        state = State(row)
        mark =
            switch state {
            case .over: row.usage.drawsOnPool && row.status != .critical ? .warning : .critical
            case .usedUp, .runsOut, .noRoom, .high: row.status == .critical ? .critical : .warning
            case .tooOld, .notRead: .unknown
            case .lasts, .fine, .noQuota, .noData: .fine
            case .notJudged: .notJudged
            }
    }
}

extension Verdict.State {
    fileprivate init(_ row: Assessment) {
        let usage = row.usage
        if row.isStale {
            self = .tooOld
        } else if row.status == .info {
            self = .notJudged
        } else if !usage.drawsOnPool, let billable = row.billable, billable > .zero {
            self = .over
        } else if let quota = row.quota, usage.used >= quota {
            self = usage.used == quota || usage.isStopped ? .usedUp : .over
        } else if !row.rules.isEmpty, row.forecast?.exhaustedAt != nil {
            self = .runsOut
        } else if row.missingRoom != nil {
            self = .noRoom
        } else if !row.rules.isEmpty {
            self = .high
        } else if row.quota == nil {
            self = .noQuota
        } else if usage.used == .zero {
            self = .noData
        } else {
            // What the user's own rules allow is fine even if it runs out; that it lasts is only said where it does.
            self = row.forecast == nil || row.forecast?.exhaustedAt != nil ? .fine : .lasts
        }
    }
}
