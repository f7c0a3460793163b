extension Recording {
    /// The demo's accounts: the fixture `demo` of every provider that has one. And a channel of every notifier, which
    /// accepts whatever is sent with the right secret.
    ///
    /// `RECORD_FIXTURES=1 swift test --filter RecordingTests` writes `Recordings/demo.recordings` from the fixtures, and
    /// that test fails when the two differ.
    package static let demo = all(in: String(decoding: PackageResources.demo_recordings, as: UTF8.self))
}
