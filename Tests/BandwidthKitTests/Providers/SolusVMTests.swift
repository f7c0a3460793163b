import Testing

@testable import BandwidthKit

@Suite struct SolusVMTests {
    @Test(arguments: [
        ("", [:]), ("<a>1</a>", ["a": "1"]), ("<a>1</a>\r\n<b></b><c> x y </c>", ["a": "1", "c": " x y "]),
        ("<r><a>1</a></r>", ["a": "1"]), ("<a>1</b><c>2</c>", ["c": "2"]), ("<a>1<a>2</a>", ["a": "2"]),
        ("<a>1</a><a>2</a>", ["a": "1"]), ("<a>&lt;&amp;lt;&gt;</a>", ["a": "<&lt;>"]), ("<a>1</a", ["a": "1"]),
        ("<<<>>></>", [:]), ("1 < 2 > 0", [:]),
    ])
    func tagsAreReadWithoutARoot(text: String, members: [String: String]) {
        #expect(SolusVM.Tags.members(of: text) == .object(members.mapValues { .string($0) }))
    }

    @Test func jsonIsLeftAsItIs() {
        #expect(SolusVM.Tags.members(of: " {\"a\":1}") == nil)
    }

    @Test func aPanelNeedsItsAddress() {
        let text = #"{ "providers": [{ "type": "solusvm", "key": "example-key", "hash": "example-hash" }] }"#
        #expect(problems(in: text) == ["solusvm: base_url: missing; set it here"])
    }
}
