/// Text on its way to a descriptor, some of it at a time: a long report is never in memory whole.
struct DescriptorStream: TextOutputStream {
    /// Whether everything so far was written; a reader that went away counts as written.
    private(set) var isFine = true

    private let descriptor: Int32
    private var buffer = ""

    /// A stream to an open descriptor.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func write(_ text: String) {
        buffer += text
        if buffer.utf8.count > 1 << 16 { flush() }
    }

    /// Writes what is left.
    mutating func flush() {
        isFine = System.write(buffer, to: descriptor) && isFine
        buffer = ""
    }
}
