import BandwidthKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The target of `-o`: a file that is written completely or not at all, or a device or pipe.
struct OutputFile {
    let path: String

    /// Whether every user of the machine may read it, whatever the umask says.
    var isForEverybody = false

    /// Why nothing could be written; the description names the file and the reason.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Why a report can't be written there, as far as that can be known in advance; `nil` if no reason is known.
    ///
    /// - Parameter configuration: the file that a report must not replace.
    func problem(besides configuration: String?) -> String? {
        var status = stat()
        if stat(path, &status) == 0 {
            var own = stat()
            let isConfiguration =
                configuration.map { stat($0, &own) == 0 && own.st_ino == status.st_ino && own.st_dev == status.st_dev }
                ?? false
            if isConfiguration { return "\(path) is the configuration; name another file" }
            return status.st_mode & S_IFMT == S_IFDIR ? "\(path) is a folder; name a file" : nil
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let parent = path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder
        guard stat(parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, !path.hasSuffix("/") else {
            return "\(path) can't be written: its folder does not exist; create it first"
        }
        return access(parent, W_OK) == 0 ? nil : "\(path) can't be written: its folder is not writable"
    }

    /// Writes a report.
    func write(_ report: UsageReport, by reporter: any Reporter) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else {
            do throws(AtomicFile.Failure) {
                let file =
                    isForEverybody ? AtomicFile(path, mode: 0o644, isExactMode: true) : AtomicFile(path, mode: 0o666)
                return try file.write { reporter.write(report, to: &$0) }
            } catch {
                throw Failure(description: error.description)
            }
        }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var stream = DescriptorStream(descriptor)
        reporter.write(report, to: &stream)
        stream.flush()
        guard stream.isFine else { throw failure(stream.errorNumber) }
    }

    private func failure(_ number: Int32) -> Failure {
        Failure(description: "\(path) can't be written: \(String(cString: strerror(number)))")
    }
}
