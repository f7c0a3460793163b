import Foundation
import Testing

@testable import BandwidthKit

/// What a person may call a row.
@Suite struct RowNameTests {
    private let report = UsageReport(
        checkedAt: Date(timeIntervalSince1970: 1_795_240_800),
        rows: [
            ("linode", "production", UsageScope.account), ("linode", "production", UsageScope(.region, id: "id-cgk")),
            ("hetzner", "shop", UsageScope(.server, id: "42", label: "web")),
            ("hetzner", "other/shop", UsageScope(.server, id: "43", label: "web")),
        ].map { UsageRow(provider: $0.0, account: $0.1, APIError(.notFound, "none", scope: $0.2)) })

    @Test(arguments: [
        ("production", ["linode/production/account", "linode/production/region/id-cgk"]),
        ("production/id-cgk", ["linode/production/region/id-cgk"]),
        ("id-cgk", ["linode/production/region/id-cgk"]),
        ("linode/production/region/id-cgk", ["linode/production/region/id-cgk"]),
        ("linode/production/account", ["linode/production/account"]),
        ("shop/web", ["hetzner/shop/server/42"]), ("shop/42", ["hetzner/shop/server/42"]),
        ("other/shop/web", ["hetzner/other/shop/server/43"]),
        ("web", ["hetzner/shop/server/42", "hetzner/other/shop/server/43"]),
        ("nothing", []), ("", []),
    ])
    func rowsAreFoundBy(name: String, ids: [String]) {
        #expect(RowName(name).rows(of: report).map(\.id) == ids)
    }

    @Test(arguments: [
        ("production", ["production"]), ("shop/web", ["shop"]), ("linode/production/account", ["production"]),
        ("web", ["production", "shop", "other/shop"]), ("other/shop/web", ["other/shop"]),
    ])
    func onlyTheAccountsThatCanHaveItAreRead(name: String, accounts: [String]) throws {
        let entries = ["production", "shop", "other/shop"].map {
            #"{ "type": "linode", "name": "\#($0)", "token": "example-token" }"#
        }
        let configuration = try load(#"{ "providers": [\#(entries.joined(separator: ","))] }"#)
        #expect(RowName(name).accounts(of: configuration).map(\.name) == accounts)
    }

    @Test func theNearestNameIsSuggested() {
        #expect(RowName("shop/wep").suggestion(among: report) == "shop/web")
        #expect(RowName("prodution").suggestion(among: report) == "production")
        #expect(RowName("entirely different").suggestion(among: report) == nil)
    }
}
