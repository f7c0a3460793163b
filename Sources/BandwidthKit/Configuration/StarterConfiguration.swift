#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that `bandwidth config init` writes: short, and explained by its own comments.
public enum StarterConfiguration {
    /// What stands in it.
    public static let text = """
        {
          "//": "A key that begins with // is a comment. 'bandwidth providers' lists every type and setting.",
          "// tokens": "A token is a string, { \\"env\\": \\"NAME\\" } or { \\"file\\": \\"PATH\\" }.",
          "providers": [
            { "type": "linode", "name": "production", "token": { "env": "LINODE_TOKEN" } },
            { "type": "netlify", "name": "team", "token": { "env": "NETLIFY_AUTH_TOKEN" } }
          ],
          "// rules": "Percent of the quota that must not be passed, by what is used or by what is expected.",
          "rules": [{ "actual": 70 }, { "actual": 90 }, { "actual": 100 }, { "forecast": 100 }],
          "// notify": "Remove the slashes of the next key and put your numbers there to get texts by Twilio.",
          "// \\"notify\\"": [
            { "type": "twilio", "account_sid": { "env": "TWILIO_ACCOUNT_SID" },
              "auth_token": { "env": "TWILIO_AUTH_TOKEN" }, "from": "+15005550006", "to": ["+12025550143"] }
          ]
        }

        """

    /// Writes it with mode 0600 and the folders above it with mode 0700.
    ///
    /// - Throws: if there is a file already, or it cannot be written.
    public static func write(to path: String) throws(ConfigurationError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError(path, "the folder \(folder.path()) cannot be made")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ConfigurationError(
                path,
                errno == EEXIST
                    ? "exists already and was left as it is"
                    : "cannot be written: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            unlink(path)
            throw ConfigurationError(path, "cannot be written; is the disk full?")
        }
    }
}
