/// What all connections share: the services, the log, and which one-time faults have struck.
final class SandboxCore: Sendable {
    let context: SandboxContext
    let services: [any SandboxService]
    let log = Log<SandboxRequest>()
    private let struck = OnceKeys()

    init(context: SandboxContext) {
        self.context = context
        services = SandboxServices.all.map { $0.init(context) }
    }

    /// What to do on the wire in answer to a request, which is logged.
    ///
    /// - Parameter isTooLarge: Whether the body went over the limit; the request's is then only its beginning.
    func reply(to request: SandboxRequest, origin: String, isTooLarge: Bool) -> Reply {
        log.append { _ in request }
        let route = Route(request, origin: origin, services: services)
        let exchange = Exchange(request: route.request, origin: origin, service: route.service) {
            guard let service = route.service else { return .notRouted }
            if isTooLarge { return service.error(413, nil) }
            return route.isEndpoint ? service.answer(route.request) : service.error(404, nil)
        }
        guard let name = route.fault, let effective = struck.effectiveName(of: name) else {
            return Reply(exchange.answer(), to: route.request)
        }
        return SandboxFault.reply(named: effective, in: exchange)
    }
}

extension SandboxResponse {
    /// What the sandbox itself says where no service is meant.
    fileprivate static var notRouted: SandboxResponse {
        let names = SandboxServices.all.map { "/\($0.name)\($0.basePath)" }.joined(separator: ", ")
        return SandboxResponse(404, text: "The sandbox has \(names), and /fault/NAME before each\n", type: "text/plain")
    }
}
