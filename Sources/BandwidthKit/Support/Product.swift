/// What the tool calls itself.
public enum Product {
    /// The version, as `bandwidth --version` prints it.
    public static let version = "0.1.0"

    /// How requests introduce themselves. Netlify asks every client for a name
    /// (https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/).
    public static let userAgent = "bandwidth/\(version)"
}
