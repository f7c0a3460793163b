import Testing

@testable import BandwidthKit

@Suite struct InstanceSelectionTests {
    private struct Instance: Sendable {
        let scope: UsageScope
    }

    private static func instance(_ id: String, _ label: String?) -> Instance {
        Instance(scope: UsageScope(.instance, id: id, label: label))
    }

    @Test func instancesAreFoundByIdentifierAndLabelInTheOrderOfTheNames() {
        let all = [
            Self.instance("1", "web"), Self.instance("2", "db"), Self.instance("3", "web"), Self.instance("4", "4"),
        ]
        let (found, missing) = InstanceSelection.named(["db", "web", "4", "2", "3"]).choose(from: all, scope: \.scope)
        #expect(found.map(\.scope.id) == ["2", "1", "3", "4"])
        #expect(missing.isEmpty)
    }

    @Test func whatIsMissingIsSuggested() {
        let all = [Self.instance("1", "web-1"), Self.instance("2", nil)]
        let (found, missing) = InstanceSelection.named(["web-2"]).choose(from: all, scope: \.scope)
        #expect(found.isEmpty)
        #expect(missing.map(\.hint) == ["did you mean 'web-1'?"])
    }

    /// Looking each name up among all instances, and for one like it, would take minutes.
    @Test(.timeLimit(.minutes(1))) func manyNamesAndManyInstancesTakeOnePass() {
        let all = (0..<20_000).map { Self.instance("\($0)", "an-instance-with-a-long-label-\($0)") }
        let names = (0..<5).map { "an-instance-with-a-long-label-that-is-gone-\($0)" } + ["19999"]
        let (found, missing) = InstanceSelection.named(names).choose(from: all, scope: \.scope)
        #expect(found.map(\.scope.id) == ["19999"])
        #expect(missing.count == 5)
    }
}
