#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that `bandwidth config init` writes: short, with explanatory comments.
public enum StarterConfiguration {
    /// The file's text. A key that starts with `//` is a comment; removing the slashes enables the setting.
    public static let text = """
        {
          "//": "A key that begins with // is a comment. 'bandwidth providers' lists every type and setting.",
          "// tokens": "A string, { \\"env\\": \\"NAME\\" }, { \\"file\\": \\"PATH\\" } or { \\"command\\": [\\"pass\\", \\"show\\", \\"linode\\"] }.",
          "providers": [
            { "type": "linode", "name": "production", "token": { "env": "LINODE_TOKEN" } },
            { "type": "netlify", "name": "team", "token": { "env": "NETLIFY_AUTH_TOKEN" } }
          ],
          "// about rules": "Limits in percent of the quota: actual for usage so far, forecast for the whole period.",
          "rules": [{ "actual": 70 }, { "actual": 90 }, { "actual": 100 }, { "forecast": 100 }],
          "// about notify": "Remove the slashes from the next key and fill in your numbers to get texts via Twilio.",
          "//notify": [
            { "type": "twilio", "account_sid": { "env": "TWILIO_ACCOUNT_SID" },
              "auth_token": { "env": "TWILIO_AUTH_TOKEN" }, "from": "+15005550006", "to": ["+12025550143"] }
          ]
        }

        """

    /// Writes the file with mode 0600, and creates missing folders with mode 0700.
    ///
    /// - Throws: an error if the file already exists or can't be written.
    public static func write(to path: String) throws(ConfigurationError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError(path, "the folder \(folder.path()) can't be created")
        }
        do throws(AtomicFile.Failure) {
            try AtomicFile(path, ifExists: .refuse).write { $0.write(text) }
        } catch {
            throw ConfigurationError(path, error.exists ? "already exists; it was not changed" : error.reason)
        }
    }
}
