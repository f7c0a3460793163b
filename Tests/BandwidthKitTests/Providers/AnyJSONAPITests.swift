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
        let whole = try JSONDecoder().decode(JSONValue.self, from: Data(Self.whole.utf8))
        let expected = try JSONDecoder().decode(JSONValue.self, from: Data(value.utf8))
        #expect(try JSONPointer(pointer)?.value(in: whole) == expected)
        #expect(try JSONPointer("")?.value(in: whole) == whole)
    }

    @Test(arguments: ["foo", "#/foo", "/a~", "/a~2b", " /foo"])
    func whatIsNoPointerIsNone(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(arguments: [
        ("/foo/2", "'/foo' is a list of 2"), ("/foo/-", "'/foo' is a list of 2"), ("/foo/01", "'/foo' is a list of 2"),
        ("/foo/99999999999999999999", "'/foo' is a list of 2"), ("/foo/", "'/foo' is a list of 2"),
        ("/foo/0/x", "'/foo/0' is \"bar\""), ("/deep/es", "'/deep' is an object with er"),
    ])
    func aDeadEndIsToldWithWhatStandsThere(pointer: String, message: String) throws {
        let whole = try JSONDecoder().decode(JSONValue.self, from: Data(Self.whole.utf8))
        let error = #expect(throws: JSONPointer.DeadEnd.self) { try JSONPointer(pointer)?.value(in: whole) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        (
            #""url": "http://api.example.com/x""#,
            "url: http would send the token in the clear; use https (http only to 127.0.0.1)"
        ),
        (#""url": "https://me:pw@api.example.com/""#, "url: holds a user name; credentials have settings of their own"),
        (#""url": "https://api.example.com/?a=b#c""#, "url: the query is none, or a fragment follows it"),
        (#""url": "https://api.example.com/?a= b""#, "url: the query is none, or a fragment follows it"),
        (#""used_pointer": "data""#, "used_pointer: expected a JSON Pointer such as \"/data/used\", found \"data\""),
        (
            #""unit": "GiBi""#,
            "unit: expected a unit: B, KB, MB, GB, TB, PB, KiB, MiB, GiB, TiB, PiB, found \"GiBi\""
        ),
        (#""headers": ["X-Key"]"#, "headers: expected an object of names and values, found a list"),
        (#""headers": { "Host": "x" }"#, "headers.Host: cannot be set: not a name, or not yours to set"),
        (#""headers": { "X Key": "x" }"#, "headers.X Key: cannot be set: not a name, or not yours to set"),
        (
            #""headers": { "X-Key": { "env": "NO_KEY" } }"#,
            "headers.X-Key: the variable NO_KEY is not set or empty; set it"
        ),
        (
            #""headers": { "X-Key": "a\nb" }"#,
            "headers.X-Key: holds a line break or another control character; it must be one line"
        ),
        (
            #""token": "example", "headers": { "authorization": "Bearer example" }"#,
            "token: there is a header 'authorization' already; leave one of the two out"
        ),
        (#""period_start_pointer": "/a""#, "period_end_pointer: missing; a period needs its end"),
        (#""reset_day": 32"#, "reset_day: expected a day of the month, from 1 to 31, found 32"),
        (#""utc_offset": "+1""#, "utc_offset: expected an offset such as \"+01:00\", found \"+1\""),
    ])
    func aWrongSettingIsNamed(setting: String, message: String) {
        var settings = [#""type": "http""#, setting]
        if !setting.contains("\"url\"") { settings.append(#""url": "https://api.example.com/""#) }
        if !setting.contains("used_pointer") { settings.append(#""used_pointer": "/used""#) }
        let text = #"{ "providers": [{ \#(settings.joined(separator: ", ")) }] }"#
        #expect(problems(in: text) == ["providers[0].\(message)"])
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
