/// The services of one family: `Registry<any UsageProvider>`, `Registry<any Notifier>`.
///
/// Each family has its list in an extension: a new service is one line there.
public struct Registry<Plugin: Sendable>: Sendable {
    /// A service of the family, and how to make one of its type from an entry.
    package struct Member: Sendable {
        package let type: any Service.Type
        package let make: @Sendable (_ settings: inout SettingsReader) -> Plugin?
    }

    /// In alphabetical order of `kind`.
    package let members: [Member]

    package init(members: [Member]) {
        self.members = members
    }

    /// The services' types, in alphabetical order of `kind`.
    public var types: [any Service.Type] {
        members.map(\.type)
    }

    /// The names that a configuration's `type` can have.
    public var kinds: [String] {
        members.map { $0.type.kind }
    }

    /// The service of that name; `nil` where there is none.
    public subscript(kind: String) -> (any Service.Type)? {
        member(kind)?.type
    }

    package func member(_ kind: String) -> Member? {
        members.first { $0.type.kind == kind }
    }
}
