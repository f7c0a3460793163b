extension StringProtocol {
    /// The text on one line, without control and formatting characters, for terminals and logs.
    ///
    /// Tabs and line breaks become spaces. Characters that could move the cursor, change colours or reverse the text
    /// direction are dropped.
    package var printable: String {
        guard !utf8.allSatisfy({ (32...126).contains($0) }) else { return String(self) }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar.properties.isWhitespace, .lineSeparator, .paragraphSeparator:
                result.unicodeScalars.append(" ")
            case .control, .surrogate, .privateUse, .unassigned:
                continue
            case .format where scalar != "\u{200D}":
                continue
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same of a text of any length, cut off behind so many Unicode scalars.
    package func printable(upTo limit: Int) -> String {
        guard unicodeScalars.dropFirst(limit).first != nil else { return printable }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit))).printable + "…"
    }
}
