import BandwidthKit

/// The dialogue of `bandwidth setup`: accounts, then channels, then the file, then a schedule.
///
/// Nothing is written until the person has seen everything tested; whoever leaves before that leaves no trace.
struct SetupDialogue {
    let dialogue: Dialogue
    let loader: ConfigurationLoader
    let context: CommandContext
    var file: ConfigurationFile

    /// Whether the configuration is as the person wants it.
    private(set) var isSaved = false

    init(file: ConfigurationFile, loader: ConfigurationLoader, context: CommandContext) {
        self.file = file
        self.loader = loader
        self.context = context
        dialogue = Dialogue(context: context)
    }

    /// Asks, tests, writes.
    ///
    /// - Throws: an error before the first question if the file is wrong or can't be written.
    mutating func run() async throws -> ExitStatus {
        try file.checkPlace()
        let before = file.bytes
        if !file.isNew { try await introduce() }
        try await addFoundAccounts()
        try await addAccounts()
        guard !file.entries(of: .accounts).isEmpty else {
            dialogue.say("No account was added, so nothing was written.")
            return .wrongConfiguration
        }
        try await addChannels()
        if file.bytes == before {
            dialogue.say("Nothing was added.")
        } else {
            let copy = try file.save()
            dialogue.say("Wrote \(context.shortened(file.path)) (only you can read it).")
            if let copy { dialogue.say("  The version before is in \(context.shortened(copy)).") }
        }
        isSaved = true
        try await schedule()
        dialogue.say("Now run: bandwidth\(option)")
        return .success
    }

    /// Says what the file has already. With a mistake that concerns all of it, nothing could be tested.
    private func introduce() async throws {
        let nothing = EntryChoice(readsAccounts: false, readsChannels: false, readsHeartbeat: false)
        let configuration = try await loader.load(file, reading: nothing, with: context.processes)
        let names = file.names(of: .accounts).joined(separator: ", ")
        dialogue.say("This adds to \(context.shortened(file.path))" + (names.isEmpty ? "." : ", which has \(names)."))
        for problem in configuration.problems { dialogue.explain(.warning, "\(problem.subject): \(problem.message)") }
    }

    /// The option that names the file, if it isn't the usual one.
    var option: String {
        file.path == (loader.usualFile() ?? loader.userFile) ? "" : " --config \(file.path.shellWord)"
    }
}
