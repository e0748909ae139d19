/// A journal read from front to back, every hash checked and nothing changed. It needs no lock.
public struct JournalScan: Sendable {
    /// A segment as far as it was read.
    public struct Segment: Hashable, Sendable {
        public let number: UInt32
        /// When it was begun, microseconds of UTC.
        public let created: Int64
        public internal(set) var blocks: Int
        /// Bytes of header and whole blocks.
        public internal(set) var bytes: UInt64
    }

    public internal(set) var segments: [Segment] = []
    /// Whole blocks, of all segments.
    public internal(set) var blocks = 0
    /// Where the last whole block ends; the beginning where there is none.
    public internal(set) var place = JournalPlace.beginning
    /// The damage that stopped the reading before the end; nil when the journal is whole.
    public internal(set) var damage: JournalDamage?
    /// The contents of the head; nil without one, and where it is damaged.
    public let head: JournalHead?
    /// There is a head, and it is not as its writer left it: it is not believed.
    public let isHeadDamaged: Bool

    var chain = ChainHash.zero

    /// The chain's hash, which stands for all before it: of the last block, or of a header without one. 32 bytes.
    public var hash: [UInt8] { chain.bytes }

    /// Bytes of headers and whole blocks, of all segments.
    public var bytes: UInt64 { segments.reduce(0) { $0 + $1.bytes } }

    private init(_ found: JournalHead.Reading) {
        head = found.head
        if case .damaged = found { isHeadDamaged = true } else { isHeadDamaged = false }
    }

    /// The process that is writing in a directory now.
    public static func writer(directory: String) -> Int32? { DirectoryLock.holder(directory) }

    /// Published inputs may be missing here.
    public func isShort(storage: JournalStorage = .real) -> Bool {
        guard let head else { return isHeadDamaged || blocks > 0 || damage != nil }
        return head.isShort(end: place, bootID: storage.bootID())
    }

    /// Reads all whole blocks, in their order. The payload holds for the call alone.
    /// - Parameter limit: nothing at or beyond this place is looked at.
    /// - Throws: the system's error, or that of `visit` with the place of its block.
    public static func read(
        directory: String, upTo limit: JournalPlace? = nil,
        visit: (_ payload: UnsafeRawBufferPointer, _ place: JournalPlace) throws -> Void
    ) throws(JournalError) -> JournalScan {
        var scan = JournalScan(JournalHead.found(in: directory))
        let numbers = try FileBytes.segments(directory).filter { number in
            limit.map { JournalPlace(segment: number, offset: 0) < $0 } ?? true
        }
        for (index, number) in numbers.enumerated() {
            let path = "\(directory)/\(SegmentName.file(number))"
            guard number == UInt32(index + 1) else {
                let missing = JournalPlace(segment: UInt32(index + 1), offset: 0)
                let missed = "\(directory)/\(SegmentName.file(missing.segment))"
                try scan.stop(directory, JournalDamage(.missing, missing, missed), later: numbers[index...])
                return scan
            }
            guard FileBytes.isFile(path) else {
                let place = JournalPlace(segment: number, offset: 0)
                try scan.stop(directory, JournalDamage(.noFile, place, path), later: numbers[(index + 1)...])
                return scan
            }
            var reader = try SegmentReader.open(path, limit: limit?.segment == number ? limit?.offset : nil)
            if let kind = try scan.take(&reader, path, number, visit) {
                let place = JournalPlace(segment: number, offset: reader.offset)
                try scan.stop(directory, JournalDamage(kind, place, path), later: numbers[(index + 1)...])
                return scan
            }
        }
        return scan
    }

    /// Takes one segment; returns the fault at the reader's place.
    private mutating func take(
        _ reader: inout SegmentReader, _ path: String, _ number: UInt32,
        _ visit: (UnsafeRawBufferPointer, JournalPlace) throws -> Void
    ) throws(JournalError) -> JournalDamage.Kind? {
        guard let start = try reader.bytes(SegmentHeader.length) else { return .torn }
        let raw = UnsafeRawBufferPointer(start: start, count: SegmentHeader.length)
        switch SegmentHeader.read(raw) {
        case .damaged: return .header
        case .otherVersion(let version): throw .otherVersion(path: path, version: version)
        case .header(let header):
            guard header.number == number, header.previous == chain else { return .order }
            segments.append(
                Segment(number: number, created: header.created, blocks: 0, bytes: UInt64(SegmentHeader.length)))
        }
        chain = SegmentHeader.chain(raw)
        reader.advance(SegmentHeader.length)
        place = JournalPlace(segment: number, offset: reader.offset)
        let last = segments.count - 1
        while !reader.isAtEnd {
            guard let start = try reader.bytes(Block.headerLength) else { return .torn }
            guard let header = Block.header(start) else { return .noBlock }
            let length = Block.headerLength + header.payload
            guard let block = try reader.bytes(length) else { return .torn }
            let hash = Block.hash(writingOver: block, payload: header.payload, after: chain)
            guard hash == header.hash else { return .hash }
            let payload = UnsafeRawBufferPointer(start: block + Block.headerLength, count: header.payload)
            do {
                try visit(payload, place)
            } catch {
                throw .refused(path: path, place: place, error: error)
            }
            chain = hash
            reader.advance(length)
            place.offset = reader.offset
            blocks += 1
            segments[last].blocks += 1
            segments[last].bytes = reader.offset
        }
        return nil
    }

    private mutating func stop(
        _ directory: String, _ found: JournalDamage, later: ArraySlice<UInt32>
    ) throws(JournalError) {
        var found = found
        try found.survey(directory, after: chain, later: Array(later))
        damage = found
    }
}
