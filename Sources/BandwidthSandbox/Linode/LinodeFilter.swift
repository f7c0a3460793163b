#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The part of `X-Filter` that the sandbox understands: a label, an ID, and several of them under `+or` or `+and`
/// (techdocs.akamai.com/linode-api/reference/filtering-and-sorting). Other members are ignored.
struct LinodeFilter: Decodable {
    private let label: String?
    private let id: Int?
    private let any: [LinodeFilter]?
    private let all: [LinodeFilter]?

    private enum CodingKeys: String, CodingKey {
        case label, id
        case any = "+or"
        case all = "+and"
    }

    /// - Parameter header: The header's value; without one, everything matches. `nil` if it isn't a filter.
    init?(header: String?) {
        let text = header ?? "{}"
        guard let filter = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = filter
    }

    func matches(_ instance: LinodeInstance) -> Bool {
        label.map { $0 == instance.label } ?? true
            && id.map { $0 == instance.id } ?? true
            && any.map { $0.contains { $0.matches(instance) } } ?? true
            && all.map { $0.allSatisfy { $0.matches(instance) } } ?? true
    }
}
