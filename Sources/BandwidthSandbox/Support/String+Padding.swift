extension String {
    /// The text with leading zeros, up to a number of characters.
    func leftPadded(to length: Int) -> String {
        String(repeating: "0", count: Swift.max(0, length - count)) + self
    }
}

extension Int {
    /// The number with leading zeros, up to a number of digits.
    func padded(_ digits: Int) -> String {
        String(self).leftPadded(to: digits)
    }
}
