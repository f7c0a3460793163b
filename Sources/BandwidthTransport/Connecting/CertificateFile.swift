import BandwidthKit
import Dispatch
import NIOSSL
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file of PEM certificates that is being read in the background.
///
/// Reading the system's roots takes a quarter of the time of a short run, so it starts as soon as it is clear that they are
/// needed. Two threads would not be faster: each needs memory of its own.
final class CertificateFile: Sendable {
    /// The maximum size, in bytes. A system's roots take a quarter of a megabyte.
    private static let limit = 16 << 20

    private let content = Mutex<Result<[NIOSSLCertificate], any Error>>(.success([]))
    private let hasBegun = DispatchGroup()
    private let isRead = DispatchGroup()

    /// Starts to read the file at `path`.
    init(_ path: String) {
        hasBegun.enter()
        isRead.enter()
        LookupThreads().run { [self] in
            var isFirst = true
            let certificates = Result {
                try Self.certificates(in: path) {
                    if isFirst { hasBegun.leave() }
                    isFirst = false
                }
            }
            content.withLock { $0 = certificates }
            if isFirst { hasBegun.leave() }
            isRead.leave()
        }
    }

    /// Waits for the first certificate. Throws an error if there is none, or already if another one can't be read.
    func check() throws {
        hasBegun.wait()
        _ = try content.withLock { try $0.get() }
    }

    /// Waits for the certificates. Throws an error if there are none, or one can't be read.
    func certificates() throws -> [NIOSSLCertificate] {
        isRead.wait()
        return try content.withLock { try $0.get() }
    }

    /// - Parameter progress: called for each certificate.
    private static func certificates(in path: String, progress: () -> Void) throws -> [NIOSSLCertificate] {
        // The library's own reader would wait forever for a pipe that nothing writes to.
        let text = try InputFile(path, limit: limit).bytes
        let certificates = try decoded(text[...], progress: progress) ?? NIOSSLCertificate.fromPEMBytes(text)
        guard !certificates.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
        return certificates
    }

    /// The certificates; `nil` if there are none, or anything is unusual about them.
    ///
    /// The library decodes Base64 as carefully as if it were a private key, which takes as long as all the rest.
    private static func decoded(_ text: ArraySlice<UInt8>, progress: () -> Void) -> [NIOSSLCertificate]? {
        let beginning = Array("-----BEGIN CERTIFICATE-----".utf8), end = Array("-----END CERTIFICATE-----".utf8)
        var certificates: [NIOSSLCertificate] = []
        var rest = text
        while let mark = start(of: beginning, in: rest) {
            rest = rest[mark...].dropFirst(beginning.count)
            guard let close = start(of: end, in: rest),
                let content = Data(base64Encoded: Data(rest[..<close]), options: .ignoreUnknownCharacters),
                let certificate = try? NIOSSLCertificate(bytes: Array(content), format: .der)
            else { return nil }
            certificates.append(certificate)
            progress()
            rest = rest[close...].dropFirst(end.count)
        }
        return certificates.isEmpty ? nil : certificates
    }

    /// Where a mark begins.
    private static func start(of mark: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        while let dash = rest.firstIndex(of: mark[0]) {
            rest = rest[dash...]
            if rest.starts(with: mark) { return dash }
            rest = rest.dropFirst()
        }
        return nil
    }
}
