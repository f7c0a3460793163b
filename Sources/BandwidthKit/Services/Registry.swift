/// The services of one family: `Registry<any UsageProvider>`, `Registry<any Notifier>`.
///
/// Each family is listed in an extension; to add a service, add a line there.
public struct Registry<Plugin: Sendable>: Sendable {
    /// A service of the family, and a function that creates an instance from an entry.
    package struct Member: Sendable {
        package let type: any Service.Type
        package let make: @Sendable (_ settings: inout SettingsReader) -> Plugin?
    }

    /// The services, in alphabetical order of `kind`.
    package let members: [Member]

    package init(members: [Member]) {
        self.members = members
    }

    /// The services' types, in alphabetical order of `kind`.
    public var types: [any Service.Type] {
        members.map(\.type)
    }

    /// The valid values of `type` in a configuration.
    public var kinds: [String] {
        members.map { $0.type.kind }
    }

    /// The service with this `kind`; `nil` if there is none.
    public subscript(kind: String) -> (any Service.Type)? {
        member(kind)?.type
    }

    package func member(_ kind: String) -> Member? {
        members.first { $0.type.kind == kind }
    }
}
