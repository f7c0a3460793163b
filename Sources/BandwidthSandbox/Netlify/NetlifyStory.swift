/// Netlify's part of the story: the teams that each token reaches. Its GB is 2³⁰ bytes.
struct NetlifyStory: Sendable {
    let period: NetlifyPeriod
    let teams: [String: [NetlifyTeam]] = [
        SandboxStory.Netlify.teams: [
            NetlifyTeam(
                id: "5f1aa0c0e4b0a1b2c3d4e5f6", slug: "example-team", name: "Example Team", plan: "Starter",
                used: 98_784_247_808, included: 107_374_182_400, additional: 0
            ),
            NetlifyTeam(
                id: "5f1aa0c0e4b0a1b2c3d4e5f7", slug: "example-credits", name: "Example Credits", plan: "Pro",
                used: 33_715_493_274, included: nil, additional: 0
            ),
        ],
        SandboxStory.Netlify.pro: [
            NetlifyTeam(
                id: "5f1aa0c0e4b0a1b2c3d4e5f8", slug: "example-pro", name: "Example Pro", plan: "Pro",
                used: 322_122_547_200, included: 1_099_511_627_776, additional: 107_374_182_400
            )
        ],
    ]

    init(now: Int) {
        period = NetlifyPeriod(now: now)
    }
}
