import Testing

@testable import bandwidth

/// What the program asks at a terminal if nothing is configured.
@Suite struct PromptTests {
    private func run(_ arguments: [String], answers: [String]) async -> ScriptedTerminal {
        let terminal = ScriptedTerminal(answers)
        await terminal.run(arguments)
        return terminal
    }

    @Test func theTokenIsAskedForInASentence() async {
        let terminal = await run(["linode"], answers: [])
        #expect(
            terminal.transcript == """
                Enter 'token' for linode (personal access token; hidden): ^D
                bandwidth: linode: no value entered for 'token'

                """)
        #expect(terminal.status == 78)
    }

    @Test func everyRequiredSettingIsAskedFor() async {
        let terminal = await run(["http"], answers: ["http://127.0.0.1:1/x", "/used"])
        #expect(
            terminal.prompts == [
                "Enter 'url' for http (the address to ask; it may have a query, but put secrets in 'query'): ",
                "Enter 'used_pointer' for http (place of the used amount, such as /data/used): ",
            ])
    }
}
