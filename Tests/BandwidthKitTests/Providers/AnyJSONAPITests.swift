import Foundation
import Testing

@testable import BandwidthKit

@Suite struct AnyJSONAPITests {
    private static let whole = #"""
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
         "deep": {"er": [{"est": 9}]}}
        """#

    /// RFC 6901, section 5.
    @Test(arguments: [
        ("/foo/0", "\"bar\""), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"),
        ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"), ("/deep/er/0/est", "9"),
    ])
    func aPointerLeadsToItsValue(pointer: String, value: String) throws {
        let whole = try JSONParser().parse(Array(Self.whole.utf8))
        let expected = try JSONParser().parse(Array(value.utf8))
        #expect(try JSONPointer(pointer)?.value(in: whole) == expected)
        #expect(try JSONPointer("")?.value(in: whole) == whole)
    }

    @Test(arguments: ["foo", "#/foo", "/a~", "/a~2b", " /foo"])
    func whatIsNoPointerIsNone(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(arguments: [
        ("/foo/2", "'/foo' is a list of 2 elements"), ("/foo/-", "'/foo' is a list of 2 elements"),
        ("/foo/01", "'/foo' is a list of 2 elements"),
        ("/foo/99999999999999999999", "'/foo' is a list of 2 elements"), ("/foo/", "'/foo' is a list of 2 elements"),
        ("/foo/0/x", "'/foo/0' is \"bar\""), ("/deep/es", "the keys of '/deep' are er"),
    ])
    func aDeadEndIsToldWithWhatStandsThere(pointer: String, message: String) throws {
        let whole = try JSONParser().parse(Array(Self.whole.utf8))
        let error = #expect(throws: JSONPointer.DeadEnd.self) { try JSONPointer(pointer)?.value(in: whole) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        (
            #""url": "http://api.example.com/x""#,
            "url: http would send the token in the clear; use https (http only to 127.0.0.1)"
        ),
        (
            #""url": "https://me:pw@api.example.com/""#,
            "url: contains a user name; put credentials in their own settings"
        ),
        (#""url": "https://api.example.com/?a=b#c""#, "url: has an invalid query, or a fragment"),
        (#""url": "https://api.example.com/?a= b""#, "url: has an invalid query, or a fragment"),
        (#""used_pointer": "data""#, "used_pointer: expected a JSON Pointer such as \"/data/used\", but got \"data\""),
        (
            #""unit": "GiBi""#,
            "unit: expected a unit: B, KB, MB, GB, TB, PB, KiB, MiB, GiB, TiB, PiB, but got \"GiBi\""
        ),
        (#""headers": ["X-Key"]"#, "headers: expected an object of names and values, but got a list"),
        (#""headers": { "Host": "x" }"#, "headers.Host: can't be set: not a valid name, or set by the program itself"),
        (
            #""headers": { "X Key": "x" }"#,
            "headers.X Key: can't be set: not a valid name, or set by the program itself"
        ),
        (
            #""headers": { "X-Key": { "env": "NO_KEY" } }"#,
            "headers.X-Key: the variable NO_KEY is not set or empty; set it"
        ),
        (
            #""headers": { "X-Key": "a\nb" }"#,
            "headers.X-Key: contains a line break or another control character"
        ),
        (
            #""token": "example", "headers": { "authorization": "Bearer example" }"#,
            "token: can't be used together with a header 'authorization'; remove one of them"
        ),
        (#""period_start_pointer": "/a""#, "period_end_pointer: missing; period_start_pointer needs it"),
        (#""reset_day": 32"#, "reset_day: expected a day of the month, from 1 to 31, but got 32"),
        (#""utc_offset": "+1""#, "utc_offset: expected an offset such as \"+01:00\", but got \"+1\""),
    ])
    func aWrongSettingIsNamed(setting: String, message: String) {
        var settings = [#""type": "http""#, setting]
        if !setting.contains("\"url\"") { settings.append(#""url": "https://api.example.com/""#) }
        if !setting.contains("used_pointer") { settings.append(#""used_pointer": "/used""#) }
        let text = #"{ "providers": [{ \#(settings.joined(separator: ", ")) }] }"#
        #expect(problems(in: text) == ["http: \(message)"])
    }

    @Test(arguments: [
        ("https://api.example.com", "https://api.example.com", "/"),
        ("https://api.example.com:8443/a/?b=c&d=%20", "https://api.example.com:8443", "/a/?b=c&d=%20"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1", "/a"),
        ("https://api.example.com?b", "https://api.example.com", "/?b"),
    ])
    func anAddressIsAskedAsItIs(text: String, origin: String, path: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.base.text == origin)
        #expect(endpoint.path == path)
    }
}
