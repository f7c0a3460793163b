/// What all connections share: the services, the log, and who else answers.
final class SandboxCore: Sendable {
    let context: SandboxContext
    let services: [any SandboxService]
    let log = Log<SandboxRequest>()
    private let interceptor: (any Interceptor)?

    init(context: SandboxContext, interceptor: (any Interceptor)?) {
        self.context = context
        self.interceptor = interceptor
        services = SandboxServices.all.map { $0.init(context) }
    }

    /// Answers a request, which is logged; returns whether the connection is ready for the next.
    func answer(_ received: RequestReader.Received, from origin: String, on wire: Wire) async throws -> Bool {
        log.append { _ in received.request }
        let prefix = interceptor?.prefix(of: received.request.path) ?? ""
        let route = Route(received.request, after: prefix, origin: origin, services: services)
        let exchange = Exchange(request: route.request, origin: origin, now: context.now, service: route.service) {
            guard let service = route.service else { return .notRouted }
            if received.isTooLarge { return service.error(413, nil) }
            return route.isEndpoint ? service.answer(route.request) : service.error(404, nil)
        }
        if let interceptor, !prefix.isEmpty {
            return try await interceptor.answer(exchange, prefix: prefix, on: wire)
        }
        return try await wire.send(exchange.answer(), to: route.request)
    }
}

extension SandboxResponse {
    /// What the sandbox itself says where no service is meant.
    fileprivate static var notRouted: SandboxResponse {
        let names = SandboxServices.all.map { "/\($0.name)\($0.basePath)" }.joined(separator: ", ")
        return SandboxResponse(404, text: "The sandbox has \(names)\n", type: "text/plain")
    }
}
