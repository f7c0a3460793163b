#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the special services are created with.
struct SandboxContext: Sendable {
    /// The date of the story.
    let now: Date
    let options: SandboxOptions
    /// Collects the accepted messages.
    let outbox = Log<SandboxMessage>()
}
