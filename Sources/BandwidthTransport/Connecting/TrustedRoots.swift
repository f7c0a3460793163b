import BandwidthKit
import NIOSSL
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The trusted certificates. Each file is read only once, on a thread of its own.
///
/// By default, the HTTP library reads the file again for each connection that is started before the first one is open.
package final class TrustedRoots: Sendable {
    #if os(Linux)
        /// The files in which distributions keep the system's roots: Debian, Ubuntu, Arch and Alpine; Fedora; openSUSE.
        private static let systemFiles = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        ]

        /// The folder in which they keep one file per root, under the names that OpenSSL looks for.
        private static let systemFolder = "/etc/ssl/certs"
    #endif

    /// The file with the system's roots; `nil` if there is none, or the system keeps them elsewhere.
    static var systemFile: String? {
        #if os(Linux)
            systemFiles.first { FileManager.default.fileExists(atPath: $0) }
        #else
            nil
        #endif
    }

    /// The file in `SSL_CERT_FILE`, which replaces the system's roots; `nil` if the variable is not set.
    let ownFile: String?

    private let files = Mutex<[String: CertificateFile]>([:])

    package init(environment: [String: String]) {
        ownFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Starts to read the certificates that most connections need: those of `SSL_CERT_FILE`, or else of the system.
    package func readAhead() {
        if let file = ownFile ?? Self.systemFile { _ = self.file(file) }
    }

    /// Waits for the certificates in a PEM file. Throws an error if there are none.
    func certificates(in path: String) throws -> [NIOSSLCertificate] {
        try file(path).certificates()
    }

    /// Throws an error if the file in `SSL_CERT_FILE` has no certificates. Waits for no more than the first.
    func checkOwnFile() throws {
        if let ownFile { try file(ownFile).check() }
    }

    private func file(_ path: String) -> CertificateFile {
        files.withLock { files in
            if let known = files[path] { return known }
            let new = CertificateFile(path)
            files[path] = new
            return new
        }
    }

    /// The configuration for connections that trust the certificates in `file`, or the system's if it is `nil`.
    ///
    /// Throws an error if `file` can't be read.
    func configuration(trusting file: String?) throws(HTTPTransportError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file {
            guard let roots = try? certificates(in: file) else {
                throw .insecure("\(file) cannot be read as a file of PEM certificates")
            }
            configuration.trustRoots = .certificates(roots)
            return configuration
        }
        #if os(Linux)
            let files = FileManager.default
            guard let file = Self.systemFile, let roots = try? certificates(in: file) else {
                return configuration
            }
            if files.fileExists(atPath: Self.systemFolder) {
                configuration.trustRoots = .file(Self.systemFolder)
                configuration.additionalTrustRoots = [.certificates(roots)]
            } else {
                configuration.trustRoots = .certificates(roots)
            }
        #endif
        return configuration
    }
}
