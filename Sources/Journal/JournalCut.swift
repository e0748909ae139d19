import Glibc
import Linux

/// The damaged part of a journal that was opened, and where it lies now.
public struct JournalCut: Hashable, Sendable, CustomStringConvertible {
    /// The fault, its place, and what follows it.
    public let damage: JournalDamage
    /// Files that hold what was cut off, in the order of the journal; without one where a full disk had no room for
    /// the end of an unfinished write.
    public let aside: [String]

    public var description: String {
        "\(damage); cut there, "
            + (aside.isEmpty ? "not kept for want of room" : "kept in \(aside.joined(separator: ", "))")
    }

    /// Moves everything from the damage on to the folder `aside` and cuts it off. Overwrites nothing; stopped at any
    /// moment, it can be begun again.
    static func make(
        _ damage: JournalDamage, in directory: String, _ storage: JournalStorage
    ) throws(JournalError) -> JournalCut {
        let folder = "\(directory)/aside"
        let time = name(ofUTC: storage.utc())
        var aside: [String] = []
        // From the end: the rest is always a beginning of the journal.
        for number in damage.later.reversed() {
            let moved = "\(folder)/\(time)-\(SegmentName.file(number))"
            try move("\(directory)/\(SegmentName.file(number))", to: moved, folder, damage)
            aside.insert(moved, at: 0)
        }
        let segment = SegmentName.file(damage.place.segment).dropLast(SegmentName.ending.count)
        let kept = "\(folder)/\(time)-\(segment)-\(damage.place.offset)\(SegmentName.ending)"
        if damage.kind != .missing {
            if damage.place.offset < UInt64(SegmentHeader.length) {
                try move(damage.path, to: kept, folder, damage)
                aside.insert(kept, at: 0)
            } else if try cut(damage, to: kept, folder, storage) {
                aside.insert(kept, at: 0)
            }
        }
        synchronize(folder)
        synchronize(directory)
        return JournalCut(damage: damage, aside: aside)
    }

    private static func move(
        _ path: String, to kept: String, _ folder: String, _ damage: JournalDamage
    ) throws(JournalError) {
        try FileBytes.makeDirectory(folder)
        guard rename(path, kept) == 0 else { throw .notSetAside(damage: damage, code: errno) }
    }

    /// False when the disk has no room for the end of an unfinished write, from which nothing was derived.
    private static func cut(
        _ damage: JournalDamage, to kept: String, _ folder: String, _ storage: JournalStorage
    ) throws(JournalError) -> Bool {
        var isKept = true
        do throws(JournalError) {
            try FileBytes.makeDirectory(folder)
            try copy(damage, to: kept, storage)
        } catch {
            unlink(kept)
            guard !damage.hasWholeBlocksAfter, case .system(_, _, let code) = error, code == ENOSPC || code == EDQUOT
            else { throw error }
            isKept = false
        }
        let file = try FileBytes.open(damage.path, O_RDWR)
        let code = storage.truncate(file.descriptor, damage.place.offset)
        guard code == 0 else { throw .notSetAside(damage: damage, code: -code) }
        fsync(file.descriptor)
        return isKept
    }

    private static func copy(_ damage: JournalDamage, to kept: String, _ storage: JournalStorage) throws(JournalError) {
        let source = try FileBytes.openToRead(damage.path)
        let descriptor = storage.create(kept)
        guard descriptor >= 0 else { throw .system(operation: "make", path: kept, code: -descriptor) }
        let target = OpenFile(descriptor)
        var done: UInt64 = 0
        while true {
            // A hole in the file stays one: it may be larger than the disk.
            let data = lseek(source.descriptor, off_t(damage.place.offset + done), seekData)
            if data < 0, errno == ENXIO { break }
            if data >= 0 { done = UInt64(data) - damage.place.offset }
            let bytes = try FileBytes.read(source, damage.path, at: damage.place.offset + done, most: 1 << 20)
            guard !bytes.isEmpty else { break }
            let written = bytes.withUnsafeBytes { storage.writeAll(descriptor, $0, done) }
            guard written.code == 0 else { throw .system(operation: "write", path: kept, code: written.code) }
            done += UInt64(bytes.count)
        }
        var status = stat()
        if fstat(source.descriptor, &status) == 0 {
            _ = ftruncate(descriptor, status.st_size - off_t(damage.place.offset))
        }
        let code = storage.sync(target.descriptor)
        guard code == 0 else { throw .system(operation: "write", path: kept, code: -code) }
    }

    /// Puts changes of a directory (made, moved, cut) on the disk.
    static func synchronize(_ directory: String) {
        guard let file = try? FileBytes.open(directory, O_RDONLY | O_DIRECTORY) else { return }
        fsync(file.descriptor)
    }

    /// `20180519T061512.345678Z`
    static func name(ofUTC microseconds: Int64) -> String {
        var seconds = time_t(microseconds / 1_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        let day = "\(parts.tm_year + 1900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))"
        return "\(day)T\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec)).\(fraction)Z"
    }
}
