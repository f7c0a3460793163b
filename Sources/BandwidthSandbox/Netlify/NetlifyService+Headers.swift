/// The header lines that Netlify's answers have.
extension NetlifyService {
    /// An answer with a date in `retry-after` even on success, not in HTTP's form and about a minute ahead
    /// (alexwlchan.net/til/2024/get-netlify-usage-from-api). 500 requests a minute are documented; the
    /// charset, `Server`, `Cache-Control` and the request's ID are made up.
    func respond(_ status: Int, _ body: SandboxJSON) -> SandboxResponse {
        let reset = RealTime.seconds + 60
        let retry = CivilTime(seconds: reset)
        return SandboxResponse(
            status,
            headers: [
                SandboxHeader("Content-Type", "application/json; charset=utf-8"),
                SandboxHeader("Cache-Control", "max-age=0, private, must-revalidate"),
                SandboxHeader("Server", "Netlify"),
                SandboxHeader("retry-after", "\(retry.date) \(retry.time) UTC"),
                SandboxHeader("X-RateLimit-Limit", "500"),
                SandboxHeader("X-RateLimit-Remaining", "499"),
                SandboxHeader("X-RateLimit-Reset", String(reset)),
                SandboxHeader("X-Nf-Request-Id", "01HZZZZZZZZZZZZZZZZZZZZZZZ"),
            ],
            body: .json(body, spaced: false)
        )
    }

    /// A weak entity tag: the same bytes, the same tag (FNV-1a, 64 bits).
    static func tag(of body: [UInt8]) -> String {
        let hash = body.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
        return "W/\"\(String(hash, radix: 16).leftPadded(to: 16))\""
    }
}
