#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The transfer of each instance at Amazon Lightsail.
///
/// Calls `GetInstances` for the allowances and `GetInstanceMetricData` for the traffic
/// (https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/Welcome.html). Both directions count towards an
/// allowance, but only outbound traffic beyond it is charged
/// (https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-faq-data-transfer-allowance.html). The
/// allowance is per calendar month.
public struct Lightsail: UsageProvider {
    public static let kind = "lightsail"
    public static let summary = ServiceSummary(
        name: "Amazon Lightsail",
        purpose: "each instance of the regions that you name; instances that share a bundle and a region together too",
        counts: "in and outbound, bytes (GB of 2^30 bytes), per calendar month; only outbound is charged",
        permission: "lightsail:GetInstances, lightsail:GetInstanceMetricData",
        console: "https://lightsail.aws.amazon.com",
        tokenPage: "https://console.aws.amazon.com/iam/home#/users",
        doubts: [
            "whether instances of one bundle in one region have one allowance together isn't clear from AWS's pages",
            "the traffic of deleted instances may count towards the allowance, but can't be read",
            "traffic over private addresses is in the figures, although it is free",
            "whether the first month's allowance is reduced isn't documented, nor is the size of a GB",
            "distributions, buckets, databases and containers have their own allowances, which aren't read",
        ])

    /// AWS says nothing of how many requests it allows, and throttles early.
    private static let width = 4
    private static let instancesPerMinute = 120

    let credentials: AWSCredentials
    let regions: [String]
    let addresses: [BaseURL]

    public init?(from settings: inout SettingsReader) {
        let credentials = settings.awsCredentials()
        var regions: [String] = []
        let named = settings.texts(
            "regions", "region such as eu-central-1, or a list of them", isRequired: true,
            variables: ["AWS_REGION", "AWS_DEFAULT_REGION"])
        for region in named where !regions.contains(region) {
            if region.isRegion { regions.append(region) }
        }
        for region in named where !region.isRegion {
            settings.report("regions", "expected a region such as eu-central-1, but got \"\(region.printable)\"")
        }
        addresses = settings.addresses(
            of: regions, "address of the API, for all regions; https://lightsail.REGION.amazonaws.com unless set"
        ) { region in
            // Only letters, digits and hyphens are in it.
            (try? BaseURL("https://lightsail.\(region).amazonaws.com")) ?? "https://lightsail.us-east-1.amazonaws.com"
        }
        guard let credentials, !regions.isEmpty else { return nil }
        self.credentials = credentials
        self.regions = regions
    }

    public func usage(from api: APIClient, at now: Date) async throws(APIError) -> UsageReading {
        guard let period = BillingPeriod.month(containing: now) else {
            throw APIError(.badResponse, "the clock shows no sensible year")
        }
        let services = zip(regions, addresses).map { region, address in service(region, api.at(address)) }
        let lists = await services.concurrentMap { service in
            await Result.catching { () async throws(APIError) -> [Instance] in try await list(from: service) }
        }
        var reading = UsageReading([])
        var found: [Instance] = []
        for (region, result) in zip(regions, lists) {
            switch result {
            case .success(let instances): found += instances.map { $0.located(in: region) }
            case .failure(let error): reading.errors.append(error.about(UsageScope(.region, id: region)))
            }
        }
        if reading.errors.count == regions.count, let first = reading.errors.first { throw first.about(nil) }
        guard !found.isEmpty || !reading.errors.isEmpty else {
            throw APIError(
                .notFound, "there are no instances in \(regions.joined(separator: ", "))",
                hint: "name the regions that have some in 'regions'")
        }
        let rows = await InstanceSelection.all.rows(
            of: found, from: api, perMinute: Self.instancesPerMinute, width: Self.width, scope: \.scope
        ) { instance, api throws(APIError) in
            let address = zip(regions, addresses).first { $0.0 == instance.region }?.1 ?? api.base
            return try await usage(of: instance, in: period, at: now, from: service(instance.region, api.at(address)))
        }
        reading.rows = rows.rows + Self.bundles(of: found, rows.rows)
        reading.errors += rows.errors
        return reading
    }

    private func service(_ region: String, _ api: APIClient) -> AWSService {
        AWSService(
            api: api, signature: AWSSignature(credentials: credentials, region: region, service: "lightsail"),
            target: "Lightsail_20161128", version: "1.1")
    }

    /// The instances of a region, page by page.
    private func list(from service: AWSService) async throws(APIError) -> [Instance] {
        var instances: [Instance] = [], token = ""
        for _ in 1...1000 {
            let page: InstancePage = try await service.call(
                "GetInstances", token.isEmpty ? [] : [.init("pageToken", .string(token))])
            instances += page.instances
            let next = page.nextPageToken ?? ""
            if next.isEmpty || next == token { return instances }
            token = next
        }
        throw APIError(.badResponse, "the list of instances has no end")
    }

    private func usage(
        of instance: Instance, in period: BillingPeriod, at now: Date, from service: AWSService
    ) async throws(APIError) -> Usage {
        let outgoing = try await traffic("NetworkOut", of: instance, in: period, at: now, from: service)
        let incoming = try await traffic("NetworkIn", of: instance, in: period, at: now, from: service)
        let out = outgoing ?? .zero, used = out + (incoming ?? .zero), quota = instance.quota?.count
        let notes = [
            outgoing == nil && incoming == nil ? "no data yet" : nil,
            "\(out.text(in: .binaryGigabyte)) are outbound, which alone is charged for; "
                + "deleted instances are not seen",
        ]
        return Usage(
            scope: instance.scope, used: used, quota: quota,
            billable: quota.map { min(out, used.excess(over: $0)) }, chargeable: out, period: period,
            isPeriodAskedFor: true,
            isStopped: instance.isStopped, unit: .binaryGigabyte,
            native: NativeFigures(
                used: Decimal(used.bytes), quota: instance.quota?.number, unit: .binaryGigabyte, usedUnit: .byte),
            overagePrice: Self.price(in: instance.region), note: notes.compactMap { $0 }.joined(separator: "; "))
    }

    /// The sum of a metric over the period so far; `nil` if there are no points, which may mean no traffic.
    private func traffic(
        _ metric: String, of instance: Instance, in period: BillingPeriod, at now: Date, from service: AWSService
    ) async throws(APIError) -> ByteCount? {
        let metric: MetricData = try await service.call(
            "GetInstanceMetricData",
            [
                .init("instanceName", .string(instance.name)), .init("metricName", .string(metric)),
                .init("period", 86400), .init("startTime", .number(Decimal(period.start.timeIntervalSince1970))),
                .init("endTime", .number(Decimal(period.queryEnd(at: now).timeIntervalSince1970))),
                .init("unit", "Bytes"), .init("statistics", ["Sum"]),
            ])
        guard !metric.metricData.isEmpty else { return nil }
        return metric.metricData.reduce(ByteCount.zero) { $0 + $1.sum.count }
    }

    /// A row for each bundle that several instances of a region have. AWS says in one place that each has its own
    /// allowance, and in another that the bundle has one.
    private static func bundles(of instances: [Instance], _ rows: [Usage]) -> [Usage] {
        let read = Dictionary(rows.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })
        let groups = Dictionary(grouping: instances.filter { $0.bundle != nil }, by: \.bundleScope)
        return groups.sorted { ($0.key.id ?? "") < ($1.key.id ?? "") }.compactMap { scope, members in
            let usages = members.compactMap { read[$0.scope] }
            guard members.count > 1, usages.count == members.count, let first = usages.first else { return nil }
            let used = usages.reduce(ByteCount.zero) { $0 + $1.used }
            let quota = usages.reduce(ByteCount.zero) { $0 + ($1.quota ?? .zero) }
            return Usage(
                scope: scope, used: used, quota: quota, period: first.period, isPeriodAskedFor: true,
                unit: .binaryGigabyte,
                native: NativeFigures(used: Decimal(used.bytes), unit: .byte), drawsOnPool: true,
                note: "\(members.count) instances together; AWS may count them, and deleted ones, as one")
        }
    }

    /// USD per GB beyond the allowance
    /// (https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-faq-data-transfer-allowance.html). The
    /// API has no prices.
    private static func price(in region: String) -> OveragePrice? {
        let cents: Int
        switch region {
        case "ap-south-1", "ap-northeast-2": cents = 13
        case "ap-southeast-1": cents = 12
        case "ap-northeast-1": cents = 14
        case "ap-southeast-2": cents = 17
        default:
            guard ["us-", "ca-", "eu-"].contains(where: region.hasPrefix) else { return nil }
            cents = 9
        }
        return OveragePrice(
            Money(Decimal(sign: .plus, exponent: -2, significand: Decimal(cents)), "USD"),
            per: DataUnit.binaryGigabyte.size, lookedUp: "2026-11")
    }

    public typealias Refusal = AWSRefusal
}

extension String {
    /// Whether it can be part of the name of a host: `eu-central-1`.
    fileprivate var isRegion: Bool {
        (4...30).contains(utf8.count) && first != "-" && last != "-"
            && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }
}
