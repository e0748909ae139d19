import Glibc

/// Bytes of one segment of a journal.
public struct JournalBytes: Hashable, Sendable {
    /// Where they stand. It is the beginning of the next segment when the place asked for was the end of one.
    public let place: JournalPlace
    public let bytes: [UInt8]

    public init(place: JournalPlace, bytes: [UInt8]) {
        self.place = place
        self.bytes = bytes
    }

    /// Where to read on.
    public var next: JournalPlace {
        JournalPlace(segment: place.segment, offset: place.offset + UInt64(bytes.count))
    }
}

/// Reads a journal as bytes, to copy it while its writer goes on.
public struct JournalReader: Sendable {
    public let directory: String

    public init(directory: String) { self.directory = directory }

    /// Whether a journal has been begun there.
    public var isThere: Bool { access("\(directory)/\(SegmentName.file(1))", F_OK) == 0 }

    /// Whether the file of a segment is there.
    public func isThere(_ segment: UInt32) -> Bool {
        access("\(directory)/\(SegmentName.file(segment))", F_OK) == 0
    }

    /// So many bytes before the end of the files that are there now; the beginning where there are fewer.
    public func place(beforeEnd bytes: UInt64) -> JournalPlace {
        var left = bytes
        for segment in ((try? FileBytes.segments(directory)) ?? []).reversed() {
            let size = (try? FileBytes.size("\(directory)/\(SegmentName.file(segment))")) ?? 0
            if size >= left { return JournalPlace(segment: segment, offset: size - left) }
            left -= size
        }
        return .beginning
    }

    /// At most so many bytes, headers of segments among them, and none beyond what is committed. Empty when the place
    /// is the end.
    /// - Throws: `noSuchPlace` when the journal does not reach so far.
    public func read(
        from place: JournalPlace, most: Int, upTo committed: JournalPlace
    ) throws(JournalError) -> JournalBytes {
        guard place <= committed, place.segment > 0 else {
            throw .noSuchPlace(directory: directory, place: place, end: committed)
        }
        let path = "\(directory)/\(SegmentName.file(place.segment))"
        if place == committed { return JournalBytes(place: place, bytes: []) }
        let isLast = place.segment == committed.segment
        let end = isLast ? committed.offset : try FileBytes.size(path)
        guard place.offset <= end else {
            throw .noSuchPlace(
                directory: directory, place: place, end: JournalPlace(segment: place.segment, offset: end))
        }
        if place.offset == end {
            return try read(
                from: JournalPlace(segment: place.segment + 1, offset: 0), most: most, upTo: committed)
        }
        let file = try FileBytes.openToRead(path)
        let count = Int(min(UInt64(max(most, 0)), end - place.offset))
        return JournalBytes(place: place, bytes: try FileBytes.read(file, path, at: place.offset, most: count))
    }
}
