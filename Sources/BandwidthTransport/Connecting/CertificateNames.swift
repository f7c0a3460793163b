import BandwidthKit
import NIOCore
import NIOSSL

/// The hosts for which a certificate is valid.
struct CertificateNames {
    private let domains: [String]
    private let addresses: [[UInt8]]

    init(domains: [String], addresses: [[UInt8]]) {
        self.domains = domains.map { $0.lowercased() }
        self.addresses = addresses
    }

    init(_ certificate: NIOSSLCertificate) {
        let names = Array(certificate._subjectAlternativeNames())
        self.init(
            domains: names.filter { $0.nameType == .dnsName }.map {
                String(decoding: Array($0.contents), as: UTF8.self)
            },
            addresses: names.filter { $0.nameType == .ipAddress }.map { Array($0.contents) })
    }

    /// Throws an error unless the peer's certificate is valid for a host.
    ///
    /// The library also accepts a certificate for the address of the connection, even if that is a proxy's or one
    /// that a name server made up. If a certificate has names, one of them must be the host's.
    static func check(_ channel: any NIOCore.Channel, for host: String) throws {
        let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
        let names = certificate.map { CertificateNames($0) } ?? CertificateNames(domains: [], addresses: [])
        guard names.cover(host) || (names.isEmpty && IPAddress(host) == nil) else {
            throw HTTPTransportError.insecure(HTTPTransportError.wrongName)
        }
    }

    /// Whether there are no names here. An old certificate may have its name in another field.
    var isEmpty: Bool {
        domains.isEmpty && addresses.isEmpty
    }

    /// Whether the certificate is valid for a host. An address must be listed as an address; a name must match exactly,
    /// except that the first label may be `*`.
    func cover(_ host: String) -> Bool {
        if let address = IPAddress(host) { return addresses.contains(address.bytes) }
        let host = host.lowercased()
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        return domains.contains { domain in
            guard domain.hasPrefix("*.") else { return domain == name }
            // `*.example.com` matches `api.example.com`, but neither `example.com` nor `a.api.example.com`.
            let rest = name.drop { $0 != "." }
            return rest.count < name.count && rest == domain.dropFirst() && rest.dropFirst().contains(".")
        }
    }
}
