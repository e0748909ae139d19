/// The writer of a journal: the append-only record of all inputs. Its owner is one thread.
///
/// A block is written with one call and promised in the head before `commit` returns. While the disk refuses, blocks
/// wait in memory, and are written in their order when it accepts them. `commit` never throws and never waits for the
/// medium: that is the work of `syncer`, on another thread.
public struct Journal: ~Copyable, Sendable {
    public let directory: String
    /// What was there when it was opened.
    public let found: JournalFound
    /// How far it is, for other threads.
    public let progress: JournalProgress
    /// To be called from another thread, every few milliseconds.
    public let syncer: JournalSyncer
    /// The end of the committed bytes, on the disk or waiting for it.
    public private(set) var place: JournalPlace

    private let options: JournalOptions
    private let storage: JournalStorage
    private let head: MappedHead
    private let block = BlockBuffer()
    private var lock: DirectoryLock?
    private var chain: ChainHash
    /// The file of `fileSegment`.
    private var file: OpenFile?
    private var fileSegment: UInt32 = 0
    private var backlog = Backlog()
    private var failure: (code: Int32, since: Int64) = (0, 0)
    private var retryAt: UInt64 = 0
    private var isStopped = false
    private var isShort: Bool

    /// Nanoseconds between two attempts on a disk that takes nothing.
    private static let patience: UInt64 = 250_000_000
    /// The most bytes of the backlog written before the caller's own work goes on.
    private static let mostAtOnce = 4 << 20

    /// Opens a journal for writing: takes its lock, makes it where it is missing, reads and checks all of it, and
    /// sets damaged parts aside.
    /// - Parameter visit: is handed each block's payload, which holds for the call alone. When it throws, nothing is
    ///   changed and the error comes back with the block's place.
    public static func open(
        directory: String, options: JournalOptions = JournalOptions(), storage: JournalStorage = .real,
        visit: (_ payload: UnsafeRawBufferPointer, _ place: JournalPlace) throws -> Void
    ) throws(JournalError) -> Journal {
        let opened = try OpenedDirectory(directory, storage, visit)
        return try Journal(opened, options)
    }

    /// A journal that goes on where a directory, held and whole, ends.
    init(_ opened: OpenedDirectory, _ options: JournalOptions) throws(JournalError) {
        directory = opened.directory
        found = opened.found
        storage = opened.storage
        lock = opened.lock
        chain = opened.chain
        file = opened.file
        fileSegment = opened.file == nil ? 0 : opened.end.segment
        place = opened.end
        progress = opened.progress
        syncer = opened.syncer
        isShort = opened.found.isShort
        self.options = options
        head = try MappedHead(directory, found: opened.head)
        if let file = head.file { syncer.watch(file, as: "\(directory)/head") }
        head.claim(end: place, isShort: isShort, bootID: storage.bootID())
        if file == nil {
            place = JournalPlace(segment: place.segment - 1, offset: 0)
            roll()
            head.promise(place)
            if backlog.isEmpty { progress.committed = place }
        }
        syncer.sync()
    }

    /// The chain's hash, which stands for all before it: of the last block, or of a header without one. 32 bytes.
    public var hash: [UInt8] { chain.bytes }

    /// Whether the committed blocks reach the disk.
    public var state: JournalState {
        if let loss = syncer.loss { return .gone(loss) }
        if isStopped { return .stopped(code: failure.code, bytes: backlog.count, since: failure.since) }
        if backlog.isEmpty { return .ok }
        return .behind(code: failure.code, bytes: backlog.count, since: failure.since)
    }

    /// A number of the owner's, kept beside the blocks; it outlives lost blocks. 0 at first.
    public var mark: UInt64 {
        get { head.mark }
        set { head.mark = newValue }
    }

    /// Collects a record for the next block.
    public mutating func append(_ record: UnsafeRawBufferPointer) {
        if block.payload + record.count > Block.mostPayload { commit() }
        block.append(record)
    }

    /// Makes one block of the collected records, writes it and promises it. With nothing collected it only tries
    /// waiting blocks again; an owner without records calls it now and then for that.
    public mutating func commit() {
        guard block.payload > 0, lock != nil else {
            block.clear()
            if !backlog.isEmpty { retry() }
            return
        }
        defer { block.clear() }
        let rolls = place.offset > SegmentHeader.length && place.offset + UInt64(block.count) > options.segmentBytes
        guard !isStopped, hasRoom(for: block.count + (rolls ? SegmentHeader.length : 0)) else {
            stop()
            return
        }
        if rolls { roll() }
        chain = block.seal(after: chain)
        put(block.bytes)
        head.promise(place)
        if isShort {
            isShort = false
            head.settle()
        }
        if backlog.isEmpty { progress.committed = place }
    }

    /// Tries to write waiting blocks, syncs, and marks the journal closed where all of it is on the disk. Keeps nothing
    /// after.
    public mutating func close() {
        guard lock != nil else { return }
        commit()
        while !backlog.isEmpty, flush() {}
        let report = syncer.sync()
        // Files that were moved away may have come back since the last look.
        syncer.look(isAtOnce: true)
        if state == .ok, !isShort, !report.hasFailed, head.file != nil { head.close(end: place) }
        lock = nil
    }

    // MARK: Writing

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        defer { place.offset += UInt64(bytes.count) }
        guard backlog.isEmpty else {
            backlog.append(bytes, at: place)
            retry()
            return
        }
        guard let file, fileSegment == place.segment else {
            backlog.append(bytes, at: place)
            _ = flush()
            return
        }
        // A file that was cut is as long as before once this is written, with a hole in it.
        if let length = JournalWatch.identity(file)?.size, length < Int64(clamping: place.offset) {
            syncer.noteCut(path(of: place.segment))
        }
        let written = storage.writeAll(file.descriptor, bytes, place.offset)
        guard written.count < bytes.count else { return }
        let rest = JournalPlace(segment: place.segment, offset: place.offset + UInt64(written.count))
        backlog.append(UnsafeRawBufferPointer(rebasing: bytes[written.count...]), at: rest)
        fall(behind: written.code)
    }

    /// Begins the next segment. Its file is made when it is written, here or later.
    private mutating func roll() {
        place = JournalPlace(segment: place.segment + 1, offset: 0)
        let header = SegmentHeader(number: place.segment, previous: chain, created: storage.utc()).bytes
        chain = header.withUnsafeBytes { SegmentHeader.chain($0) }
        header.withUnsafeBytes { put($0) }
    }

    private func hasRoom(for bytes: Int) -> Bool { backlog.isEmpty || backlog.count + bytes <= options.backlogBytes }

    /// From now on records are lost, and the head says so in any case.
    private mutating func stop() {
        if !isStopped {
            isStopped = true
            head.promise(JournalPlace(segment: place.segment, offset: place.offset + UInt64(block.count)))
        }
        retry()
    }

    private mutating func fall(behind code: Int32) {
        if failure.since == 0 { failure.since = storage.utc() }
        failure.code = code
        retryAt = storage.uptime() + Self.patience
    }

    private mutating func retry() {
        if !backlog.isEmpty, storage.uptime() >= retryAt { _ = flush() }
    }

    /// Writes some of the waiting blocks. False when the disk takes nothing.
    private mutating func flush() -> Bool {
        var left = Self.mostAtOnce
        while left > 0, let segment = backlog.segment {
            let code = open(segment)
            guard code == 0, let descriptor = file?.descriptor else {
                fall(behind: code)
                return false
            }
            guard let written = backlog.next(most: left, { storage.writeAll(descriptor, $0, $1) }) else { break }
            backlog.remove(written.count)
            left -= written.count
            guard written.code == 0 else {
                fall(behind: written.code)
                return false
            }
        }
        if backlog.isEmpty {
            failure = isStopped ? failure : (0, 0)
            progress.committed = place
        }
        return true
    }

    private func path(of segment: UInt32) -> String { "\(directory)/\(SegmentName.file(segment))" }

    /// The file of this segment is the one written to; 0, or the errno that prevents it.
    private mutating func open(_ segment: UInt32) -> Int32 {
        if fileSegment == segment { return 0 }
        let path = path(of: segment)
        let descriptor = storage.create(path)
        guard descriptor >= 0 else { return -descriptor }
        let next = OpenFile(descriptor)
        syncer.began(next, path, isNew: true)
        file = next
        fileSegment = segment
        return 0
    }
}
