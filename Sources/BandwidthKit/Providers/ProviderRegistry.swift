/// The providers that there are.
public struct ProviderRegistry: Sendable {
    /// In alphabetical order of `kind`.
    public let providers: [any UsageProvider.Type]

    /// Those of this package. A new provider is one line here.
    public static let builtIn = ProviderRegistry([
        BandwagonHost.self,
        Bunny.self,
        Hetzner.self,
        AnyJSONAPI.self,
        Linode.self,
        Netlify.self,
        SolusVM.self,
        Vultr.self,
    ])

    /// A registry of these providers.
    public init(_ providers: [any UsageProvider.Type]) {
        self.providers = providers
    }

    /// The names that a configuration's `type` can have.
    public var kinds: [String] {
        providers.map { $0.kind }
    }

    /// The provider of that name.
    public subscript(kind: String) -> (any UsageProvider.Type)? {
        providers.first { $0.kind == kind }
    }
}
