#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file with secrets that is replaced: readable by its owner only, and never without a copy of what it contained.
package struct PrivateFile {
    private let path: String
    private let contents: [UInt8]?

    /// Creates a file at a path.
    ///
    /// - Parameter contents: what it contained when it was read; `nil` if it didn't exist.
    package init(_ path: String, was contents: [UInt8]?) {
        self.path = path
        self.contents = contents
    }

    /// Checks that the file can be written as far as that can be known without changing anything.
    package func check() throws(ConfigurationError) {
        try checkKind()
        let manager = FileManager.default
        if contents == nil, (try? manager.destinationOfSymbolicLink(atPath: path)) != nil {
            throw ConfigurationError(path, "is a link to a file that doesn't exist; remove the link")
        }
        // The copy stands beside the link, the file beside the link's target.
        for file in [URL(filePath: path), URL(filePath: path).resolvingSymlinksInPath()] {
            var folder = file.deletingLastPathComponent()
            // With the slash at its end, a file in place of a folder would not exist.
            var name: String { folder.resolvingSymlinksInPath().path(percentEncoded: false).withoutSlashAtEnd }
            while folder.pathComponents.count > 1, !manager.fileExists(atPath: name) {
                folder.deleteLastPathComponent()
            }
            let attributes = try? manager.attributesOfItem(atPath: name)
            guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
                throw ConfigurationError(path, "can't be written: \(name) is not a folder")
            }
            guard manager.isWritableFile(atPath: name) else {
                throw ConfigurationError(path, "can't be written: the folder \(name) is not writable")
            }
        }
    }

    /// A device must not become a file: root could replace `/dev/null` for everybody.
    private func checkKind() throws(ConfigurationError) {
        guard !path.isIrregularFile else { throw ConfigurationError(path, "is not a regular file") }
    }

    /// Writes the file, and missing folders, unless it was changed since it was read.
    ///
    /// - Returns: the path of the copy, `PATH.bak`; `nil` if there was no file.
    package func replace(with bytes: [UInt8]) throws(ConfigurationError) -> String? {
        try checkKind()
        do throws(AtomicFile.Failure) {
            guard let contents else {
                let folder = URL(filePath: path).deletingLastPathComponent()
                try? FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try AtomicFile(path, ifExists: .refuse).write { $0.write(bytes) }
                return nil
            }
            guard (try? InputFile(path).bytes) == Array(contents) else {
                throw AtomicFile.Failure(
                    path: path, reason: "was changed in the meantime; nothing was written", exists: true)
            }
            let copy = path + ".bak"
            try AtomicFile(copy, isExactMode: true, followsLinks: false).write { $0.write(contents) }
            try AtomicFile(path, isExactMode: true).write { $0.write(bytes) }
            return copy
        } catch {
            throw ConfigurationError(error.path, error.reason)
        }
    }
}

extension String {
    fileprivate var withoutSlashAtEnd: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}
