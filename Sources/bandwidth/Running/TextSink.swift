import BandwidthKit
import Synchronization

/// A place that text goes to: a descriptor of the process, or, in tests, memory.
enum TextSink: Sendable {
    case descriptor(Int32)
    case memory(Collector)

    /// What was written to memory.
    final class Collector: Sendable {
        private let written = Mutex("")

        var text: String {
            written.withLock { $0 }
        }

        fileprivate func append(_ text: String) {
            written.withLock { $0 += text }
        }
    }

    /// The text of one writing on its way.
    struct Stream: TextOutputStream {
        fileprivate var descriptor: DescriptorStream?
        fileprivate let collector: Collector?

        mutating func write(_ text: String) {
            descriptor?.write(text)
            collector?.append(text)
        }
    }

    /// Whether it is the process's own.
    var isProcess: Bool {
        if case .descriptor = self { true } else { false }
    }

    /// Writes; `false` where not everything could be written. A reader that went away is no failure.
    func write(_ content: (inout Stream) -> Void) -> Bool {
        switch self {
        case .descriptor(let number):
            var stream = Stream(descriptor: DescriptorStream(number), collector: nil)
            content(&stream)
            stream.descriptor?.flush()
            return stream.descriptor?.isFine ?? true
        case .memory(let collector):
            var stream = Stream(descriptor: nil, collector: collector)
            content(&stream)
            return true
        }
    }
}
