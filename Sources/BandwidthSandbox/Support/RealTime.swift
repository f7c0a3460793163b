#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The real clock, for what belongs to the transport and not to the story.
enum RealTime {
    /// Whole seconds since 1970.
    static var seconds: Int { Int(Date().timeIntervalSince1970) }
}
