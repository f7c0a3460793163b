import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that a report goes to: whole or not at all.
enum OutputFile {
    /// Why nothing could be written; the description names the file and the reason.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Why a report could not be written there, as far as can be known before there is one; `nil`: nothing is known.
    ///
    /// - Parameter configuration: the file that must not be replaced by a report.
    static func problem(with path: String, besides configuration: String?) -> String? {
        var status = stat()
        if stat(path, &status) == 0 {
            var own = stat()
            let isConfiguration =
                configuration.map { stat($0, &own) == 0 && own.st_ino == status.st_ino && own.st_dev == status.st_dev }
                ?? false
            if isConfiguration { return "\(path): is the configuration; name another file" }
            return status.st_mode & S_IFMT == S_IFDIR ? "\(path): is a folder; name a file" : nil
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let parent = path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder
        guard stat(parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, !path.hasSuffix("/") else {
            return "\(path): cannot be written: its folder does not exist; make it first"
        }
        return access(parent, W_OK) == 0 ? nil : "\(path): cannot be written: the folder may not be written to"
    }

    /// Writes a temporary file beside `path` and renames it; a device or pipe is written to as it is.
    static func write(_ report: UsageReport, by reporter: any Reporter, to path: String) throws(Failure) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw Failure(description: "\(path): is a folder") }
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(path) }
            defer { close(descriptor) }
            try write(report, by: reporter, to: descriptor, path)
            return
        }
        // The file behind a link is replaced, not the link.
        let target =
            realpath(path, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            } ?? path
        let temporary = "\(target).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        do {
            defer { close(descriptor) }
            if exists { fchmod(descriptor, status.st_mode & 0o777) }
            try write(report, by: reporter, to: descriptor, path)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let failure = failure(path)
            unlink(temporary)
            throw failure
        }
    }

    private static func write(
        _ report: UsageReport, by reporter: any Reporter, to descriptor: Int32, _ path: String
    ) throws(Failure) {
        var stream = DescriptorStream(descriptor)
        reporter.write(report, to: &stream)
        stream.flush()
        guard stream.isFine else { throw failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
        let reason = errno == ENOENT ? "its folder does not exist; make it first" : String(cString: strerror(errno))
        return Failure(description: "\(path): cannot be written: \(reason)")
    }
}
