package import Journal
import Logging
package import Timing
package import Wire

/// The record's journal: each input is in its file before anything that follows from it leaves.
///
/// Belongs to the record's thread. Without a directory nothing is kept, and a restart begins anew.
package final class RecordJournal {
    // One thread has it, and it calls nobody while it changes: two accesses cannot overlap, so this is not checked.
    @exclusivity(unchecked) private var journal: Journal?
    private let writer = ByteWriter(capacity: 256)
    private let log: Logger
    private var told = JournalState.ok
    private var toldAt: Int64 = 0
    private var unsyncedSince: Int64?

    /// The time between two log lines about a disk that takes nothing.
    private static let quiet: Int64 = 10_000

    init(_ journal: consuming Journal?, log: Logger) {
        self.journal = journal
        self.log = log
    }

    /// Collects inputs.
    package func append(_ record: JournalRecord) {
        guard journal != nil else { return }
        writer.clear()
        record.append(to: writer)
        writer.withBytes { bytes in journal?.append(bytes) }
    }

    /// Collects a crossing: the same as its record, without making one.
    package func append(_ crossing: Crossing) {
        guard journal != nil else { return }
        writer.clear()
        JournalRecord.append(crossing, to: writer)
        writer.withBytes { bytes in journal?.append(bytes) }
    }

    /// The number of the latest epoch, known even where its record was lost; 0 without one.
    var latestEpoch: UInt64 {
        get {
            // A head of an earlier build has no check: a number that cannot be an epoch is none.
            guard let mark = journal?.mark, mark < EpochRecord.most else { return 0 }
            return mark
        }
        set { journal?.mark = newValue }
    }

    /// The collected inputs are in the file when this returns; while the disk takes nothing they wait.
    package func commit() { journal?.commit() }

    package func close() { journal?.close() }

    var progress: JournalProgress? { journal?.progress }

    /// The journal's end, where nothing waits for the disk.
    package var end: JournalPlace? {
        guard let place = journal?.place, place == journal?.progress.committed else { return nil }
        return place
    }

    package var syncer: JournalSyncer? { journal?.syncer }

    /// Whether all that was committed is in the file, and the file in its place.
    var isWritten: Bool {
        journal?.syncer.look(isAtOnce: true)
        return journal?.state == .ok
    }

    // MARK: Health

    /// To be called now and then: tries waiting blocks again, and logs a change of the journal's health.
    func look(now: Int64) {
        guard journal != nil else { return }
        journal?.commit()
        guard let state = journal?.state, let progress = journal?.progress else { return }
        unsyncedSince = progress.committed == progress.synced ? nil : (unsyncedSince ?? now)
        let isNews = state.name != told.name
        guard isNews || (!state.isOK && now >= toldAt + Self.quiet) else { return }
        told = state
        toldAt = now
        switch state {
        case .ok: log.notice("the journal is written again, and lacks nothing")
        case .gone(let loss):
            log.critical(
                "the journal is lost: \(loss); timing goes on, but a restart will not find what comes now: put the files back, or save results and decisions before you restart"
            )
        case .behind(_, let bytes, _):
            log.critical(
                "the journal's disk takes nothing (\(state.reason ?? "")): timing goes on, \(bytes) bytes wait in memory; make room"
            )
        case .stopped:
            log.critical(
                "the journal has stopped (\(state.reason ?? "")): timing goes on, but a restart will lose what comes now; make room and restart between sessions"
            )
        }
    }

    func health(now: Int64) -> StatusMessage.Journal? {
        guard let place = journal?.place, let state = journal?.state, let hash = journal?.hash else { return nil }
        return StatusMessage.Journal(
            state: state.name, segment: place.segment, offset: place.offset, behind: state.waiting,
            unsynced: unsyncedSince.map { now - $0 } ?? 0, hash: hash)
    }
}

extension JournalState {
    fileprivate var isOK: Bool { self == .ok }

    fileprivate var name: String {
        switch self {
        case .ok: "ok"
        case .behind: "behind"
        case .stopped: "stopped"
        case .gone: "gone"
        }
    }

    fileprivate var waiting: Int {
        switch self {
        case .ok, .gone: 0
        case .behind(_, let bytes, _), .stopped(_, let bytes, _): bytes
        }
    }
}
