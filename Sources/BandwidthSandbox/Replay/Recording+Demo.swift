extension Recording {
    /// The accounts of the demo: of every provider with a fixture `demo`, that fixture.
    ///
    /// `Recordings/demo.recordings` is written from the fixtures by `RECORD_FIXTURES=1 swift test --filter Recordings`,
    /// and a test fails when it isn't what they say.
    package static let demo = all(in: String(decoding: PackageResources.demo_recordings, as: UTF8.self))
}
