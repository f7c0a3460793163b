#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension String {
    /// The path of the file that this path leads to, from the root and without links; `nil` if there is no such file.
    package var realPath: String? {
        guard let resolved = realpath(self, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether something exists at this path that isn't a regular file: a device, a pipe, a folder.
    var isIrregularFile: Bool {
        var status = stat()
        return stat(self, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }
}
