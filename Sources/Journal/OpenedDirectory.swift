import Glibc

/// A journal's directory, held by its lock, read and whole: where a writer or a copy goes on.
struct OpenedDirectory: Sendable {
    let directory: String
    let storage: JournalStorage
    let lock: DirectoryLock
    private(set) var found: JournalFound
    /// What the head said; nil without one, and where it is damaged.
    let head: JournalHead?
    /// Where the next byte belongs.
    private(set) var end: JournalPlace
    /// The hash that the next block follows; for a segment to come, the last block's hash.
    private(set) var chain: ChainHash
    /// The last segment; nil where there is none.
    private(set) var file: OpenFile?
    let progress: JournalProgress
    let syncer: JournalSyncer

    init(
        _ directory: String, _ storage: JournalStorage,
        _ visit: (UnsafeRawBufferPointer, JournalPlace) throws -> Void
    ) throws(JournalError) {
        try FileBytes.makeDirectory(directory)
        lock = try DirectoryLock(directory)
        self.directory = directory
        self.storage = storage
        let scan = try JournalScan.read(directory: directory, visit: visit)
        head = scan.head
        var cut: JournalCut?
        if let damage = scan.damage { cut = try JournalCut.make(damage, in: directory, storage) }
        let isEmpty = scan.segments.isEmpty
        end = isEmpty ? .beginning : scan.place
        chain = scan.chain
        file = isEmpty ? nil : try FileBytes.open("\(directory)/\(SegmentName.file(scan.place.segment))", O_RDWR)
        found = JournalFound(
            isNew: scan.blocks == 0 && (cut?.damage.bytes ?? 0) == 0, isShort: scan.isShort(storage: storage),
            cut: cut, blocks: scan.blocks, bytes: scan.bytes, place: scan.place, hash: scan.hash,
            isHeadDamaged: scan.isHeadDamaged, isBootKnown: storage.bootID() != nil)
        if scan.isHeadDamaged { try Self.clearHead(directory) }
        progress = JournalProgress(.beginning)
        syncer = JournalSyncer(directory, progress, storage)
        syncer.watch(lock.file, as: "\(directory)/lock")
        for segment in scan.segments.dropLast() { syncer.watch("\(directory)/\(SegmentName.file(segment.number))") }
        if let file {
            // The blocks found may never have been synced; the first sync does it.
            syncer.began(file, "\(directory)/\(SegmentName.file(end.segment))", isNew: true)
            progress.committed = end
        }
    }

    /// What is no head makes room for one: a file is written over, anything else is moved aside.
    private static func clearHead(_ directory: String) throws(JournalError) {
        let path = "\(directory)/head"
        guard !FileBytes.isFile(path) else { return }
        let folder = "\(directory)/aside"
        try FileBytes.makeDirectory(folder)
        let kept = "\(folder)/\(JournalCut.name(ofUTC: JournalStorage.real.utc()))-head"
        guard rename(path, kept) == 0 else { throw .system(operation: "move", path: path, code: errno) }
    }

    /// The same, written to since.
    func going(
        on end: JournalPlace, _ chain: ChainHash, _ file: OpenFile?, _ found: JournalFound
    ) -> OpenedDirectory {
        var later = self
        later.end = end
        later.chain = chain
        later.file = file
        later.found = found
        return later
    }
}
