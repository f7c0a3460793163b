import BandwidthKit
import Dispatch
import NIOSSL
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The trusted certificates. Each file is read only once.
///
/// By default, the HTTP library reads the file again for each connection that is started before the first one is open.
struct TrustedRoots {
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

    /// The maximum size of a certificate file, in bytes. A system's roots take a quarter of a megabyte.
    private static let largestFile = 16 << 20

    private var certificates: [String: [NIOSSLCertificate]] = [:]

    /// Returns the certificates in a PEM file. Throws an error if there are none.
    mutating func certificates(in file: String) throws -> [NIOSSLCertificate] {
        if let known = certificates[file] { return known }
        // The library's own reader would wait forever for a pipe that nothing writes to.
        let read = try Self.read(Array(InputFile(file, limit: Self.largestFile).data))
        guard !read.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
        certificates[file] = read
        return read
    }

    /// Parses two halves in parallel: parsing the system's roots takes a quarter of the time of a short run.
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

    /// Certificates that are parsed on another thread.
    private final class Half: Sendable {
        private let result = Mutex<Result<[NIOSSLCertificate], any Error>>(.success([]))
        private let isRead = DispatchSemaphore(value: 0)

        func read(_ text: [UInt8]) {
            let read = Result { try NIOSSLCertificate.fromPEMBytes(text) }
            result.withLock { $0 = read }
            isRead.signal()
        }

        /// Waits for the certificates and returns them.
        func certificates() throws -> [NIOSSLCertificate] {
            isRead.wait()
            return try result.withLock { try $0.get() }
        }
    }

    /// The configuration for connections that trust the certificates in `file`, or the system's if it is `nil`.
    mutating func configuration(trusting file: String?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file {
            // If the file can't be read, nothing is trusted. The error is reported when the connection fails.
            configuration.trustRoots = .certificates((try? certificates(in: file)) ?? [])
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
