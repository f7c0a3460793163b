/// Answers some requests in place of the services, directly on the connection: a service can't hang up halfway.
package protocol Interceptor: Sendable {
    /// The path prefix that is meant for the interceptor: `/fault/gzip` of `/fault/gzip/linode/v4/account`; empty for a
    /// request that the services answer.
    func prefix(of path: String) -> String

    /// Answers one request, and returns whether the connection is ready for the next one.
    func answer(_ exchange: Exchange, prefix: String, on wire: Wire) async throws -> Bool
}
