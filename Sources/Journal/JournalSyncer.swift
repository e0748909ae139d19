import Glibc
import Synchronization

/// How far a journal is, for other threads than its writer's.
public final class JournalProgress: Sendable {
    private let committedPlace: Atomic<UInt64>
    private let syncedPlace: Atomic<UInt64>

    init(_ place: JournalPlace) {
        committedPlace = Atomic(place.packed)
        syncedPlace = Atomic(place.packed)
    }

    /// Everything before stands in the files, in whole blocks.
    public internal(set) var committed: JournalPlace {
        get { JournalPlace(packed: committedPlace.load(ordering: .acquiring)) }
        set { committedPlace.store(newValue.packed, ordering: .releasing) }
    }

    /// Everything before survives a power cut.
    public internal(set) var synced: JournalPlace {
        get { JournalPlace(packed: syncedPlace.load(ordering: .acquiring)) }
        set { syncedPlace.store(newValue.packed, ordering: .releasing) }
    }
}

/// The disk failed to take the bytes that it was given.
public struct JournalSyncFailure: Hashable, Sendable, CustomStringConvertible {
    /// What the system says, as an errno.
    public let code: Int32
    /// From here on the contents of the disk are unknown.
    public let place: JournalPlace
    /// How often it has happened in this run.
    public let count: Int

    public var description: String {
        "the disk failed to keep the journal from \(place) on: \(JournalError.text(code)); copy the journal to another "
            + "disk at once"
    }
}

/// The outcome of a sync.
public struct JournalSyncReport: Hashable, Sendable {
    /// Everything before survives a power cut.
    public let synced: JournalPlace
    /// The last failure of this run; it stays: bytes in doubt stay in doubt.
    public let failure: JournalSyncFailure?
    /// This very sync has failed.
    public let hasFailed: Bool
}

/// Puts a journal's written bytes on the disk. Called from any thread but the writer's.
public final class JournalSyncer: Sendable {
    private struct Files {
        /// Segments written to since they were last synced for good, the present one last.
        var open: [OpenFile] = []
        var hasNewFile = false
    }

    private let directory: OpenFile?
    private let progress: JournalProgress
    private let storage: JournalStorage
    private let files = Mutex(Files())
    private let watch: Mutex<JournalWatch>
    /// Held during a sync: of two at once each could miss the failure that the other is told.
    private let failure = Mutex<JournalSyncFailure?>(nil)

    init(_ directory: String, _ progress: JournalProgress, _ storage: JournalStorage) {
        self.directory = try? FileBytes.open(directory, O_RDONLY | O_DIRECTORY)
        watch = Mutex(JournalWatch(directory))
        self.progress = progress
        self.storage = storage
    }

    /// The writer goes on in this file. A sync under way keeps the files before it open until they are synced.
    func began(_ file: OpenFile, _ path: String, isNew: Bool) {
        watch(file, as: path)
        files.withLock {
            $0.open.append(file)
            if isNew { $0.hasNewFile = true }
        }
    }

    /// This file has to stay at its path.
    func watch(_ file: OpenFile, as path: String) { watch.withLock { $0.add(path, JournalWatch.identity(file)) } }

    /// The file that is at this path now has to stay there.
    func watch(_ path: String) { watch.withLock { $0.add(path, JournalWatch.identity(path)) } }

    /// The file at this path is shorter than its writer left it.
    func noteCut(_ path: String) { watch.withLock { $0.noteCut(path) } }

    /// What became of the files, as far as it was looked for.
    public var loss: JournalLoss? { watch.withLock { $0.loss } }

    /// Looks whether the files are still those that are written: a few times a second at most, or now.
    public func look(isAtOnce: Bool = false) {
        watch.withLock { $0.look(uptime: storage.uptime(), isAtOnce: isAtOnce) }
    }

    /// Returns when everything committed before the call is on the disk, or the disk has refused it.
    /// Without anything new it returns at once.
    @discardableResult
    public func sync() -> JournalSyncReport {
        failure.withLock { failure in
            // Read before the files: every byte before this place is in one of them.
            let target = progress.committed
            guard target != progress.synced else {
                return JournalSyncReport(synced: target, failure: failure, hasFailed: false)
            }
            let code = sync(files.withLock { $0 })
            if code == 0 {
                progress.synced = target
            } else {
                let place = min(failure?.place ?? progress.synced, progress.synced)
                failure = JournalSyncFailure(code: -code, place: place, count: (failure?.count ?? 0) + 1)
            }
            return JournalSyncReport(synced: progress.synced, failure: failure, hasFailed: code != 0)
        }
    }

    private func sync(_ present: Files) -> Int32 {
        for file in present.open {
            let code = storage.sync(file.descriptor)
            guard code == 0 else { return code }
        }
        if present.hasNewFile, let directory, fsync(directory.descriptor) != 0 { return -errno }
        files.withLock { files in
            if files.open.count == present.open.count { files.hasNewFile = false }
            // The last of those synced may still be written to.
            files.open.removeFirst(max(0, present.open.count - 1))
        }
        return 0
    }
}
