import BandwidthKit
import Foundation
import Testing

/// The history of the demo is made up, but leads to the figures that the demo shows.
@Suite struct DemoHistoryTests {
    private func rows(_ arguments: [String], _ key: String) async throws -> [JSONValue] {
        let result = await InProcess.run(arguments, environment: [:])
        #expect(result.status == 0)
        return try #require(try JSONParser().parse(Array(result.output.utf8))[key]?.array)
    }

    @Test func itEndsAtTheFiguresAndForecastsOfTheDemo() async throws {
        let usage = try await rows(["demo", "--json"], "usage")
        let history = try await rows(["demo", "history", "--json"], "history")
        let read = usage.filter { ($0["used_bytes"]?.number ?? 0) > 0 }
        #expect(history.map { $0["id"]?.string } == read.map { $0["id"]?.string })
        for (row, past) in zip(read, history) {
            let id = row["id"]?.string ?? ""
            #expect(past["used_bytes"] == row["used_bytes"], "\(id)")
            #expect(past["quota_bytes"] == row["quota_bytes"])
            guard let expected = row["forecast"]?["used_bytes"]?.number else { continue }
            let drawn = try #require(past["forecast"]?["used_bytes"]?.number, "\(id)")
            #expect(past["forecast"]?["basis"] == "last_7_days")
            #expect(abs(drawn - expected) * 10_000 <= expected, "\(id): \(drawn) and not \(expected)")
        }
    }

    @Test func itGoesUpAndDownLikeRealTraffic() async throws {
        for row in try await rows(["demo", "history", "--json"], "history") {
            let days = try #require(row["days"]?.array).dropLast().compactMap { $0["used_bytes"]?.number }
            #expect(days.count == 13)
            #expect(Set(days).count > 5)
            #expect(days.allSatisfy { $0 >= 0 })
            #expect(try #require(row["periods"]?.array).count > 3)
        }
    }
}
