/// Texts that a person sees before anything is set up.
enum Help {
    /// What to do next where nothing is configured; one screen.
    static let firstSteps = """
        nothing to check yet. Three ways on:
          bandwidth demo           see it at work on made-up accounts; needs nothing
          LINODE_TOKEN=… bandwidth check an account by its token variable alone
          bandwidth config init    write a configuration for all your accounts
        'bandwidth providers' lists the services and their token variables.
        """
}
