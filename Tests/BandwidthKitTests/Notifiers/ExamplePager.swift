public import BandwidthKit

/// Example Pager: one message to each person's pager.
///
/// Sends `POST /pages` (https://docs.example.com/pages). A page with the `key` of an earlier one replaces it.
public struct ExamplePager: Notifier {
    public static let kind = "example_pager"
    public static let summary = ServiceSummary(
        name: "Example Pager", purpose: "messages to pagers", permission: "a token that may send pages")

    /// The most bytes of a title and of a text (https://docs.example.com/pages#limits).
    public static let style = MessageStyle.title(60, body: 500)
    public static let repeats = Repeatability.byKey

    let token: Secret
    public let recipients: [String]

    public init?(from settings: inout SettingsReader) {
        let token = settings.secret("token", "API token", variables: ["EXAMPLE_PAGER_TOKEN"])
        recipients = settings.texts("pager", "number of a pager, or a list of numbers", isRequired: true)
        settings.address("https://pager.example.com/v1")
        guard let token else { return nil }
        self.token = token
    }

    public func deliver(
        _ alert: Alert, to recipient: String, through api: APIClient
    ) async throws(APIError) -> Receipt {
        let page: JSONValue = [
            "to": .string(recipient), "title": .string(alert.title), "text": .string(alert.body),
            "key": .string(alert.key), "urgent": .bool(alert.status == .critical),
        ]
        let answer: Answer? = try await api.send(
            "/pages", body: .json(page), authorization: .bearer(token), isRepeatable: true)
        return Receipt(id: answer?.id)
    }

    /// `{"id": "…"}`, the page that was accepted.
    private struct Answer: Decodable {
        let id: String
    }
}
