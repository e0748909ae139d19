import Glibc

extension JournalReader {
    /// What the first block states as its hash, which tells this journal from any other, and is the same in each copy;
    /// empty where no block is.
    public var beginning: [UInt8] {
        let path = "\(directory)/\(SegmentName.file(1))"
        let length = SegmentHeader.length + Block.headerLength
        guard let bytes = try? FileBytes.read(path, most: length), bytes.count == length else { return [] }
        return bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.flatMap { Block.header($0 + SegmentHeader.length) }?.hash.bytes ?? []
        }
    }

    /// The hash of the block that ends at a place, which stands for all before it; right after a segment's header the
    /// hash that its first block follows. Nil where no block or header ends. Reads the segment up to there.
    public func hash(endingAt place: JournalPlace) throws(JournalError) -> [UInt8]? {
        let path = "\(directory)/\(SegmentName.file(place.segment))"
        // The place may come from outside: room is made only for bytes of the file.
        guard let size = try? FileBytes.size(path), place.offset <= size else { return nil }
        let bytes = try FileBytes.read(try FileBytes.openToRead(path), path, at: 0, most: Int(place.offset))
        guard bytes.count == Int(place.offset), bytes.count >= SegmentHeader.length else { return nil }
        return bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var hash = SegmentHeader.chain(bytes)
            var offset = SegmentHeader.length
            while offset + Block.headerLength <= bytes.count, let header = Block.header(base + offset) {
                hash = header.hash
                offset += Block.headerLength + header.payload
            }
            return offset == bytes.count ? hash.bytes : nil
        }
    }
}
