/// A service that answers from a recording, regardless of the time, and refuses anything else in the service's own
/// format.
struct ReplayService: SandboxService {
    let basePath = ""
    private let recording: Recording

    init(_ recording: Recording) {
        self.recording = recording
    }

    var name: String { recording.kind }

    func providerEntries(baseURL: String) -> [String] {
        recording.isChannel ? [] : [recording.entry(baseURL: baseURL)]
    }

    func notifierEntries(baseURL: String) -> [String] {
        recording.isChannel ? [recording.entry(baseURL: baseURL)] : []
    }

    /// If several exchanges have the same request, the last one counts: the answer that a retrying client gets in the
    /// end.
    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let target = request.endpoint + request.path.drop { $0 != "?" }
        let known = recording.exchanges.filter { $0.target == target }
        guard !known.isEmpty else { return error(404) }
        let allowed = known.filter { $0.method == request.method }
        guard !allowed.isEmpty else { return error(405) }
        return allowed.last { $0.fits(request) }?.response ?? recording.refusal
    }

    /// The recorded refusal, with another status.
    func error(_ status: Int) -> SandboxResponse {
        var response = recording.refusal
        response.status = status
        return response
    }
}
