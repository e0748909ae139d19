import Glibc

/// A segment's file through a window as large as its largest block.
struct SegmentReader: ~Copyable {
    private let file: OpenFile
    private let path: String
    private let end: UInt64
    private var window: UnsafeMutableRawBufferPointer
    private var start = 0
    private var filled = 0
    /// Bytes of the file before the next byte to read.
    private(set) var offset: UInt64 = 0

    /// - Parameter limit: where the reader holds the file to end.
    static func open(_ path: String, limit: UInt64? = nil) throws(JournalError) -> SegmentReader {
        let file = try FileBytes.openToRead(path)
        return SegmentReader(file, path, end: min(try FileBytes.size(path), limit ?? .max))
    }

    private init(_ file: OpenFile, _ path: String, end: UInt64) {
        self.file = file
        self.path = path
        self.end = end
        window = .allocate(byteCount: 1 << 18, alignment: 16)
    }

    deinit { window.deallocate() }

    var isAtEnd: Bool { offset >= end }

    /// The next bytes, which the caller may change until it asks for more; nil when the file ends before.
    mutating func bytes(_ count: Int) throws(JournalError) -> UnsafeMutableRawPointer? {
        if filled - start < count {
            guard end - min(offset, end) >= UInt64(count) else { return nil }
            try fill(count)
            guard filled - start >= count else { return nil }
        }
        return window.baseAddress.map { $0 + start }
    }

    mutating func advance(_ count: Int) {
        start += count
        offset += UInt64(count)
    }

    private mutating func fill(_ count: Int) throws(JournalError) {
        let kept = filled - start
        if count > window.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: window[start..<filled]))
            window.deallocate()
            window = larger
        } else if let base = window.baseAddress {
            memmove(base, base + start, kept)
        }
        start = 0
        filled = kept
        let left = end - offset - UInt64(kept)
        let room = min(UInt64(window.count - kept), left)
        let rest = UnsafeMutableRawBufferPointer(rebasing: window[kept..<(kept + Int(room))])
        let read = FileBytes.fill(file, rest, at: offset + UInt64(kept))
        guard read.code == 0 else { throw .system(operation: "read", path: path, code: read.code) }
        filled = kept + read.count
    }
}
