import BandwidthSandbox
import Foundation

/// Faults by status: refusals, waits, redirects.
///
/// The service isn't called, so that no message is accepted.
extension SandboxFault {
    static let status = [
        SandboxFault("status-204", "204 without a body") { _, _ in
            SandboxResponse(204)
        },
        SandboxFault("status-CODE-json", "that status, in the service's own error shape") { exchange, code in
            exchange.error(code)
        },
        SandboxFault("status-CODE-html", "that status with a page, as a proxy answers") { _, code in
            SandboxResponse(code, text: page("\(code)", "<hr>nginx"), type: "text/html")
        },
        SandboxFault("status-CODE-empty", "that status without a body") { _, code in
            SandboxResponse(code)
        },
        SandboxFault("retry-after-SECONDS", "429 with Retry-After in seconds") { exchange, seconds in
            retry(exchange, after: String(seconds))
        },
        SandboxFault("retry-after-date", "429 with Retry-After as a date, a second ahead") { exchange, _ in
            retry(exchange, after: exchange.now.addingTimeInterval(1).httpDate)
        },
        SandboxFault("retry-after-nonsense", "429 with a Retry-After that is neither") { exchange, _ in
            retry(exchange, after: "soon, perhaps")
        },
        SandboxFault("retry-after-day", "429 with Retry-After: 86400") { exchange, _ in
            retry(exchange, after: "86400")
        },
        SandboxFault("maintenance", "503 with X-Maintenance-Mode, which asks not to retry") { exchange, _ in
            var response = exchange.error(503)
            response.setHeader("X-Maintenance-Mode", "1")
            return response
        },
        SandboxFault("redirect", "302 to another host, 127.0.0.2") { exchange, _ in
            let port = exchange.origin.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }
            let scheme = exchange.origin.prefix { $0 != ":" }
            let url = "\(scheme)://127.0.0.2\(port)\(exchange.request.path)"
            return SandboxResponse(302, headers: [SandboxHeader("Location", url)])
        },
    ]

    private static func retry(_ exchange: Exchange, after value: String) -> SandboxResponse {
        var response = exchange.error(429)
        response.setHeader("Retry-After", value)
        return response
    }
}
