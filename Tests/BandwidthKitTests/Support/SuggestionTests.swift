import BandwidthKit
import Testing

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("tokne", "token"), ("Linode", "linode"), ("lindoe", "linode"), ("netlfy", "netlify"), ("tokens", "token"),
        ("nam", "name"), ("base-url", "base_url"), ("timeuot", "timeout"),
    ])
    func aMistypedWordHasANearestOne(word: String, expected: String) {
        let words = ["linode", "netlify", "token", "name", "base_url", "timeout"]
        #expect(Suggestion.nearest(to: word, among: words) == expected)
    }

    @Test(arguments: ["xyz", "aws", "", "a completely different word", String(repeating: "x", count: 10_000)])
    func aWordFarFromAllHasNone(word: String) {
        #expect(Suggestion.nearest(to: word, among: ["linode", "netlify", "token"]) == nil)
    }

    @Test func amongEquallyNearTheFirstByAlphabetIsTaken() {
        #expect(Suggestion.nearest(to: "web-3", among: ["web-2", "web-1", "db-1"]) == "web-1")
        #expect(Suggestion.nearest(to: "web", among: [String]()) == nil)
    }
}
