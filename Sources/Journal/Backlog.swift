/// Bytes that could not be written yet, in their order.
struct Backlog: Sendable {
    private struct Part {
        let segment: UInt32
        let offset: UInt64
        var bytes: [UInt8]
    }

    private var parts: [Part] = []
    /// Bytes of the first part that are written.
    private var done = 0
    /// Bytes that wait.
    private(set) var count = 0

    var isEmpty: Bool { parts.isEmpty }

    mutating func append(_ bytes: UnsafeRawBufferPointer, at place: JournalPlace) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        if let last = parts.indices.last, parts[last].segment == place.segment {
            parts[last].bytes.append(contentsOf: bytes)
        } else {
            parts.append(Part(segment: place.segment, offset: place.offset, bytes: Array(bytes)))
        }
    }

    /// The segment to be written next.
    var segment: UInt32? { parts.first?.segment }

    /// The next bytes, at most so many, and where they belong.
    func next<Value>(most: Int, _ body: (UnsafeRawBufferPointer, UInt64) -> Value) -> Value? {
        guard let part = parts.first else { return nil }
        return part.bytes.withUnsafeBytes { bytes in
            let end = min(bytes.count, done + most)
            return body(UnsafeRawBufferPointer(rebasing: bytes[done..<end]), part.offset + UInt64(done))
        }
    }

    mutating func remove(_ bytes: Int) {
        done += bytes
        count -= bytes
        guard let part = parts.first, done == part.bytes.count else { return }
        parts.removeFirst()
        done = 0
    }
}
