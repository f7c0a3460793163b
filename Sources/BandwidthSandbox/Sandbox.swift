import NIOCore

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A local server that answers like the services' APIs.
///
/// A service is at `/<name><base path>`, for example `/linode/v4`; `baseURL(of:)` returns its URL. Linode and Twilio
/// are also recognised without their name, so that the vendors' own clients work with the sandbox.
public final class Sandbox: Sendable {
    /// The port on 127.0.0.1 that the sandbox listens on.
    public let port: Int

    private let isSecure: Bool
    private let core: SandboxCore
    private let listener: Listener

    private init(listener: Listener, core: SandboxCore, isSecure: Bool) {
        self.listener = listener
        self.core = core
        self.isSecure = isSecure
        port = listener.port
    }

    /// Starts a sandbox on 127.0.0.1, on a port that the system chooses.
    ///
    /// - Parameters:
    ///   - now: The date at which Linode's months are reported and text messages are sent. Recordings keep their dates,
    ///     which are around 2026-11-21; rate limits and `Date` use the real clock.
    ///   - tls: The certificate to answer `https` with, issued for `localhost`; `nil` for plain HTTP.
    ///   - options: Latency, the size of the fleet account, the rate limit.
    public static func start(
        now: Date,
        tls: SandboxTLS? = nil,
        options: SandboxOptions = .init()
    ) async throws -> Sandbox {
        try await start(now: now, tls: tls, options: options, recordings: Recording.demo, interceptor: nil)
    }

    /// Starts a sandbox with other recordings than the demo's, and with an interceptor, which the tests use for faults.
    package static func start(
        now: Date,
        tls: SandboxTLS? = nil,
        options: SandboxOptions = .init(),
        recordings: [Recording] = Recording.demo,
        interceptor: (any Interceptor)?
    ) async throws -> Sandbox {
        let context = SandboxContext(now: now, options: options)
        let core = SandboxCore(context: context, recordings: recordings, interceptor: interceptor)
        let listener = try await Listener.start(core: core, tls: tls?.serverContext())
        return Sandbox(listener: listener, core: core, isSecure: tls != nil)
    }

    /// The URL without a path: `http://127.0.0.1:PORT`, or `https://localhost:PORT` with a certificate.
    public var url: String {
        isSecure ? "https://localhost:\(port)" : "http://127.0.0.1:\(port)"
    }

    /// The URL to configure as a service's base URL.
    public func baseURL(of service: String) -> String {
        let basePath = services.first { $0.name == service }?.basePath ?? ""
        return "\(url)/\(service)\(basePath)"
    }

    /// Every request so far, in the order of arrival.
    public var requests: [SandboxRequest] { core.log.entries }

    /// The services, in alphabetical order.
    var services: [any SandboxService] { core.services }

    /// Every text message that Twilio has accepted so far, in order.
    public var messages: [SandboxMessage] { core.context.outbox.entries }

    /// Closes the port and every connection, and returns when all of them are closed.
    public func stop() async throws {
        try await listener.stop()
    }
}
