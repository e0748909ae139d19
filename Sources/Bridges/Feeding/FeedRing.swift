import Glibc

/// What a bridge has fed, on disk: a file of fixed size in which the oldest crossings give way to the newest.
///
/// A crossing is written before it is fed. So a bridge that is killed goes on with the same epoch and the next number,
/// and answers for all that it may have fed before. It is written to the system at once, to the disk within a second:
/// after a power cut the last ones are asked for again at the box, and get the same numbers.
package struct FeedRing: ~Copyable {
    private let directory: String
    private let lock: Int32
    private var file: Int32
    private var isSynced = true
    package private(set) var history: FedHistory
    /// Of the epochs before, the latest first: a daemon goes on asking for what it missed of them.
    package private(set) var before: [FedHistory]
    /// What was found wrong with the file when it was opened, in words; nil where nothing was.
    package let finding: String?

    /// Epochs before the one that runs.
    private static let mostBefore = 4

    /// Crossings that are kept where nothing else is said: a day of 60 cars with ten loops has fewer.
    package static let usualCapacity = 100_000

    /// Opens the ring of a directory, which has to be there; one without a ring gets one.
    /// - Parameter now: milliseconds of UTC. A new epoch is not below it, so that it is larger than those of a ring
    ///   that was lost.
    package init(
        _ directory: String, decoder: UInt32, capacity: Int = usualCapacity, now: Int64
    ) throws(FeedingFault) {
        let lock = try Self.lock(directory)
        let opened: (history: FedHistory, file: Int32, finding: String?)
        do throws(FeedingFault) {
            opened = try Self.open(directory, decoder: decoder, capacity: capacity, now: now)
        } catch {
            Self.unlock(lock)
            throw error
        }
        (self.directory, self.lock) = (directory, lock)
        (history, file, finding) = opened
        before = Self.before(directory, decoder: decoder)
    }

    /// The history of an epoch; one without crossings where it is not kept.
    package func history(of epoch: UInt64) -> FedHistory {
        before.first { $0.epoch == epoch } ?? history
    }

    deinit {
        close(file)
        Self.unlock(lock)
    }

    /// Gives the crossing its number, and keeps it.
    package mutating func append(_ crossing: FedCrossing) throws(FeedingFault) -> FedCrossing {
        let kept = history.append(crossing)
        let bytes = RingRecord.bytes(kept, epoch: history.epoch)
        let place = 1 + Int((kept.number - 1) % UInt64(history.capacity))
        isSynced = false
        guard pwrite(file, bytes, bytes.count, off_t(place * RingRecord.size)) == bytes.count else {
            throw .system("\(directory)/ring: crossing \(kept.number) cannot be written")
        }
        return kept
    }

    /// Begins a new epoch, larger than all before.
    /// - Parameter box: the box's own name, 0 where it says none. `begin`: the box's first number, where it is known.
    package mutating func begin(box: UInt32, at begin: UInt64?, now: Int64) throws(FeedingFault) {
        let next = FedHistory(
            decoder: history.decoder, epoch: max(history.epoch + 1, UInt64(max(1, now))), box: box, begin: begin,
            capacity: history.capacity)
        let created = try Self.create(directory, next)
        close(file)
        if history.next > 1 { before = Array(([history] + before).prefix(Self.mostBefore)) }
        (file, history, isSynced) = (created, next, true)
    }

    /// Carries to the disk what the system has.
    package mutating func sync() {
        if !isSynced, fdatasync(file) == 0 { isSynced = true }
    }

    // MARK: Files

    private static func open(
        _ directory: String, decoder: UInt32, capacity: Int, now: Int64
    ) throws(FeedingFault) -> (FedHistory, Int32, String?) {
        if let (history, descriptor) = try read(directory) {
            guard history.decoder == decoder else {
                close(descriptor)
                throw FeedingFault(
                    "\(directory): found the ring of decoder \(history.decoder), expected one of \(decoder); "
                        + "give --id \(history.decoder), or another --state")
            }
            return (history, descriptor, nil)
        }
        var finding: String?
        // A name that is missing here is one that a rename was about to give: the epochs before are the older ones.
        let last = before(directory, decoder: decoder).first?.epoch ?? 0
        if access("\(directory)/ring", F_OK) == 0 {
            rename("\(directory)/ring", "\(directory)/ring.damaged")
            finding =
                "\(directory)/ring: its head is damaged; a new epoch begins, the file is kept as ring.damaged"
        }
        let history = FedHistory(
            decoder: decoder, epoch: max(last + 1, UInt64(max(1, now))), capacity: capacity)
        return (history, try create(directory, history), finding)
    }

    /// One bridge a directory.
    private static func lock(_ directory: String) throws(FeedingFault) -> Int32 {
        let descriptor = Glibc.open("\(directory)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .system("\(directory): expected a directory that can be written to; give another --state")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FeedingFault("\(directory): another bridge keeps its crossings here; give another --state")
        }
        return descriptor
    }

    /// Closing alone would not do where a child that is being started still has the file.
    private static func unlock(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The epochs before, as far as they can be read.
    private static func before(_ directory: String, decoder: UInt32) -> [FedHistory] {
        (1...mostBefore).compactMap { place in
            guard let (history, file) = try? read(directory, "ring.\(place)") else { return nil }
            close(file)
            return history.decoder == decoder ? history : nil
        }
    }

    /// The history of the file; nil where there is none, or its head is damaged.
    private static func read(
        _ directory: String, _ name: String = "ring"
    ) throws(FeedingFault) -> (FedHistory, Int32)? {
        let descriptor = Glibc.open("\(directory)/\(name)", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("\(directory)/\(name): cannot be opened")
        }
        let bytes = bytes(descriptor)
        guard let head = RingRecord.history(bytes.prefix(RingRecord.size)), 1...10_000_000 ~= head.capacity else {
            close(descriptor)
            return nil
        }
        var found: [UInt64: FedCrossing] = [:]
        for place in stride(from: RingRecord.size, to: bytes.count - RingRecord.size + 1, by: RingRecord.size) {
            let record = RingRecord.crossing(bytes[place..<(place + RingRecord.size)], epoch: head.epoch)
            if let record { found[record.number] = record }
        }
        // The highest numbers, as far back as none is missing.
        var number = found.keys.max() ?? 0
        var kept: [FedCrossing] = []
        while let record = found[number] {
            kept.append(record)
            number -= 1
        }
        return (FedHistory(head, found: kept.reversed()), descriptor)
    }

    private static func bytes(_ descriptor: Int32) -> [UInt8] {
        var about = stat()
        guard fstat(descriptor, &about) == 0, about.st_size < 1 << 31 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(about.st_size))
        var read = 0
        while read < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: read), $0.count - read, off_t(read))
            }
            guard count > 0 else { break }
            read += count
        }
        return Array(bytes.prefix(read))
    }

    /// Names of older epochs move on by one; one that has no crossing gives way.
    private static func moveOn(_ directory: String) {
        guard let (history, file) = try? read(directory) else { return }
        close(file)
        guard history.next > 1 else { return }
        for place in stride(from: mostBefore - 1, to: 0, by: -1) {
            rename("\(directory)/ring.\(place)", "\(directory)/ring.\(place + 1)")
        }
        rename("\(directory)/ring", "\(directory)/ring.1")
    }

    /// All at once or not at all: the file has its name when it is on the disk with its whole size.
    private static func create(_ directory: String, _ history: FedHistory) throws(FeedingFault) -> Int32 {
        let new = "\(directory)/ring.new"
        let descriptor = Glibc.open(new, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("\(new): cannot be made") }
        let head = RingRecord.head(history)
        let size = off_t((history.capacity + 1) * RingRecord.size)
        guard posix_fallocate(descriptor, 0, size) == 0, pwrite(descriptor, head, head.count, 0) == head.count,
            fsync(descriptor) == 0
        else {
            let fault = FeedingFault.system("\(new): cannot be written, \(size) bytes are needed")
            close(descriptor)
            throw fault
        }
        moveOn(directory)
        guard rename(new, "\(directory)/ring") == 0 else {
            let fault = FeedingFault.system("\(new): cannot be given its name")
            close(descriptor)
            throw fault
        }
        let folder = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return descriptor
    }
}

extension FeedingFault {
    /// With what the system says.
    static func system(_ words: String) -> FeedingFault { .init("\(words): \(String(cString: strerror(errno)))") }
}
