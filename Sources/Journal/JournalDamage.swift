/// Where a journal stops being whole, and what follows that place.
public struct JournalDamage: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        /// The file ends within a block or within the header.
        case torn = "a block that is not whole"
        /// No block begins here.
        case noBlock = "no block"
        /// The block's hash is not that of its bytes and of all before.
        case hash = "a block that has changed since it was written"
        /// The segment's first 64 bytes are no header.
        case header = "a damaged segment header"
        /// A header that does not follow the segment before.
        case order = "a segment that does not follow the one before"
        /// A folder, a pipe or a device has the segment's name.
        case noFile = "no file"
        /// The segment's file is not there.
        case missing = "a segment that is not there"
    }

    public let kind: Kind
    /// The first byte that is not part of a whole block.
    public let place: JournalPlace
    /// The segment's file.
    public let path: String
    /// Bytes from there to the journal's end.
    public internal(set) var bytes: UInt64 = 0
    /// Blocks follow that are as they were written: the damage is within the journal, not the end of an unfinished
    /// write.
    public internal(set) var hasWholeBlocksAfter = false
    /// Segments after this one.
    var later: [UInt32] = []

    init(_ kind: Kind, _ place: JournalPlace, _ path: String) {
        self.kind = kind
        self.place = place
        self.path = path
    }

    public var description: String {
        let after = hasWholeBlocksAfter ? "whole blocks follow" : "no whole block follows"
        return "\(path):\(place.offset): \(kind.rawValue); \(bytes) bytes from here to the end, \(after)"
    }
}

extension JournalDamage {
    /// No journal needs more to be found out.
    private static let mostSearched = 64 << 20
    private static let mostCandidates = 10_000

    /// Counts what follows and looks for whole blocks there.
    mutating func survey(_ directory: String, after chain: ChainHash, later: [UInt32]) throws(JournalError) {
        self.later = later
        if kind != .missing, kind != .noFile {
            let size = try FileBytes.size(path)
            bytes = size - min(place.offset, size)
            let file = try FileBytes.openToRead(path)
            var rest = try FileBytes.read(
                file, path, at: place.offset, most: Int(min(bytes, UInt64(Self.mostSearched))))
            hasWholeBlocksAfter = rest.withUnsafeMutableBytes { Self.hasWholeBlock($0, after: chain) }
        }
        for number in later {
            let path = "\(directory)/\(SegmentName.file(number))"
            bytes += try FileBytes.size(path)
            if !hasWholeBlocksAfter, FileBytes.isFile(path) {
                hasWholeBlocksAfter = try Self.beginsWhole(path, number)
            }
        }
    }

    /// The segment's first block follows its header.
    private static func beginsWhole(_ path: String, _ number: UInt32) throws(JournalError) -> Bool {
        var reader = try SegmentReader.open(path)
        guard let start = try reader.bytes(SegmentHeader.length) else { return false }
        let chain = SegmentHeader.chain(UnsafeRawBufferPointer(start: start, count: SegmentHeader.length))
        reader.advance(SegmentHeader.length)
        guard let start = try reader.bytes(Block.headerLength), let header = Block.header(start),
            let block = try reader.bytes(Block.headerLength + header.payload)
        else { return false }
        return Block.hash(writingOver: block, payload: header.payload, after: chain) == header.hash
    }

    /// A block can be checked only by the hash before it, which may itself be damaged. So every block found behind the
    /// damage is checked after each candidate: the hash that the damaged block states, the hash that it has, the block
    /// before the damage, and the block found last.
    private static func hasWholeBlock(_ bytes: UnsafeMutableRawBufferPointer, after chain: ChainHash) -> Bool {
        guard let base = bytes.baseAddress, bytes.count > Block.headerLength else { return false }
        var before = [chain, ChainHash(reading: base + 8)]
        if let own = hash(of: bytes, at: 0, after: chain) { before.append(own) }
        if bytes.count >= SegmentHeader.length { before.append(SegmentHeader.chain(UnsafeRawBufferPointer(bytes))) }
        var last = chain
        var candidates = 0
        var place = 1
        while place + Block.headerLength < bytes.count, candidates < mostCandidates {
            defer { place += 1 }
            guard bytes[place] == 0x4C, let header = Block.header(base + place) else { continue }
            candidates += 1
            for previous in before + [last] where hash(of: bytes, at: place, after: previous) == header.hash {
                return true
            }
            last = header.hash
        }
        return false
    }

    /// The hash that a block here has after another; nil when it is not whole. The bytes stay as they are.
    private static func hash(
        of bytes: UnsafeMutableRawBufferPointer, at place: Int, after previous: ChainHash
    ) -> ChainHash? {
        guard let base = bytes.baseAddress, let header = Block.header(base + place),
            place + Block.headerLength + header.payload <= bytes.count
        else { return nil }
        let hash = Block.hash(writingOver: base + place, payload: header.payload, after: previous)
        Block.writeHeader(to: base + place, payload: header.payload, hash: header.hash)
        return hash
    }
}
