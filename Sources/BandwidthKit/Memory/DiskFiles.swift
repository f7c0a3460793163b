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

/// A folder on disk. It is created with mode 0700 on the first write; files have mode 0600.
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
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
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

    func replace(_ name: String, with contents: [UInt8]) throws(StateFailure) {
        // Overwrites what a killed run may have left under this name.
        let new = "\(name).new"
        let descriptor = try create(new, O_TRUNC)
        do {
            try write(contents[...], to: descriptor, new)
        } catch {
            close(descriptor)
            unlink("\(path)/\(new)")
            throw error
        }
        guard close(descriptor) == 0, rename("\(path)/\(new)", "\(path)/\(name)") == 0 else {
            let failure = failure(name, "can't be replaced")
            unlink("\(path)/\(new)")
            throw failure
        }
    }

    func append(_ lines: [UInt8], to name: String) throws(StateFailure) {
        let descriptor = try create(name, O_RDWR | O_APPEND)
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var last = UInt8(ascii: "\n")
        let isTorn = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
        do {
            try write(isTorn ? [UInt8(ascii: "\n")] + lines[...] : lines[...], to: descriptor, name)
        } catch {
            // A partial write is useless.
            if size >= 0 { ftruncate(descriptor, size) }
            throw error
        }
    }

    func remove(_ name: String) throws(StateFailure) {
        guard unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw failure(name, "can't be removed") }
    }

    /// Opens a file for writing, creating the folder if it is missing.
    private func create(_ name: String, _ flags: Int32) throws(StateFailure) -> Int32 {
        let file = "\(path)/\(name)"
        let flags = flags | O_CREAT | O_CLOEXEC | (flags & O_RDWR == 0 ? O_WRONLY : 0)
        var descriptor = open(file, flags, 0o600)
        if descriptor < 0, errno == ENOENT {
            try? FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            descriptor = open(file, flags, 0o600)
        }
        guard descriptor >= 0 else { throw failure(name, "can't be written") }
        return descriptor
    }

    private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ name: String) throws(StateFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw failure(name, "can't be written")
            }
        }
    }

    /// A failure with the system's reason.
    private func failure(_ name: String, _ problem: String) -> StateFailure {
        let reason = String(cString: strerror(errno))
        return StateFailure("\(path)\(name.isEmpty ? "" : "/\(name)") \(problem): \(reason)")
    }
}

/// The system's `write`, which a method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

extension StateFailure {
    init(_ description: String) {
        self.init(description: description)
    }
}
