import Foundation
import Journal
import Synchronization

/// A folder for one test, gone with it.
final class Folder {
    let path: String

    private let isMounted: Bool

    /// In memory where there is such a place, since some tests sync thousands of times.
    init(onDisk: Bool = false) {
        let memory = "/dev/shm"
        let isInMemory = !onDisk && FileManager.default.isWritableFile(atPath: memory)
        let parent = isInMemory ? memory : FileManager.default.temporaryDirectory.path
        path = "\(parent)/lapwing-journal-\(UUID().uuidString)"
        isMounted = false
    }

    /// A file system of its own with so much room; nil where this process may not mount.
    init?(kibibytes: Int) {
        path = FileManager.default.temporaryDirectory.path + "/lapwing-journal-\(UUID().uuidString)"
        isMounted = true
        mkdir(path, 0o700)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else {
            rmdir(path)
            return nil
        }
    }

    static let mayMount = Folder(kibibytes: 16) != nil

    deinit {
        if isMounted { umount2(path, Int32(MNT_DETACH)) }
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func bytes(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: file(name)).map { Array($0) } ?? []
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: file(name)))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func names(in folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
    }

    var segments: [String] { names().filter { $0.hasSuffix(".lwj") } }

    /// Another folder with the same files, but for the lock.
    func copied() throws -> Folder {
        let other = Folder()
        try FileManager.default.copyItem(atPath: path, toPath: other.path)
        return other
    }
}

/// Small numbers that look like chance and are the same each time.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + Int(state >> 11) % (range.upperBound - range.lowerBound + 1)
    }

    mutating func bytes(_ range: ClosedRange<Int>) -> [UInt8] {
        (0..<roll(range)).map { _ in UInt8(roll(0...255)) }
    }
}

/// A disk that a test fills, breaks and mends.
final class Disk: Sendable {
    struct Fault {
        /// Bytes that still go in; nil: as many as come.
        var room: Int?
        /// Most bytes a write takes at once.
        var most: Int?
        var syncCode: Int32 = 0
        var uptime: UInt64 = 1_000_000_000
        var boot: UInt8 = 1
        var writes = 0
        var syncs = 0
        var createCode: Int32 = 0
    }

    let fault = Mutex(Fault())

    func set(_ change: @Sendable (inout Fault) -> Void) { fault.withLock { change(&$0) } }

    /// So much later.
    func wait(milliseconds: UInt64) { fault.withLock { $0.uptime += milliseconds * 1_000_000 } }

    var storage: JournalStorage {
        let real = JournalStorage.real
        var storage = real
        storage.create = { path in
            let code = self.fault.withLock { $0.createCode }
            return code != 0 ? -code : real.create(path)
        }
        storage.write = { descriptor, bytes, offset in
            let most = self.fault.withLock { fault in
                fault.writes += 1
                return min(bytes.count, fault.room ?? .max, fault.most ?? .max)
            }
            guard most > 0 || bytes.isEmpty else { return -Int(ENOSPC) }
            let count = real.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<most]), offset)
            self.fault.withLock { fault in
                if let room = fault.room { fault.room = room - count }
            }
            return count
        }
        storage.sync = { descriptor in
            let code = self.fault.withLock { fault in
                fault.syncs += 1
                return fault.syncCode
            }
            return code != 0 ? -code : real.sync(descriptor)
        }
        storage.uptime = { self.fault.withLock { $0.uptime } }
        storage.bootID = { [UInt8](repeating: self.fault.withLock { $0.boot }, count: 16) }
        return storage
    }
}

/// What a journal holds, block by block.
struct Read: Equatable {
    var payloads: [[UInt8]] = []
    var places: [JournalPlace] = []
}

extension Journal {
    mutating func write(_ records: [UInt8]...) {
        for record in records { record.withUnsafeBytes { append($0) } }
        commit()
    }
}

/// Opens, reads and leaves without closing, as a kill does.
func reopened(
    _ folder: Folder, options: JournalOptions = JournalOptions(), storage: JournalStorage = .real
) throws -> (found: JournalFound, read: Read) {
    var read = Read()
    let journal = try Journal.open(directory: folder.path, options: options, storage: storage) { payload, place in
        read.payloads.append(Array(payload))
        read.places.append(place)
    }
    return (journal.found, read)
}

/// A journal of small blocks in several segments; what was written to it.
func written(
    to folder: Folder, blocks: Int, segmentBytes: UInt64 = 400, seed: UInt64 = 7, closed: Bool = true,
    storage: JournalStorage = .real
) throws -> [[UInt8]] {
    var dice = Dice(seed)
    var payloads: [[UInt8]] = []
    var journal = try Journal.open(
        directory: folder.path, options: JournalOptions(segmentBytes: segmentBytes), storage: storage
    ) { _, _ in }
    for _ in 0..<blocks {
        payloads.append(dice.bytes(1...60))
        journal.write(payloads[payloads.count - 1])
    }
    if closed { journal.close() }
    return payloads
}
