/// The services that the sandbox answers as.
public enum SandboxServices {
    /// In alphabetical order.
    public static let all: [any SandboxService.Type] = [
        BandwagonHostService.self,
        BunnyService.self,
        HetznerService.self,
        AnyAPIService.self,
        LinodeService.self,
        NetlifyService.self,
        SolusVMService.self,
        TwilioService.self,
        VultrService.self,
    ]
}
