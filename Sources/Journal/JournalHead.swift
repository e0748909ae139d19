import Glibc
import Synchronization

/// The contents of the file `head`: how far the writer has promised, and whether it closed the journal.
public struct JournalHead: Hashable, Sendable {
    /// The start of the machine in which it was written.
    public let bootID: [UInt8]
    /// The writer closed the journal, with all of it on the disk.
    public let isClosed: Bool
    /// The journal was found short, and nothing has been written since.
    public let isShort: Bool
    /// The end of the inputs that may have been published.
    public let promised: JournalPlace

    static let length = 4096
    static let magic: UInt32 = 0x484A_574C
    static let version: UInt32 = 1

    /// The head of a journal; nil where there is none, or one that cannot be read.
    public static func read(directory: String) -> JournalHead? {
        guard let bytes = try? FileBytes.read("\(directory)/head") else { return nil }
        return bytes.withUnsafeBytes { JournalHead($0) }
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        func number(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard bytes.count >= 48, number(HeadField.magic) == Self.magic, number(HeadField.version) == Self.version
        else { return nil }
        bootID = Array(bytes[HeadField.bootID..<HeadField.isClosed])
        isClosed = number(HeadField.isClosed) == 1
        isShort = number(HeadField.isShort) == 1
        let offset = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: HeadField.offset, as: UInt64.self))
        promised = JournalPlace(segment: number(HeadField.segment), offset: offset)
    }

    /// Published inputs may be missing in a journal that ends here.
    func isShort(end: JournalPlace, bootID: [UInt8]) -> Bool {
        isShort || end < promised || (self.bootID != bootID && !isClosed)
    }
}

/// Where the members of a head stand.
private enum HeadField {
    static let magic = 0
    static let version = 4
    static let bootID = 8
    static let isClosed = 24
    static let segment = 28
    static let offset = 32
    static let isShort = 40
    static let mark = 48
}

/// The head as its writer has it: memory that is the file's, so that a promise costs no call and outlives a kill.
final class MappedHead: Sendable {
    // Written by the journal's owner alone; the atomics keep the order in which a kill may find the stores.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer

    init(_ directory: String) throws(JournalError) {
        let path = "\(directory)/head"
        let file = try FileBytes.open(path, O_RDWR | O_CREAT)
        // Memory of a file without room ends the process when it is written: the room is taken now.
        let code = posix_fallocate(file.descriptor, 0, off_t(JournalHead.length))
        guard code == 0 else { throw .system(operation: "make room for", path: path, code: code) }
        let map = mmap(nil, JournalHead.length, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        guard let map, map != MAP_FAILED else { throw .system(operation: "map", path: path, code: errno) }
        base = map
    }

    deinit { munmap(base, JournalHead.length) }

    private func atomic(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
        (base + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    private var offset: UnsafeMutablePointer<Atomic<UInt64>> {
        (base + HeadField.offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// The journal is open, and ends here. A short journal stays marked until something is written to it.
    func claim(end: JournalPlace, isShort: Bool, bootID: [UInt8]) {
        if isShort { atomic(HeadField.isShort).pointee.store(UInt32(1).littleEndian, ordering: .releasing) }
        atomic(HeadField.isClosed).pointee.store(0, ordering: .releasing)
        (base + HeadField.magic).storeBytes(of: JournalHead.magic.littleEndian, as: UInt32.self)
        (base + HeadField.version).storeBytes(of: JournalHead.version.littleEndian, as: UInt32.self)
        promise(end)
        for (index, byte) in bootID.prefix(16).enumerated() {
            (base + HeadField.bootID + index).storeBytes(of: byte, as: UInt8.self)
        }
        if !isShort { settle() }
        synchronize()
    }

    /// Outlives lost blocks.
    var mark: UInt64 {
        get { UInt64(littleEndian: atomicMark.pointee.load(ordering: .acquiring)) }
        set { atomicMark.pointee.store(newValue.littleEndian, ordering: .releasing) }
    }

    private var atomicMark: UnsafeMutablePointer<Atomic<UInt64>> {
        (base + HeadField.mark).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// The block just written answers for the missing part.
    func settle() { atomic(HeadField.isShort).pointee.store(0, ordering: .releasing) }

    /// A kill between the stores leaves a promise that is too small, never one too large.
    @inline(__always)
    func promise(_ place: JournalPlace) {
        let segment = atomic(HeadField.segment)
        if segment.pointee.load(ordering: .relaxed) != place.segment.littleEndian {
            offset.pointee.store(0, ordering: .releasing)
            segment.pointee.store(place.segment.littleEndian, ordering: .releasing)
        }
        offset.pointee.store(place.offset.littleEndian, ordering: .releasing)
    }

    /// All of it is on the disk.
    func close(end: JournalPlace) {
        promise(end)
        atomic(HeadField.isClosed).pointee.store(UInt32(1).littleEndian, ordering: .releasing)
        synchronize()
    }

    private func synchronize() { msync(base, JournalHead.length, MS_SYNC) }
}
