import BandwidthKit
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://api.linode.com/v4", "https://api.linode.com/v4", "https://api.linode.com"),
        ("https://api.linode.com/v4/", "https://api.linode.com/v4", "https://api.linode.com"),
        ("HTTPS://API.Example.COM:8443//", "https://api.example.com:8443", "https://api.example.com:8443"),
        ("http://127.0.0.1:8080/linode/v4", "http://127.0.0.1:8080/linode/v4", "http://127.0.0.1:8080"),
        ("http://127.255.1.2", "http://127.255.1.2", "http://127.255.1.2"),
        ("http://localhost:1", "http://localhost:1", "http://localhost:1"),
        ("http://[::1]:65535/x", "http://[::1]:65535/x", "http://[::1]:65535"),
        ("https://example.com/a%20b", "https://example.com/a%20b", "https://example.com"),
    ])
    func anAddressMayHavePortAndPath(text: String, expected: String, origin: String) throws {
        let url = try BaseURL(text)
        #expect(url.text == expected)
        #expect(url.origin == origin)
    }

    @Test(arguments: [
        ("", "not a URL; expected one such as https://api.example.com/v1"),
        ("api.example.com", "not a URL; expected one such as https://api.example.com/v1"),
        ("/v4", "not a URL; expected one such as https://api.example.com/v1"),
        ("https://", "not a URL; expected one such as https://api.example.com/v1"),
        ("https:///v4", "not a URL; expected one such as https://api.example.com/v1"),
        ("https://exa mple.com", "not a URL; expected one such as https://api.example.com/v1"),
        ("https://example.com/\r\nHost: x", "not a URL; expected one such as https://api.example.com/v1"),
        ("https://exämple.com", "not a URL; expected one such as https://api.example.com/v1"),
        ("ftp://example.com", "the scheme must be https, but got ftp"),
        ("file://example.com/etc/passwd", "the scheme must be https, but got file"),
        ("http://example.com", "http would send the token in the clear; use https (http only to 127.0.0.1)"),
        ("http://127.0.0.1.example.com", "http would send the token in the clear; use https (http only to 127.0.0.1)"),
        ("http://localhost.example.com", "http would send the token in the clear; use https (http only to 127.0.0.1)"),
        ("http://128.0.0.1", "http would send the token in the clear; use https (http only to 127.0.0.1)"),
        ("https://user@example.com", "contains a user name; put credentials in their own settings"),
        ("https://user:pass@example.com", "contains a user name; put credentials in their own settings"),
        (
            "https://example.com/v4?x=1",
            "ends in a query or fragment; only scheme, host, port and path can be used here"
        ),
        ("https://example.com/v4#x", "ends in a query or fragment; only scheme, host, port and path can be used here"),
        ("https://example.com:0", "the port must be from 1 to 65535"),
        ("https://example.com:65536", "the port must be from 1 to 65535"),
    ])
    func whatATokenMustNotBeSentToIsRefused(text: String, reason: String) {
        let problem = #expect(throws: BaseURL.Problem.self) { try BaseURL(text) }
        #expect(problem?.description == reason)
    }
}

@Suite struct APIPathTests {
    @Test(arguments: [
        ("example-team", "/accounts/example-team/bandwidth"),
        ("a/b", "/accounts/a%2Fb/bandwidth"),
        ("..", "/accounts/%2E%2E/bandwidth"),
        (".", "/accounts/%2E/bandwidth"),
        ("../../admin", "/accounts/..%2F..%2Fadmin/bandwidth"),
        ("x?y=1#z", "/accounts/x%3Fy%3D1%23z/bandwidth"),
        ("a%2Fb", "/accounts/a%252Fb/bandwidth"),
        ("a b+c", "/accounts/a%20b%2Bc/bandwidth"),
        ("\r\nHost: x", "/accounts/%0D%0AHost%3A%20x/bandwidth"),
        ("größe", "/accounts/gr%C3%B6%C3%9Fe/bandwidth"),
    ])
    func whatComesFromOutsideStaysOneSegment(slug: String, expected: String) {
        let path: APIPath = "/accounts/\(slug)/bandwidth"
        #expect(path.text == expected)
    }

    @Test func aFormHasPlusForSpaces() {
        #expect("a b+c&d=é~".percentEncoded(spaceAsPlus: true) == "a+b%2Bc%26d%3D%C3%A9~")
    }
}
