/// The service that a path addresses, and the rest of the path for the service.
struct Route: Sendable {
    /// The request with its `endpoint` filled in.
    let request: SandboxRequest
    /// The service; `nil` if no service matches the path.
    let service: (any SandboxService)?
    /// Whether the path is below the service's base path.
    let isEndpoint: Bool

    /// - Parameter prefix: The part of the path before anything that concerns services.
    init(_ request: SandboxRequest, after prefix: String, services: [any SandboxService]) {
        let path = String(request.path.dropFirst(prefix.count).prefix { $0 != "?" && $0 != "#" })
        let (service, endpoint) = Self.match(path, services)
        var request = request
        request.endpoint = endpoint ?? path
        self.request = request
        self.service = service
        isEndpoint = endpoint != nil
    }

    /// Finds the service by its name, or else by one of its known paths, and the endpoint if the path has one.
    private static func match(
        _ path: String,
        _ services: [any SandboxService]
    ) -> (service: (any SandboxService)?, endpoint: String?) {
        for service in services {
            if let rest = path.afterPath("/\(service.name)") { return (service, service.endpoint(of: rest)) }
        }
        let service = services.first { $0.knownPaths.contains { path.afterPath($0) != nil } }
        return (service, service?.endpoint(of: path))
    }
}
