package import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether what the environment says of proxies and certificates can be used.
package struct ConnectionCheckup: Sendable {
    private let environment: [String: String]

    /// Creates a checkup of an environment.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// The findings about the proxies, then about the certificates.
    package var findings: [Finding] {
        [proxies, certificates]
    }

    private var proxies: Finding {
        do throws(ConfigurationError) {
            let settings = try ProxySettings(environment: environment)
            return Finding(.network, .fine, "proxy", settings.summary ?? "none; connections are direct")
        } catch {
            let problem = error.problems.first
            return Finding(
                .network, .failed, "proxy", "\(problem?.subject ?? "") \(problem?.message ?? "")",
                fix: "correct or unset \(problem?.subject ?? "the variable")")
        }
    }

    private var certificates: Finding {
        let subject = "certificates"
        let roots = TrustedRoots(environment: environment)
        if let file = roots.ownFile {
            guard let count = try? roots.certificates(in: file).count else {
                return Finding(
                    .network, .failed, subject, "SSL_CERT_FILE: \(file) can't be read as a file of PEM certificates",
                    fix: "correct or unset SSL_CERT_FILE")
            }
            return Finding(.network, .fine, subject, "\(count) of SSL_CERT_FILE: \(file)")
        }
        guard let file = TrustedRoots.systemFile else {
            #if os(Linux)
                return Finding(
                    .network, .failed, subject, "the system has no file of authorities to trust",
                    fix: "install the package ca-certificates")
            #else
                return Finding(.network, .fine, subject, "the system's")
            #endif
        }
        guard let count = try? roots.certificates(in: file).count else {
            return Finding(
                .network, .failed, subject, "\(file) can't be read as a file of PEM certificates",
                fix: "install the package ca-certificates again")
        }
        return Finding(.network, .fine, subject, "\(count) of the system: \(file)")
    }
}
