import BandwidthKit
import Testing

/// The configuration in a text; throws all of its problems.
func load(_ text: String, environment: [String: String] = [:]) throws(ConfigurationError) -> Configuration {
    try ConfigurationLoader(environment: environment).load(text: text)
}

/// The problems of a configuration, one per line; empty if there are none.
func problems(in text: String, environment: [String: String] = [:]) -> [String] {
    problems { () throws(ConfigurationError) in
        let problems = try load(text, environment: environment).problems
        if !problems.isEmpty { throw ConfigurationError(problems) }
    }
}

/// The problems of the configuration that `load` reads.
func problems(_ load: () throws(ConfigurationError) -> Void) -> [String] {
    do {
        try load()
        return []
    } catch {
        return error.problems.map { problem in
            [problem.subject, problem.message].filter { !$0.isEmpty }.joined(separator: ": ")
        }
    }
}

/// A file with these members in its only entry, which is Linode's and has a token.
func linode(_ members: String) -> String {
    #"{ "providers": [{ "type": "linode", "token": "example", \#(members) }] }"#
}

/// A file with this `notify` entry and nothing else wrong.
func twilio(_ members: String) -> String {
    #"{ "providers": [{ "type": "linode", "token": "example" }], "notify": [{ "type": "twilio", \#(members) }] }"#
}
