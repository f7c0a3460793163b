@testable import BandwidthKit
@testable import BandwidthTransport

extension HTTPRequest {
    /// A request to a server of the tests.
    static func test(_ url: String, method: Method = .get, token: String = "example-token") throws -> HTTPRequest {
        HTTPRequest(
            method: method, base: try BaseURL(url), path: "/v1", headers: [("authorization", "Bearer \(token)")],
            body: method == .post ? Array("a=b".utf8) : [], isRepeatable: method == .get)
    }
}

extension AsyncHTTPClientTransport {
    /// Sends requests at the same time; the outcomes in their order.
    func sendAll(_ requests: [HTTPRequest]) async -> [Result<Int, HTTPTransportError>] {
        await withTaskGroup(of: (Int, Result<Int, HTTPTransportError>).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, await self.status(request)) }
            }
            var outcomes: [Int: Result<Int, HTTPTransportError>] = [:]
            for await (index, outcome) in group { outcomes[index] = outcome }
            return requests.indices.compactMap { outcomes[$0] }
        }
    }

    /// The status of the answer.
    func status(_ request: HTTPRequest) async -> Result<Int, HTTPTransportError> {
        do throws(HTTPTransportError) {
            return .success(try await send(request).status)
        } catch {
            return .failure(error)
        }
    }
}
