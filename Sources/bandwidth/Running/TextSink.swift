import BandwidthKit
import Synchronization

/// A destination for text: a descriptor of the process, or memory in tests.
enum TextSink: Sendable {
    case descriptor(Int32)
    case memory(Collector)

    /// Collects text in memory.
    final class Collector: Sendable {
        private let written = Mutex("")

        var text: String {
            written.withLock { $0 }
        }

        fileprivate func append(_ text: String) {
            written.withLock { $0 += text }
        }
    }

    /// The stream of one write operation.
    struct Stream: TextOutputStream {
        fileprivate var descriptor: DescriptorStream?
        fileprivate let collector: Collector?

        mutating func write(_ text: String) {
            descriptor?.write(text)
            collector?.append(text)
        }
    }

    /// Whether it is a descriptor of the process.
    var isProcess: Bool {
        if case .descriptor = self { true } else { false }
    }

    /// Writes text; returns `false` if not everything could be written. A pipe closed by its reader is not a failure.
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
