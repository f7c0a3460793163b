#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder on disk. It is created with mode 0700 on the first write; files have mode 0600. Nothing is read or written
/// through a link or a pipe in it.
///
/// Writes don't wait for the disk: if the run is killed, nothing written is lost; if the machine loses power, the last
/// half minute may be.
struct DiskFiles: StateFiles {
    let path: String

    /// The largest file that is read.
    static let largestFile = 256 << 20

    init(_ path: String) {
        self.path = path
    }

    func names() throws(StateFailure) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw failure("", "can't be read")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func contents(of name: String) throws(StateFailure) -> [UInt8]? {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(name, "can't be read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(name, "can't be read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StateFailure("\(path)/\(name) is not a file") }
        guard status.st_size <= Self.largestFile else {
            throw StateFailure("\(path)/\(name) is larger than \(Self.largestFile >> 20) MiB")
        }
        var problem: StateFailure?
        let size = Int(status.st_size)
        let contents = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if part > 0 {
                    count += part
                } else if part == 0 {
                    break
                } else if errno != EINTR {
                    problem = failure(name, "can't be read")
                    break
                }
            }
        }
        if let problem { throw problem }
        return contents
    }

    func replace(_ name: String, with pieces: some Sequence<[UInt8]>) throws(StateFailure) {
        try write(name) { file throws(AtomicFile.Failure) in
            try AtomicFile(file, followsLinks: false, waitsForDisk: false).write { output in
                for piece in pieces { output.write(piece) }
            }
        }
    }

    func append(_ lines: [UInt8], to name: String) throws(StateFailure) {
        try write(name) { file throws(AtomicFile.Failure) in
            try LineFile(file, waitsForDisk: false).append(lines)
        }
    }

    func remove(_ name: String) throws(StateFailure) {
        guard unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw failure(name, "can't be removed") }
    }

    /// Writes a file, after creating the folder if it is missing.
    private func write(
        _ name: String, by write: (_ file: String) throws(AtomicFile.Failure) -> Void
    ) throws(StateFailure) {
        if access(path, F_OK) != 0 {
            try? FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        do throws(AtomicFile.Failure) {
            try write("\(path)/\(name)")
        } catch {
            throw StateFailure(error.description)
        }
    }

    /// A failure with the system's reason.
    private func failure(_ name: String, _ problem: String) -> StateFailure {
        let reason = String(cString: strerror(errno))
        return StateFailure("\(path)\(name.isEmpty ? "" : "/\(name)") \(problem): \(reason)")
    }
}

extension StateFailure {
    init(_ description: String) {
        self.init(description: description)
    }
}
