import BandwidthKit
import NIOCore
import NIOSSL

/// The hosts that a certificate is for.
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
            domains: names.filter { $0.nameType == .dnsName }.map { String(decoding: $0.contents, as: UTF8.self) },
            addresses: names.filter { $0.nameType == .ipAddress }.map { Array($0.contents) })
    }

    /// Fails unless the certificate on the other side of a connection is for a host.
    ///
    /// The library also accepts one for the address that is connected to, be it a proxy's or one that a name server made
    /// up: whatever names a certificate has, one of them must be the host's.
    static func check(_ channel: any NIOCore.Channel, for host: String) throws {
        let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
        let names = certificate.map { CertificateNames($0) } ?? CertificateNames(domains: [], addresses: [])
        guard names.cover(host) || (names.isEmpty && IPAddress(host) == nil) else {
            throw HTTPTransportError.insecure(HTTPTransportError.wrongName)
        }
    }

    /// Whether there are none: an old certificate may have a name elsewhere.
    var isEmpty: Bool {
        domains.isEmpty && addresses.isEmpty
    }

    /// Whether it is for a host: an address as such, a name letter by letter, but for a first label `*`.
    func cover(_ host: String) -> Bool {
        if let address = IPAddress(host) { return addresses.contains(address.bytes) }
        let host = host.lowercased()
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        return domains.contains { domain in
            guard domain.hasPrefix("*.") else { return domain == name }
            // `*.example.com` is for `api.example.com`, and neither for `example.com` nor for `a.api.example.com`.
            let rest = name.drop { $0 != "." }
            return rest.count < name.count && rest == domain.dropFirst() && rest.dropFirst().contains(".")
        }
    }
}
