#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a service is built with: the story's moment, the options, and where accepted messages go.
public struct SandboxContext: Sendable {
    /// The moment the story is told at.
    public let now: Date
    /// What the sandbox was started with.
    public let options: SandboxOptions

    let outbox = Log<SandboxMessage>()

    init(now: Date, options: SandboxOptions) {
        self.now = now
        self.options = options
    }

    /// The story's moment in whole seconds since 1970.
    var seconds: Int { Int(now.timeIntervalSince1970.rounded(.down)) }
}
