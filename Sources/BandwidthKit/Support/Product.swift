/// The program's name and version.
public enum Product {
    /// The version, as `bandwidth --version` prints it.
    public static let version = "0.2.0"

    /// The `User-Agent` of every request. Netlify requires one
    /// (https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/).
    public static let userAgent = "bandwidth/\(version)"
}
