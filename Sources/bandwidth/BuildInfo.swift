import BandwidthKit

/// What this program was built from and how: what `bandwidth --version --json` prints.
enum BuildInfo {
    /// The version of the compiler, as far as source code can tell.
    static var swift: String {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    static var platform: String {
        #if os(macOS)
            let system = "macos"
        #elseif os(Linux)
            let system = "linux"
        #else
            let system = "unknown"
        #endif
        #if arch(x86_64)
            return "\(system)-x86_64"
        #elseif arch(arm64)
            return "\(system)-arm64"
        #else
            return "\(system)-unknown"
        #endif
    }

    /// The flags that matter: those of `.ci/build-release`, or what tells a debug build from another.
    static var flags: [String] {
        #if RELEASED
            ["-c release", "-Osize", "--static-swift-stdlib"]
        #elseif DEBUG
            ["-c debug"]
        #else
            ["-c release"]
        #endif
    }

    static var json: JSONValue {
        [
            "schema_version": 1, "version": .string(Product.version), "swift": .string(swift),
            "platform": .string(platform), "flags": .array(flags.map { .string($0) }),
        ]
    }
}
