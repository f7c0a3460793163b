/// The files of one folder: all that the memory asks of a file system.
///
/// Only whoever holds the lock of the state folder may change them.
protocol StateFiles: Sendable {
    /// The names of the files in any order; none where there is no folder.
    func names() throws(StateFailure) -> [String]

    /// What a file holds; `nil` where there is none.
    func contents(of name: String) throws(StateFailure) -> [UInt8]?

    /// Replaces a file whole: whoever is killed meanwhile leaves the old one or the new one.
    func replace(_ name: String, with contents: [UInt8]) throws(StateFailure)

    /// Adds lines at the end of a file, behind a line break of their own where its last line is torn.
    func append(_ lines: [UInt8], to name: String) throws(StateFailure)

    /// Removes a file; it is no mistake if there is none.
    func remove(_ name: String) throws(StateFailure)
}

/// Why a file of the memory can't be read or written. The description names it and the reason.
struct StateFailure: Error, Hashable, CustomStringConvertible {
    let description: String
}
