/// `/linode/instances` and the paths below it.
extension LinodeService {
    func instances(_ path: [String], _ request: SandboxRequest, _ account: LinodeAccount) -> SandboxResponse? {
        guard let id = path.first else { return list(request, account) }
        guard let id = Int(id), let instance = account.instances.first(where: { $0.id == id }) else { return nil }
        switch path.count {
        case 1: return respond(200, instance.json)
        case 2 where path[1] == "transfer": return respond(200, instance.transfer)
        case 4 where path[1] == "transfer": return month(path[2], path[3], of: instance)
        default: return nil
        }
    }

    private func list(_ request: SandboxRequest, _ account: LinodeAccount) -> SandboxResponse {
        guard let filter = LinodeFilter(header: request.header("X-Filter")) else {
            return error(400, "Cannot parse JSON", field: "X-Filter")
        }
        return page(account.instances.filter(filter.matches), request) { $0.json }
    }

    /// One page of a list: `page` from 1, `page_size` from 25 to 500
    /// (techdocs.akamai.com/linode-api/reference/pagination; the wording of the errors isn't documented).
    func page<Item>(
        _ items: [Item],
        _ request: SandboxRequest,
        json: (Item) -> SandboxJSON
    ) -> SandboxResponse {
        guard let size = Int(request.query["page_size"] ?? "100"), 25...500 ~= size else {
            return error(400, "Must be 25-500", field: "page_size")
        }
        let pages = max(1, (items.count + size - 1) / size)
        guard let page = Int(request.query["page"] ?? "1"), page >= 1 else {
            return error(400, "Must be 1 or more", field: "page")
        }
        guard page <= pages else { return error(404) }
        let slice = items.dropFirst((page - 1) * size).prefix(size)
        return respond(
            200,
            [
                "data": .array(slice.map(json)), "page": .integer(page), "pages": .integer(pages),
                "results": .integer(items.count),
            ]
        )
    }

    /// A month's transfer; an error for a month that hasn't begun
    /// (techdocs.akamai.com/linode-api/reference/get-linode-transfer-by-year-month).
    private func month(_ year: String, _ month: String, of instance: LinodeInstance) -> SandboxResponse? {
        guard let year = Int(year), let month = Int(month), 2000...9999 ~= year, 1...12 ~= month else {
            return error(400, "Invalid year or month")
        }
        guard (year, month) <= story.month else {
            return error(400, "Cannot retrieve transfer data for a future month")
        }
        return respond(200, instance.transfer(year: year, month: month))
    }
}
