#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the special services are built with.
struct SandboxContext: Sendable {
    /// The moment the story is told at.
    let now: Date
    let options: SandboxOptions
    /// Where accepted messages go.
    let outbox = Log<SandboxMessage>()
}
