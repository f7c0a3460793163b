#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// One request and its service's answer.
package struct Exchange: Sendable {
    package let request: SandboxRequest
    /// `http://127.0.0.1:PORT`
    package let origin: String
    /// The date that the sandbox was started with.
    package let now: Date
    /// The successful answer. Calling it makes the service act: accept a message, count a request.
    package let answer: @Sendable () -> SandboxResponse
    /// An error in the service's own format, or without a format if there is no service.
    package let error: @Sendable (_ status: Int) -> SandboxResponse
}
