#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// One request and what its service would answer.
package struct Exchange: Sendable {
    package let request: SandboxRequest
    /// `http://127.0.0.1:PORT`
    package let origin: String
    /// The moment that the sandbox was started with.
    package let now: Date
    /// The good answer. The service does what was asked of it (accepts a message, counts a request) when it is called.
    package let answer: @Sendable () -> SandboxResponse
    /// An error in the service's own shape, or in none where there is no service.
    package let error: @Sendable (_ status: Int) -> SandboxResponse
}
