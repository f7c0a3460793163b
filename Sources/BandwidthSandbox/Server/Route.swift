/// Which service a path means, and what is left of it for the service.
struct Route: Sendable {
    /// The request with its `endpoint` and `base` filled in.
    let request: SandboxRequest
    /// `nil`: no service is known by that path.
    let service: (any SandboxService)?
    /// Whether the path lies under the service's base path.
    let isEndpoint: Bool

    /// - Parameter prefix: What the path begins with before anything that concerns services.
    init(_ request: SandboxRequest, after prefix: String, origin: String, services: [any SandboxService]) {
        let path = String(request.path.prefix { $0 != "?" && $0 != "#" })
        let rest = String(path.dropFirst(prefix.count))
        let (service, endpoint) = Self.match(rest, services)
        var request = request
        request.endpoint = endpoint ?? rest
        request.base = origin + path.dropLast(request.endpoint.count)
        self.request = request
        self.service = service
        isEndpoint = endpoint != nil
    }

    /// The service by its name, else by its base path, and the endpoint where the path has one.
    private static func match(
        _ path: String,
        _ services: [any SandboxService]
    ) -> (service: (any SandboxService)?, endpoint: String?) {
        for service in services {
            let type = type(of: service)
            if let rest = type.strip("/\(type.name)", from: path) {
                return (service, type.endpoint(of: rest))
            }
        }
        for service in services {
            if let endpoint = type(of: service).endpoint(of: path) {
                return (service, endpoint)
            }
        }
        return (nil, nil)
    }
}
