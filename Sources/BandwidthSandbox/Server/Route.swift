/// Which service a path means, and what is left of it for the service.
struct Route: Sendable {
    /// The request with its `endpoint` filled in.
    let request: SandboxRequest
    /// `nil`: no service is known by that path.
    let service: (any SandboxService)?
    /// Whether the path lies under the service's base path.
    let isEndpoint: Bool

    /// - Parameter prefix: What the path begins with before anything that concerns services.
    init(_ request: SandboxRequest, after prefix: String, services: [any SandboxService]) {
        let path = String(request.path.dropFirst(prefix.count).prefix { $0 != "?" && $0 != "#" })
        let (service, endpoint) = Self.match(path, services)
        var request = request
        request.endpoint = endpoint ?? path
        self.request = request
        self.service = service
        isEndpoint = endpoint != nil
    }

    /// The service by its name, else by one of its known paths, and the endpoint where the path has one.
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
