/// The phone numbers that Twilio refuses: malformed ones, and those that its test credentials set aside, one for each
/// error (www.twilio.com/docs/iam/test-credentials). All others are accepted.
enum TwilioNumbers {
    static func checkSender(_ number: String) throws(TwilioError) {
        switch number {
        case "+15005550007":
            throw TwilioError(21606, "The 'From' phone number provided (\(number)) is not message-capable.")
        case "+15005550008":
            throw TwilioError(21611, "This 'From' number has exceeded the maximum number of queued messages.")
        case _ where number == "+15005550001" || !(isE164(number) || isDigits(number, 3...8) || isName(number)):
            throw TwilioError(21212, "The 'From' number \(number) is not a valid phone number or sender ID.")
        default: break
        }
    }

    static func checkRecipient(_ number: String) throws(TwilioError) {
        switch number {
        case "+15005550002":
            throw TwilioError(21612, "The 'To' phone number \(number) is not currently reachable via SMS.")
        case "+15005550003":
            throw TwilioError(21408, "Permission to send an SMS has not been enabled for the region of \(number).")
        case "+15005550004":
            throw TwilioError(21610, "Attempt to send to unsubscribed recipient")
        case "+15005550009":
            throw TwilioError(21614, "'To' number is not a valid mobile number")
        case _ where number == "+15005550001" || !isE164(number):
            throw TwilioError(21211, "The 'To' number \(number) is not a valid phone number.")
        default: break
        }
    }

    private static func isE164(_ number: String) -> Bool {
        number.hasPrefix("+") && !number.hasPrefix("+0") && isDigits(number.dropFirst(), 8...15)
    }

    private static func isDigits(_ text: some StringProtocol, _ length: ClosedRange<Int>) -> Bool {
        length ~= text.utf8.count && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// Up to 11 letters, digits and spaces, with at least one letter.
    private static func isName(_ text: String) -> Bool {
        1...11 ~= text.utf8.count && text.contains(where: \.isLetter)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " ") }
    }
}
