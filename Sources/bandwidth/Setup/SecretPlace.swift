import BandwidthKit

/// Where a secret of an account is kept, and so where a new one goes.
enum SecretPlace {
    /// In the configuration itself.
    case here

    /// In a file of its own.
    case file(String)

    /// Where only its owner can change it: what to change, in words.
    case elsewhere(String)

    /// Finds the place of an account's setting; `nil` if nothing is to be kept: it is optional, and left out.
    init?(of setting: Setting, in entry: JSONValue, of file: ConfigurationFile, environment: [String: String]) {
        guard let value = entry[setting.key], !value.isNull else {
            let variable = setting.variables.first { environment[$0]?.isEmpty == false && environment[$0] != "null" }
            if let variable {
                self = .elsewhere("comes from the variable \(variable); set that to the new value")
            } else if setting.isRequired {
                self = .here
            } else {
                return nil
            }
            return
        }
        let context = ConfigurationContext(environment: environment, file: file.path)
        if value.string != nil {
            self = .here
        } else if let name = value["env"]?.string {
            self = .elsewhere("comes from the variable \(name); set that to the new value")
        } else if let path = value["file"]?.string {
            self = .file(context.resolve(path))
        } else if let program = value["command"]?.array?.first?.string {
            self = .elsewhere("comes from the program '\(program)'; change it there")
        } else if let name = value["credential"]?.string {
            self = .elsewhere("is the credential \(name) of the systemd unit; change the file that the unit names")
        } else {
            self = .elsewhere("has several values; change them in \(file.path)")
        }
    }
}
