import Foundation
import Synchronization

@testable import BandwidthKit

/// Files in memory for a test, on a disk that fails on request.
final class FilesInMemory: StateFiles {
    private let state: Mutex<State>

    struct State {
        var files: [String: [UInt8]] = [:]

        /// The remaining free space in bytes.
        var room = Int.max

        /// The number of changes until the run is killed; nothing that it does afterwards has an effect. A kill in the
        /// middle of a change leaves half of an append, and the old file of a replacement.
        var changes = Int.max
        var read = 0
    }

    init(_ files: [String: [UInt8]] = [:]) {
        state = Mutex(State(files: files))
    }

    var files: [String: [UInt8]] {
        state.withLock { $0.files }
    }

    /// The number of bytes read.
    var bytesRead: Int {
        state.withLock { $0.read }
    }

    func text(of name: String) -> String {
        String(decoding: files[name] ?? [], as: UTF8.self)
    }

    func set(_ change: @Sendable (inout State) -> Void) {
        state.withLock { change(&$0) }
    }

    func names() -> [String] {
        files.keys.sorted()
    }

    func contents(of name: String) -> [UInt8]? {
        state.withLock { state in
            state.read += state.files[name]?.count ?? 0
            return state.files[name]
        }
    }

    func replace(_ name: String, with pieces: some Sequence<[UInt8]>) throws(StateFailure) {
        let contents = pieces.flatMap { $0 }
        try change(name) { state throws(StateFailure) in
            guard contents.count <= state.room else { throw StateFailure(description: "\(name): no space left") }
            state.files[name] = contents
        } whenKilled: { _ in
        }
    }

    func append(_ lines: [UInt8], to name: String) throws(StateFailure) {
        try change(name) { state throws(StateFailure) in
            guard lines.count <= state.room else { throw StateFailure(description: "\(name): no space left") }
            state.files[name] = Self.joined(state.files[name] ?? [], lines)
        } whenKilled: { state in
            state.files[name] = Self.joined(state.files[name] ?? [], Array(lines.prefix(lines.count / 2 + 7)))
        }
    }

    func remove(_ name: String) throws(StateFailure) {
        try change(name) { state throws(StateFailure) in
            state.files[name] = nil
        } whenKilled: { _ in
        }
    }

    private func change(
        _ name: String, _ change: (inout State) throws(StateFailure) -> Void, whenKilled: (inout State) -> Void
    ) throws(StateFailure) {
        try state.withLock { state throws(StateFailure) in
            state.changes -= 1
            if state.changes == -1 { whenKilled(&state) }
            guard state.changes >= 0 else { throw StateFailure(description: "\(name): killed") }
            try change(&state)
        }
    }

    private static func joined(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
        let isTorn = !old.isEmpty && old.last != UInt8(ascii: "\n")
        return old + (isTorn ? [UInt8(ascii: "\n")] : []) + new
    }
}
