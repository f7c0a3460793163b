extension Registry<any UsageProvider> {
    /// The providers of this package. To add one, add a line here, in alphabetical order of `kind`.
    public static let builtIn = Registry([
        AWS.self,
        BandwagonHost.self,
        Bunny.self,
        CPanel.self,
        Hetzner.self,
        AnyJSONAPI.self,
        Leaseweb.self,
        Lightsail.self,
        Linode.self,
        Netlify.self,
        OVH.self,
        SolusVM.self,
        UpCloud.self,
        Vultr.self,
        WPEngine.self,
    ])

    /// Creates a registry of providers.
    public init(_ providers: [any UsageProvider.Type]) {
        self.init(members: providers.map { type in Member(type: type) { type.init(from: &$0) } })
    }
}
