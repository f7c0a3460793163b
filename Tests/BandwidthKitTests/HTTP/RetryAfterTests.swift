import Foundation
import Testing

@testable import BandwidthKit

@Suite struct RetryAfterTests {
    private func duration(_ value: String?, date: String? = nil) throws -> Duration? {
        let headers = [("Retry-After", value), ("Date", date)].compactMap { name, value in value.map { (name, $0) } }
        let response = HTTPResponse(status: 429, headers: headers.map { (name: $0.0, value: $0.1) })
        return RetryAfter.duration(in: response, now: try BandwidthKitTests.date("2026-11-21T06:00:00Z"))
    }

    @Test(arguments: [
        ("0", 0), ("5", 5), ("86400", 86400), ("999999999", 999_999_999),
        ("Sat, 21 Nov 2026 06:00:07 GMT", 7), ("Sat, 21 Nov 2026 05:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 06:00:00 GMT", 86400),
    ])
    func secondsAndDatesAreUnderstood(value: String, seconds: Int) throws {
        #expect(try duration(value) == .seconds(seconds))
    }

    @Test(arguments: [
        nil, "", "soon, perhaps", "-5", "+5", "5.5", "5 seconds", "1e3", "9999999999", "٥", "2024-06-12 09:53:37 UTC",
        "Sat, 21 Nov 2026 06:00:07 CET", "Sat, 21 Foo 2026 06:00:07 GMT", "Sat, 21 Nov 2026 26:00:07 GMT",
        "Sat, 21 Nov 99999 06:00:07 GMT",
    ])
    func anythingElseIsAsIfItWereNotThere(value: String?) throws {
        #expect(try duration(value) == nil)
    }

    @Test func aDateIsMeasuredByTheServicesOwnClock() throws {
        let later = "Sat, 21 Nov 2026 08:00:03 GMT"
        #expect(try duration(later, date: "Sat, 21 Nov 2026 08:00:00 GMT") == .seconds(3))
        #expect(try duration(later, date: "nonsense") == .seconds(7203))
    }
}

@Suite struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
        ("Tue, 29 Feb 2028 23:59:59 GMT", "2028-02-29T23:59:59Z"),
        ("Fri, 01 Jan 2027 00:00:00 GMT", "2027-01-01T00:00:00Z"),
    ])
    func aDateOfAHeaderIsRead(text: String, expected: String) throws {
        #expect(try HTTPDate.date(text) == date(expected))
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "06 Nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT",
    ])
    func anotherTextIsNone(text: String) {
        #expect(HTTPDate.date(text) == nil)
    }
}
