/// The files of one folder: everything that the memory needs from a file system.
///
/// Only the holder of the state folder's lock may change them.
protocol StateFiles: Sendable {
    /// The names of the files in any order; empty if the folder doesn't exist.
    func names() throws(StateFailure) -> [String]

    /// The contents of a file; `nil` if it doesn't exist.
    func contents(of name: String) throws(StateFailure) -> [UInt8]?

    /// Replaces a file as a whole: if the run is killed, the file is either the old or the new one.
    ///
    /// - Parameter pieces: the contents, so that not all of a large file has to be in memory.
    func replace(_ name: String, with pieces: some Sequence<[UInt8]>) throws(StateFailure)

    /// Appends lines to a file, after an extra line break if its last line is torn.
    func append(_ lines: [UInt8], to name: String) throws(StateFailure)

    /// Removes a file; it is not an error if it doesn't exist.
    func remove(_ name: String) throws(StateFailure)
}

extension StateFiles {
    /// Replaces a file as a whole.
    func replace(_ name: String, with contents: [UInt8]) throws(StateFailure) {
        try replace(name, with: CollectionOfOne(contents))
    }
}

/// Why a file of the memory can't be read or written. The description names the file and the reason.
struct StateFailure: Error, Hashable, CustomStringConvertible {
    let description: String
}
