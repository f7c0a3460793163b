/// An instance type: sizes in MB, monthly transfer in GB
/// (linode/linodego:test/integration/fixtures/ExampleListTypes_all.yaml).
struct LinodePlan: Sendable {
    let id: String
    let vcpus: Int
    let memory: Int
    let disk: Int
    let transfer: Int

    static let nanode = LinodePlan(id: "g6-nanode-1", vcpus: 1, memory: 1024, disk: 25_600, transfer: 1000)
    static let standard1 = LinodePlan(id: "g6-standard-1", vcpus: 1, memory: 2048, disk: 51_200, transfer: 2000)
    static let standard2 = LinodePlan(id: "g6-standard-2", vcpus: 2, memory: 4096, disk: 81_920, transfer: 4000)
}
