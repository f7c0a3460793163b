extension SandboxStory {
    /// SolusVM's pair for one virtual server.
    public enum SolusVM {
        /// The key of a server with 384 of 2048 GB.
        public static let key = "ABCDE-SANDB-OXKEY"
        /// The hash that goes with it.
        public static let hash = "5a0db0c5a0db0c5a0db0c5a0db0c5a0db0c5a0db"
    }
}

/// A SolusVM panel's client API: one script, answers in tags without a root.
///
/// Shapes: wiki.solusvm.com/index.php/API:Client; a wrong pair is answered with 405 (varunchopra/solusvm-api:index.php).
struct SolusVMService: SandboxService {
    static let name = "solusvm"
    static let basePath = ""

    static func providerEntries(baseURL: String) -> [String] {
        [
            """
            { "type": "solusvm", "name": "edge", "key": "\(SandboxStory.SolusVM.key)",
                  "hash": "\(SandboxStory.SolusVM.hash)", "base_url": "\(baseURL)" }
            """
        ]
    }

    init(_ context: SandboxContext) {}

    /// The real address has no path before the script's, which tells.
    static func endpoint(of path: String) -> String? {
        strip("/api/client/command.php", from: path) == nil ? nil : path
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let fields = request.method == "POST" ? request.form : request.query
        guard fields["key"] == SandboxStory.SolusVM.key, fields["hash"] == SandboxStory.SolusVM.hash else {
            return SandboxResponse(405)
        }
        guard fields["action"] == "info" else {
            return error(200, "the sandbox reboots nothing")
        }
        let traffic = fields["bw"] == "true" ? "<bw>2199023255552,412316860416,1786706395136,19</bw>" : ""
        let text = """
            <status>success</status>
            <statusmsg></statusmsg>
            <vmstat>online</vmstat>
            <hostname>edge.example.com</hostname><ipaddress>192.0.2.10</ipaddress>
            \(traffic)

            """
        return SandboxResponse(200, text: text, type: "text/html")
    }

    func error(_ status: Int, _ message: String?) -> SandboxResponse {
        SandboxResponse(
            status, text: "<status>error</status>\n<statusmsg>\(message ?? "Error")</statusmsg>\n", type: "text/html")
    }
}
