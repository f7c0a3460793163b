import BandwidthSandbox

/// Faults of single values: the regular JSON with all numbers changed in the same way.
extension SandboxFault {
    static let fields = [
        SandboxFault("fields-null", "every value null") { exchange, _ in
            bent(exchange) { $0.mapScalars { _ in .null } }
        },
        numbers("fields-negative", "every number negative") { .number($0 == "0" ? "-1" : "-" + $0) },
        numbers("fields-fractional", "every whole number and a half") { .number($0 + ($0.contains(".") ? "5" : ".5")) },
        numbers("fields-string", "every number in quotes") { .string($0) },
        numbers("fields-text", "every number the text abc") { _ in "abc" },
        numbers("fields-1e400", "every number 1e400, more than a Double holds") { _ in .number("1e400") },
        numbers("fields-30digits", "every number of 30 digits") { _ in .number("123456789012345678901234567890") },
        numbers("fields-boolean", "every number true") { _ in true },
        numbers("fields-large", "every number 2⁶³ - 1") { _ in .integer(Int64.max) },
        SandboxFault("fields-missing", "every member that is a number left out") { exchange, _ in
            bent(exchange) { $0.droppingNumbers() }
        },
    ]

    private static func numbers(
        _ name: String,
        _ summary: String,
        _ change: @escaping @Sendable (String) -> SandboxJSON
    ) -> SandboxFault {
        SandboxFault(name, summary) { exchange, _ in
            bent(exchange) { json in
                json.mapScalars { scalar in
                    guard case .number(let literal) = scalar else { return scalar }
                    return change(literal)
                }
            }
        }
    }

    /// The regular answer with its JSON changed; anything else is unchanged.
    private static func bent(_ exchange: Exchange, _ change: (SandboxJSON) -> SandboxJSON) -> SandboxResponse {
        var response = exchange.answer()
        if let value = SandboxJSON(parsing: response.body) {
            response.body = Array(change(value).text.utf8)
        }
        return response
    }
}
