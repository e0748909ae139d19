import Glibc
import Linux
import Synchronization

/// The head as its writer has it: memory that is the file's, so that a promise costs no call and outlives a kill.
final class MappedHead: Sendable {
    // Written by the journal's owner alone; the atomics keep the order in which a kill may find the stores.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer
    /// Nil where the disk has no room for a head: it is in memory alone, and the next start finds none.
    let file: OpenFile?

    /// - Parameter found: what of the file is believed; nothing of a file without a head, or of a damaged one.
    init(_ directory: String, found: JournalHead?) throws(JournalError) {
        let path = "\(directory)/head"
        let file = try Self.open(path)
        var map: UnsafeMutableRawPointer?
        if let file {
            map = mmap(nil, JournalHead.length, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        } else {
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
            map = mmap(nil, JournalHead.length, PROT_READ | PROT_WRITE, flags, -1, 0)
        }
        guard let map, map != MAP_FAILED else { throw .system(operation: "map", path: path, code: errno) }
        self.file = file
        base = map
        // A file that is cut under us would end the process at the next promise.
        KeptMapping.keep(base, bytes: JournalHead.length)
        var mark: UInt64 = 0
        if let found { mark = found.mark }
        memset(base, 0, JournalHead.length)
        self.mark = mark
    }

    deinit {
        KeptMapping.forget(base)
        munmap(base, JournalHead.length)
    }

    /// The file, with its room. Nil on a full disk: then there is none, rather than a stale one.
    private static func open(_ path: String) throws(JournalError) -> OpenFile? {
        do throws(JournalError) {
            let file = try FileBytes.open(path, O_RDWR | O_CREAT | O_NONBLOCK)
            try FileBytes.demandFile(file, path)
            // Memory of a file without room ends the process when it is written: the room is taken now.
            let code = posix_fallocate(file.descriptor, 0, off_t(JournalHead.length))
            guard code == 0 else { throw .system(operation: "make room for", path: path, code: code) }
            return file
        } catch {
            guard case .system(_, _, let code) = error, code == ENOSPC || code == EDQUOT else { throw error }
            try FileBytes.remove(path)
            return nil
        }
    }

    private func atomic(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (base + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    private func store(_ value: UInt64, at offset: Int) {
        atomic(offset).pointee.store(value.littleEndian, ordering: .releasing)
    }

    private func store(_ value: UInt32, at offset: Int) {
        (base + offset).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    /// To be called after any member but the promise has changed: a kill before it leaves a head that is not believed.
    private func seal() {
        store(HeadField.check(UnsafeRawBufferPointer(start: base, count: HeadField.end)), at: HeadField.check)
    }

    /// The journal is open, and ends here. A short journal stays marked until something is written to it.
    func claim(end: JournalPlace, isShort: Bool, bootID: [UInt8]?) {
        store(UInt32(isShort ? 1 : 0), at: HeadField.isShort)
        store(JournalHead.magic, at: HeadField.magic)
        store(JournalHead.version, at: HeadField.version)
        for (index, byte) in (bootID ?? []).prefix(16).enumerated() {
            (base + HeadField.bootID + index).storeBytes(of: byte, as: UInt8.self)
        }
        promise(end)
        seal()
        synchronize()
    }

    /// Outlives lost blocks.
    var mark: UInt64 {
        get { UInt64(littleEndian: atomic(HeadField.mark).pointee.load(ordering: .acquiring)) }
        set {
            store(newValue, at: HeadField.mark)
            seal()
        }
    }

    /// The block just written answers for the missing part.
    func settle() {
        store(UInt32(0), at: HeadField.isShort)
        seal()
    }

    /// A kill between the stores leaves the promise before, never one too large.
    @inline(__always)
    func promise(_ place: JournalPlace) {
        let packed = place.packed
        let check = HeadField.check(ofPromise: packed)
        store(packed, at: HeadField.promises)
        store(check, at: HeadField.promises + 8)
        store(packed, at: HeadField.promises + 16)
        store(check, at: HeadField.promises + 24)
    }

    /// All of it is on the disk.
    func close(end: JournalPlace) {
        promise(end)
        store(UInt32(1), at: HeadField.isClosed)
        seal()
        synchronize()
    }

    private func synchronize() { msync(base, JournalHead.length, MS_SYNC) }
}
