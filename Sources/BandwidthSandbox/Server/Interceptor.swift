/// Answers some requests in place of the services, and on the wire itself: a service can't hang up halfway.
package protocol Interceptor: Sendable {
    /// The part of a path that is the interceptor's own, before what the service sees: `/fault/gzip` of
    /// `/fault/gzip/linode/v4/account`; empty for a request that the services answer.
    func prefix(of path: String) -> String

    /// Answers one request; returns whether the connection is ready for the next.
    func answer(_ exchange: Exchange, prefix: String, on wire: Wire) async throws -> Bool
}
