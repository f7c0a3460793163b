import Synchronization

/// How far a check is, for a person who waits for it.
public final class CheckProgress: Sendable {
    /// What is read of one account.
    private struct Work {
        var isFinished = false
        var partsExpected = 0
        var partsFinished = 0

        var left: Int { partsExpected - partsFinished }
    }

    private let names: [String]
    private let work: Mutex<[Work]>

    /// Starts to follow the check of these accounts.
    public init(_ accounts: [Account]) {
        names = accounts.map(\.name)
        work = Mutex(Array(repeating: Work(), count: accounts.count))
    }

    /// What is told how far the reading of one account is.
    public struct Share: Sendable {
        private let progress: CheckProgress
        private let index: Int

        fileprivate init(_ progress: CheckProgress, _ index: Int) {
            self.progress = progress
            self.index = index
        }

        func expect(_ parts: Int) {
            progress.work.withLock { $0[index].partsExpected += parts }
        }

        func finishPart() {
            progress.work.withLock { $0[index].partsFinished += 1 }
        }

        func finish() {
            progress.work.withLock { $0[index].isFinished = true }
        }
    }

    /// What is told about the account at this place of the list.
    func account(_ index: Int) -> Share {
        Share(self, index)
    }

    /// `reading 6 of 8 accounts · production: 640 of 2000 instances · 12 s`, with the account that has the most left.
    ///
    /// - Parameters:
    ///   - columns: how many columns it may take.
    ///   - isUnicode: whether it may have more than ASCII characters.
    package func line(after time: Duration, columns: Int, isUnicode: Bool) -> String {
        let work = work.withLock { $0 }
        let done = work.count(where: \.isFinished)
        let accounts = work.count == 1 ? "reading \(names[0].printable)" : "reading \(done) of \(work.count) accounts"
        let longest = work.indices.filter { !work[$0].isFinished && work[$0].partsExpected > 0 }
            .max { work[$0].left < work[$1].left }
        let parts = longest.map { index in
            (work.count == 1 ? "" : "\(names[index].printable): ")
                + "\(work[index].partsFinished) of \(work[index].partsExpected) instances"
        }
        let glyphs: TableGlyphs = isUnicode ? .unicode : .ascii
        let line = [accounts, parts, "\(time.components.seconds) s"].compactMap { $0 }
            .joined(separator: isUnicode ? " · " : ", ")
        return glyphs.cut(glyphs.spelled(line), to: columns)
    }
}
