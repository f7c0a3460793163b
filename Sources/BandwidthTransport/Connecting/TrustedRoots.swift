import BandwidthKit
import Dispatch
import NIOSSL
import Synchronization

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

    /// The bytes that a file of certificates may have; the roots of a system take a quarter of a megabyte.
    private static let largestFile = 16 << 20

    private var certificates: [String: [NIOSSLCertificate]] = [:]

    /// The certificates in a PEM file: at least one.
    mutating func certificates(in file: String) throws -> [NIOSSLCertificate] {
        if let known = certificates[file] { return known }
        // Not by the library's own reading, which a pipe that nobody writes to would keep for ever.
        let read = try Self.read(Array(InputFile(file, limit: Self.largestFile).data))
        guard !read.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
        certificates[file] = read
        return read
    }

    /// Reads two halves at the same time: the system's roots are a quarter of a short run.
    private static func read(_ text: [UInt8]) throws -> [NIOSSLCertificate] {
        let beginning = Array("-----BEGIN CERTIFICATE-----".utf8)
        guard let cut = (text.count / 2..<text.count).first(where: { text[$0...].starts(with: beginning) }),
            text[..<cut].firstRange(of: beginning) != nil
        else {
            return try NIOSSLCertificate.fromPEMBytes(text)
        }
        let second = Half()
        LookupThreads().run { second.read(Array(text[cut...])) }
        let first = Result { try NIOSSLCertificate.fromPEMBytes(Array(text[..<cut])) }
        return try first.get() + second.certificates()
    }

    /// Certificates that another thread reads.
    private final class Half: Sendable {
        private let result = Mutex<Result<[NIOSSLCertificate], any Error>>(.success([]))
        private let isRead = DispatchSemaphore(value: 0)

        func read(_ text: [UInt8]) {
            let read = Result { try NIOSSLCertificate.fromPEMBytes(text) }
            result.withLock { $0 = read }
            isRead.signal()
        }

        /// Waits for them.
        func certificates() throws -> [NIOSSLCertificate] {
            isRead.wait()
            return try result.withLock { try $0.get() }
        }
    }

    /// Settings for connections that trust the certificates in `file`; `nil`: those of the system.
    mutating func configuration(trusting file: String?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file {
            // Of a file that can't be read nothing is trusted: that is told where the connection fails.
            configuration.trustRoots = .certificates((try? certificates(in: file)) ?? [])
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
