import NIOSSL

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The certificates that are trusted, each file read once.
///
/// Left to itself the HTTP library reads the file again for each connection that is made before the first one stands.
struct TrustedRoots {
    #if os(Linux)
        /// Where distributions keep the roots of the system in one file: Debian, Ubuntu, Arch and Alpine; Fedora; openSUSE.
        private static let systemFiles = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        ]

        /// Where they keep them one by one, under names by which OpenSSL finds them.
        private static let systemFolder = "/etc/ssl/certs"
    #endif

    private var certificates: [String: [NIOSSLCertificate]] = [:]

    /// The certificates in a PEM file: at least one.
    mutating func certificates(in file: String) throws -> [NIOSSLCertificate] {
        if let known = certificates[file] { return known }
        let read = try NIOSSLCertificate.fromPEMFile(file)
        guard !read.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
        certificates[file] = read
        return read
    }

    /// Settings for connections that trust the certificates in `file`; `nil`: those of the system.
    mutating func configuration(trusting file: String?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file {
            // A file that can't be read is told where the connection fails.
            configuration.trustRoots = (try? certificates(in: file)).map { .certificates($0) } ?? .file(file)
            return configuration
        }
        #if os(Linux)
            let files = FileManager.default
            guard let file = Self.systemFiles.first(where: files.fileExists), let roots = try? certificates(in: file)
            else {
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
