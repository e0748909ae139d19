package import DayRecord
package import Journal
import Linux
package import Logging
import Meeting
import Timing
package import Wire

/// Coming back: the record of the meeting is read, with all that follows from it for the record. The sessions are
/// read by their lanes, each when it is opened.
package struct MeetingRestart {
    let folder: JournalFolder
    let options: JournalOptions
    /// The meeting is taken over from the other daemon of a pair, in this epoch or a larger one.
    let takenOver: UInt64?
    let log: Logger

    package init(folder: JournalFolder, options: JournalOptions, takenOver: UInt64?, log: Logger) {
        self.folder = folder
        self.options = options
        self.takenOver = takenOver
        self.log = log
    }

    /// The record, open to be written on.
    package struct Opened: ~Copyable {
        package let journal: RecordJournal
        package let epoch: UInt64
        /// Acts of the meeting so far.
        let sequence: UInt64
        let isNew: Bool
    }

    /// - Throws: why the journal cannot be opened, for example because another Lapwing wrote it.
    package func run(into state: inout RecordState, _ runs: inout BoxRuns) throws -> Opened {
        let began = MachineClock.monotonic
        var latest: EpochRecord?
        var sequence: UInt64 = 0
        var crossings = 0
        let journal = try Journal.open(directory: folder.path, options: options) { payload, _ in
            try JournalRecord.read(payload) { record in
                Daemon.learn(record, &runs, &state)
                switch record {
                case .epoch(let epoch): latest = epoch
                case .meeting: sequence += 1
                case .crossing, .late: crossings += 1
                case .time, .act, .lateTaken, .of, .refused: break
                }
            }
        }
        let found = journal.found
        Restart.tell(found, of: folder, log: log)
        if latest != nil, !folder.hasEvent, let fault = folder.writeEvent() { log.error("\(fault)") }
        let kept = RecordJournal(journal, log: log)
        let epoch = try Restart.epoch(
            after: latest, found, first: sequence + 1, session: Record.meeting, in: folder, kept, takenOver: takenOver,
            log: log)
        if !found.isNew {
            log.notice(
                "journal \(folder.path): \(crossings) crossings, \(sequence) acts of the meeting read in \(MachineClock.monotonic - began) ms; epoch \(epoch.epoch)"
            )
        }
        return Opened(journal: kept, epoch: epoch.epoch, sequence: sequence, isNew: found.isNew)
    }
}
