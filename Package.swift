// swift-tools-version: 6.2

import PackageDescription

/// Settings for our own targets: the upcoming language features that we use, and warnings as errors.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "bandwidth",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "bandwidth", targets: ["bandwidth"]),
        .library(name: "BandwidthKit", targets: ["BandwidthKit"]),
        .library(name: "BandwidthTransport", targets: ["BandwidthTransport"]),
        .library(name: "BandwidthSandbox", targets: ["BandwidthSandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // Its one trait adds what needs full Foundation.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .target(name: "BandwidthKit", swiftSettings: settings),
        .target(
            name: "BandwidthTransport",
            dependencies: [
                "BandwidthKit",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                // Paths in the interface of Subprocess; macOS has its own.
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "BandwidthSandbox",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            resources: [.embedInCode("Recordings/demo.recordings")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "bandwidth",
            dependencies: [
                "BandwidthKit",
                "BandwidthTransport",
                "BandwidthSandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BandwidthKitTests",
            dependencies: ["BandwidthKit", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Fixtures", "Messages", "Reports"],
            swiftSettings: settings
        ),
        .target(
            name: "SandboxFaults",
            dependencies: ["BandwidthSandbox", .product(name: "NIOCore", package: "swift-nio")],
            path: "Tests/SandboxFaults",
            swiftSettings: settings
        ),
        .testTarget(
            name: "BandwidthTransportTests",
            dependencies: [
                "BandwidthKit",
                "BandwidthTransport",
                "BandwidthSandbox",
                "SandboxFaults",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Certificates"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "bandwidthTests",
            dependencies: ["BandwidthSandbox", "BandwidthTransport", "SandboxFaults", "bandwidth"],
            exclude: ["Cases", "Outcomes"],
            swiftSettings: settings
        ),
    ]
)
