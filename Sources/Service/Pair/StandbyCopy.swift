import Glibc
import Journal
import Linux
import Logging
import Wire

/// The standby's copy of the other's journal, and whether the session could be run on with it. What could not be done
/// with it is said before it is needed.
struct StandbyCopy: ~Copyable {
    private let directory: String
    private let log: Logger
    /// Nil while it cannot be opened.
    private var copy: JournalCopy?
    private var isDoubted = false
    private var lookAt: Int64 = 0
    private var verifyAt: Int64
    /// Why the session could not be run on with what it keeps from now on.
    private(set) var fault: String?

    private static let patience: Int64 = 1000
    /// The whole copy is read again so often, and for a twentieth of the time at most.
    private static let verified: Int64 = 5000
    /// Less than this is called a full disk.
    private static let leastRoom: UInt64 = 1 << 20

    /// - Throws: where another process writes there.
    init(directory: String, now: Int64, log: Logger) throws {
        self.directory = directory
        self.log = log
        verifyAt = now + Self.verified
        copy = nil
        try open()
    }

    /// How far it goes.
    var place: JournalPlace {
        mutating get { copy?.place ?? .beginning }
    }

    /// Of its last block; empty without one.
    var hash: [UInt8] {
        mutating get { place > .beginning ? copy?.hash ?? [] : [] }
    }

    private mutating func open() throws {
        do {
            let opened = try JournalCopy.open(directory: directory)
            if let cut = opened.found.cut {
                log.critical("the copy was damaged: \(cut); what is missing is copied again from the other")
            }
            copy = consume opened
        } catch JournalError.inUse(let directory, let pid) {
            throw JournalError.inUse(directory: directory, pid: pid)
        } catch {
            copy = nil
            tell("\(error)")
        }
    }

    private mutating func tell(_ fault: String?) {
        guard fault != self.fault else { return }
        // A lasting fault may change its figures.
        let isNews = (fault == nil) != (self.fault == nil)
        self.fault = fault
        guard isNews else { return }
        if let fault {
            log.critical("this standby could not run the session on: \(fault)")
        } else {
            log.notice("this standby could run the session on again")
        }
    }

    // MARK: Copying

    /// Bytes of the other's journal. The disk may refuse them: then they are asked for again.
    mutating func take(_ bytes: [UInt8], at place: JournalPlace) throws {
        guard place == self.place || place.offset == 0, copy != nil else { return }
        isDoubted = false
        do {
            try bytes.withUnsafeBytes { try copy?.append($0, at: place) }
        } catch JournalError.system(let operation, let path, let code) {
            return tell("\(JournalError.system(operation: operation, path: path, code: code))")
        } catch {
            log.error("\(error)")
            try putAside()
        }
        if let failure = copy?.syncer.sync().failure { tell("\(failure)") }
    }

    /// The other has no such place or hash. A block that had come in part is asked for again before all is given up.
    /// - Returns: whether all was put aside.
    mutating func isParted() throws -> Bool {
        guard isDoubted else {
            isDoubted = true
            try reopen()
            return false
        }
        try putAside()
        return true
    }

    private mutating func reopen() throws {
        // Its lock goes with it.
        _ = copy.take()
        try open()
    }

    /// Nothing is deleted: the copy so far lies beside, under another name.
    private mutating func putAside() throws {
        isDoubted = false
        _ = copy.take()
        let name = "\(directory).aside-\(MachineClock.utc)"
        guard rename(directory, name) == 0 else {
            tell("cannot move \(directory) to \(name): \(String(cString: strerror(errno)))")
            return
        }
        try open()
    }

    // MARK: Readiness

    /// To be called now and then: says when the session could not be run on, and mends what can be mended.
    mutating func look(now: Int64) throws {
        guard now >= lookAt else { return }
        lookAt = now + Self.patience
        guard copy != nil else { return try open() }
        copy?.syncer.look()
        if let loss = copy?.syncer.loss {
            tell("\(loss)")
            return try reopen()
        }
        if let free = Self.room(in: directory), free < Self.leastRoom {
            return tell("the disk of \(directory) is full: \(free) bytes are free; make room")
        }
        guard now >= verifyAt else { return }
        let began = now
        let damage = Self.damage(in: directory, upTo: copy?.progress.committed ?? .beginning)
        let took = MachineClock.monotonic - began
        verifyAt = now + max(Self.verified, 20 * took)
        if let damage {
            tell(damage)
            return try reopen()
        }
        tell(nil)
    }

    /// Free for a process without privileges, in bytes.
    private static func room(in directory: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    private static func damage(in directory: String, upTo end: JournalPlace) -> String? {
        do throws(JournalError) {
            let scan = try JournalScan.read(directory: directory, upTo: end) { payload, _ in
                try JournalRecord.read(payload) { _ in }
            }
            if let damage = scan.damage { return "\(damage)" }
            return scan.place < end ? "\(directory) ends at \(scan.place), and \(end) was copied" : nil
        } catch {
            return "\(error)"
        }
    }
}
