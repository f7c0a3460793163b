/// The keys that requests to AWS are signed with.
struct AWSCredentials: Sendable {
    let keyID: Secret
    let secretKey: Secret

    /// For temporary keys only.
    let sessionToken: Secret?
}

extension SettingsReader {
    /// Reads the keys for AWS: those of the entry, or of the profile that it names, or of the environment, or of the
    /// usual profile. The parts of a pair are never taken from different places.
    mutating func awsCredentials() -> AWSCredentials? {
        let hasKeys = contains("access_key_id", "secret_access_key", "session_token")
        let mayUseVariables = !hasKeys && !contains("profile")
        func names(_ name: String) -> [String] {
            mayUseVariables ? [name] : []
        }
        let keyID = secret(
            "access_key_id", "access key ID", isRequired: hasKeys, isAskedFor: true,
            variables: names("AWS_ACCESS_KEY_ID"))
        let secretKey = secret(
            "secret_access_key", "secret access key", isRequired: hasKeys, isAskedFor: true,
            variables: names("AWS_SECRET_ACCESS_KEY"))
        let sessionToken = secret(
            "session_token", "session token, for temporary keys", isRequired: false,
            variables: names("AWS_SESSION_TOKEN"))
        let profile = awsProfile(isUsed: !hasKeys && keyID == nil && secretKey == nil)
        if hasKeys, contains("profile") {
            report("profile", "can't be used together with keys; remove one of them")
        }
        guard let keyID, let secretKey else {
            if !hasKeys, keyID != nil { reportMissing("secret_access_key", ["AWS_SECRET_ACCESS_KEY"]) }
            if !hasKeys, secretKey != nil { reportMissing("access_key_id", ["AWS_ACCESS_KEY_ID"]) }
            return profile
        }
        return AWSCredentials(keyID: keyID, secretKey: secretKey, sessionToken: sessionToken)
    }

    /// Reads which profile of which file to use, and its keys.
    private mutating func awsProfile(isUsed: Bool) -> AWSCredentials? {
        let usualFile = "~/.aws/credentials"
        let fileSummary = "file of AWS profiles; \(usualFile) unless set"
        let fileVariables = ["AWS_SHARED_CREDENTIALS_FILE"]
        // Listed with the usual file, so that a remembered report isn't used after that has changed.
        _ = value("credentials_file", fileSummary, variables: fileVariables, files: [usualFile])
        let ownFile = text("credentials_file", fileSummary, variables: fileVariables)
        let ownName = text(
            "profile", "profile of that file, instead of keys; default unless set", variables: ["AWS_PROFILE"])
        guard isUsed else { return nil }
        let name = ownName ?? "default", path = context.resolve(ownFile ?? usualFile)
        let isWanted = ownFile != nil || ownName != nil
        guard isWanted || !path.hasPrefix("~") else {
            reportMissing("access_key_id", ["AWS_ACCESS_KEY_ID"])
            return nil
        }
        do throws(InputFile.Failure) {
            return awsCredentials(of: name, in: try InputFile(path), path)
        } catch {
            if error.isMissing, !isWanted {
                report(
                    "access_key_id",
                    "missing; set it here, in the variable AWS_ACCESS_KEY_ID, or in the file \(path)")
            } else {
                report(ownFile == nil ? "profile" : "credentials_file", "the file \(path) \(error)")
            }
            return nil
        }
    }

    private mutating func awsCredentials(of name: String, in file: InputFile, _ path: String) -> AWSCredentials? {
        let text = String(decoding: file.bytes, as: UTF8.self)
        let found: AWSProfile?
        do {
            found = try AWSProfile(name, in: text)
        } catch {
            report("credentials_file", "\(path): \(error)")
            return nil
        }
        let place = "the profile '\(name.printable)' of \(path)"
        guard let values = found?.values else {
            report("profile", "\(path) has no profile '\(name.printable)'")
            return nil
        }
        guard let keyID = values["aws_access_key_id"], let secretKey = values["aws_secret_access_key"] else {
            report(
                "profile",
                "\(place) has no aws_access_key_id and aws_secret_access_key; "
                    + "profiles with SSO, roles or processes can't be used")
            return nil
        }
        if file.isReadableByOthers { warn("profile", "others can read \(path); run chmod 600 \(path)") }
        func secret(_ text: String) -> Secret? {
            guard let line = checked(text, "profile", from: place) else { return nil }
            let secret = Secret(line.value, source: line.source)
            keep(secret)
            return secret
        }
        let token = values["aws_session_token"].flatMap { $0.isEmpty ? nil : secret($0) }
        guard let keyID = secret(keyID), let secretKey = secret(secretKey) else { return nil }
        return AWSCredentials(keyID: keyID, secretKey: secretKey, sessionToken: token)
    }
}
