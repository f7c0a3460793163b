/// What all connections share: the services, the log, and the interceptor.
final class SandboxCore: Sendable {
    let context: SandboxContext
    /// The services in alphabetical order.
    let services: [any SandboxService]
    let log = Log<SandboxRequest>()
    private let interceptor: (any Interceptor)?

    /// - Parameter recordings: The recordings to replay; one of a special service's kind replaces that service.
    init(context: SandboxContext, recordings: [Recording], interceptor: (any Interceptor)?) {
        self.context = context
        self.interceptor = interceptor
        let special: [any SandboxService] = [LinodeService(context), TwilioService(context)]
        let kinds = Set(recordings.map(\.kind))
        services = (special.filter { !kinds.contains($0.name) } + recordings.map(ReplayService.init))
            .sorted { $0.name < $1.name }
    }

    /// Logs and answers a request, and returns whether the connection is ready for the next one.
    func answer(_ request: SandboxRequest, from origin: String, on wire: Wire) async throws -> Bool {
        log.append { _ in request }
        let prefix = interceptor?.prefix(of: request.path) ?? ""
        let route = Route(request, after: prefix, services: services)
        let exchange = Exchange(request: route.request, origin: origin, now: context.now) { [self] in
            guard let service = route.service else { return notRouted }
            if request.isTooLarge { return service.error(413) }
            return route.isEndpoint ? service.answer(route.request) : service.error(404)
        } error: { status in
            route.service?.error(status) ?? SandboxResponse(status)
        }
        if let interceptor, !prefix.isEmpty {
            return try await interceptor.answer(exchange, prefix: prefix, on: wire)
        }
        return try await wire.send(exchange.answer(), to: route.request)
    }

    /// The sandbox's own answer if the path addresses no service.
    private var notRouted: SandboxResponse {
        let names = services.map { "/\($0.name)\($0.basePath)" }.joined(separator: ", ")
        return SandboxResponse(404, text: "The sandbox has \(names)\n", type: "text/plain")
    }
}
