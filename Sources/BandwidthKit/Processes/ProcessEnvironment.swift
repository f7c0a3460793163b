/// The environment that other programs get: that of this program, without its secrets.
///
/// A password manager needs more of it than can be listed here: its session, its agent's socket, its folders. So only
/// what is a secret of ours is left out.
enum ProcessEnvironment {
    /// A secret shorter than this could be part of any value by chance.
    private static let shortestSecret = 8

    /// Returns `environment` without these variables, and without those whose value contains one of these secrets or the
    /// value of one of these variables.
    static func without(
        variables: Set<String>, secrets: [Secret], in environment: [String: String]
    ) -> [String: String] {
        let values = variables.compactMap { environment[$0] } + secrets.map(\.revealed)
        let secrets = values.filter { $0.utf8.count >= shortestSecret }
        return environment.filter { name, value in
            !variables.contains(name) && !values.contains(value) && !secrets.contains { value.contains($0) }
        }
    }
}
