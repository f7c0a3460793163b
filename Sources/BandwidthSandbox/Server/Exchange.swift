/// One request and what its service would answer, for a fault to bend.
struct Exchange: Sendable {
    let request: SandboxRequest
    /// `http://127.0.0.1:PORT`
    let origin: String
    let service: (any SandboxService)?
    /// The good answer. The service does what was asked of it (accepts a message, counts a request) when it is called.
    let answer: @Sendable () -> SandboxResponse

    /// An error in the service's own shape, or in none where there is no service.
    func error(_ status: Int, _ message: String? = nil) -> SandboxResponse {
        service?.error(status, message) ?? SandboxResponse(status)
    }
}
