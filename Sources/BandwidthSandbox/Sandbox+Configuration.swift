extension Sandbox {
    /// A configuration for the program with an entry for every account of the story, as JSON.
    public var configuration: String {
        let providers = services.flatMap { $0.providerEntries(baseURL: baseURL(of: $0.name)) }
        let notifiers = services.flatMap { $0.notifierEntries(baseURL: baseURL(of: $0.name)) }
        return """
            {
              "providers": [
                \(providers.joined(separator: ",\n    "))
              ],
              "notify": [
                \(notifiers.joined(separator: ",\n    "))
              ]
            }

            """
    }
}
