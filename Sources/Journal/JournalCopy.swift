/// The writer of a journal that is a copy of another's, byte for byte. Its owner is one thread.
public struct JournalCopy: ~Copyable, Sendable {
    public let directory: String
    /// What was there when it was opened.
    public let found: JournalFound
    /// How far it is, for other threads.
    public let progress: JournalProgress
    /// To be called from another thread, every few milliseconds.
    public let syncer: JournalSyncer
    /// Where the next byte belongs. It may lie within a block that is not whole yet and waits in memory.
    public private(set) var place: JournalPlace

    private let opened: OpenedDirectory
    private let check = BlockBuffer()
    private var whole: JournalPlace
    private var chain: ChainHash
    private var file: OpenFile?
    /// Bytes from `whole` to `place`.
    private var waiting: [UInt8] = []

    /// Opens a directory for a copy: takes its lock, makes it where it is missing, reads and checks what is there, and
    /// sets aside what is not whole.
    public static func open(
        directory: String, storage: JournalStorage = .real,
        visit: (_ payload: UnsafeRawBufferPointer, _ place: JournalPlace) throws -> Void = { _, _ in }
    ) throws(JournalError) -> JournalCopy {
        let opened = try OpenedDirectory(directory, storage, visit)
        // A copy has promised nothing: a journal that continues it counts as short.
        try FileBytes.remove("\(directory)/head")
        return JournalCopy(opened)
    }

    private init(_ opened: OpenedDirectory) {
        self.opened = opened
        directory = opened.directory
        found = opened.found
        progress = opened.progress
        syncer = opened.syncer
        place = opened.end
        whole = opened.end
        chain = opened.chain
        file = opened.file
    }

    /// The last whole block's hash, which stands for all before it: 32 bytes.
    public var hash: [UInt8] { chain.bytes }

    /// Takes bytes of the other journal, cut anywhere. Whole blocks are checked against the chain and written; then
    /// `visit` is handed their payloads. After an error the copy ends with its last whole block, and `place` says from
    /// where to go on.
    public mutating func append(
        _ bytes: UnsafeRawBufferPointer, at place: JournalPlace,
        visit: (_ payload: UnsafeRawBufferPointer, _ place: JournalPlace) throws -> Void = { _, _ in }
    ) throws(JournalError) {
        if place != self.place {
            let follows = place == JournalPlace(segment: whole.segment + 1, offset: 0)
            guard follows, waiting.isEmpty, whole.offset > 0 else {
                throw .doesNotContinue(directory: directory, at: place, expected: self.place)
            }
            guard !bytes.isEmpty else { return }
            whole = place
            file = nil
        }
        waiting.append(contentsOf: bytes)
        do throws(JournalError) {
            try take(visit)
        } catch {
            waiting = []
            self.place = whole
            throw error
        }
        self.place = JournalPlace(segment: whole.segment, offset: whole.offset + UInt64(waiting.count))
    }

    /// Whole blocks at the beginning of the waiting bytes: where they end, and the fault behind them.
    private func measure() -> (end: Int, chain: ChainHash, blocks: Int, fault: String?) {
        waiting.withUnsafeBytes { bytes in
            var end = 0
            var chain = chain
            var blocks = 0
            if whole.offset == 0 {
                guard bytes.count >= SegmentHeader.length else { return (0, chain, 0, nil) }
                guard case .header(let header) = SegmentHeader.read(bytes) else {
                    return (0, chain, 0, "is no segment header")
                }
                guard header.number == whole.segment, header.previous == chain else {
                    return (0, chain, 0, "begins a segment that does not follow")
                }
                chain = SegmentHeader.chain(bytes)
                end = SegmentHeader.length
            }
            while bytes.count - end >= Block.headerLength, let base = bytes.baseAddress {
                guard let header = Block.header(base + end) else { return (end, chain, blocks, "is no block") }
                let next = end + Block.headerLength + header.payload
                guard next <= bytes.count else { break }
                let payload = UnsafeRawBufferPointer(rebasing: bytes[(end + Block.headerLength)..<next])
                guard check.hash(of: payload, after: chain) == header.hash else {
                    return (end, chain, blocks, "has another hash than the chain demands")
                }
                chain = header.hash
                end = next
                blocks += 1
            }
            return (end, chain, blocks, nil)
        }
    }

    private mutating func take(_ visit: (UnsafeRawBufferPointer, JournalPlace) throws -> Void) throws(JournalError) {
        let measured = measure()
        if measured.end > 0 {
            let start = whole
            try write(measured.end)
            whole.offset += UInt64(measured.end)
            chain = measured.chain
            progress.committed = whole
            try Self.hand(waiting, measured.blocks, from: start, directory, visit)
            waiting.removeFirst(measured.end)
        }
        if let fault = measured.fault { throw .notOfTheChain(directory: directory, place: whole, reason: fault) }
    }

    private mutating func write(_ count: Int) throws(JournalError) {
        let path = "\(directory)/\(SegmentName.file(whole.segment))"
        if file == nil {
            let descriptor = opened.storage.create(path)
            guard descriptor >= 0 else { throw .system(operation: "make", path: path, code: -descriptor) }
            let next = OpenFile(descriptor)
            syncer.began(next, path, isNew: true)
            file = next
        }
        guard let descriptor = file?.descriptor else { return }
        let written = waiting.withUnsafeBytes { bytes in
            opened.storage.writeAll(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<count]), whole.offset)
        }
        guard written.code == 0 else { throw .system(operation: "write", path: path, code: written.code) }
    }

    private static func hand(
        _ bytes: [UInt8], _ blocks: Int, from start: JournalPlace, _ directory: String,
        _ visit: (UnsafeRawBufferPointer, JournalPlace) throws -> Void
    ) throws(JournalError) {
        var at = start.offset == 0 ? SegmentHeader.length : 0
        for _ in 0..<blocks {
            let place = JournalPlace(segment: start.segment, offset: start.offset + UInt64(at))
            do {
                at += try bytes.withUnsafeBytes { raw in
                    guard let base = raw.baseAddress, let header = Block.header(base + at) else { return 0 }
                    let payload = at + Block.headerLength
                    try visit(UnsafeRawBufferPointer(rebasing: raw[payload..<(payload + header.payload)]), place)
                    return Block.headerLength + header.payload
                }
            } catch {
                throw .refused(
                    path: "\(directory)/\(SegmentName.file(place.segment))", place: place, error: error)
            }
        }
    }

    /// The copy goes on as a journal of its own, without a block that has arrived in part. It counts as short: the
    /// other may have published more.
    public consuming func becomeJournal(options: JournalOptions = JournalOptions()) throws(JournalError) -> Journal {
        let found = JournalFound(
            isNew: found.isNew && whole.offset <= UInt64(SegmentHeader.length) && whole.segment == 1, isShort: true,
            cut: found.cut, blocks: found.blocks, bytes: found.bytes, place: whole, hash: hash,
            isHeadDamaged: found.isHeadDamaged, isBootKnown: found.isBootKnown)
        return try Journal(opened.going(on: whole, chain, file, found), options)
    }
}
