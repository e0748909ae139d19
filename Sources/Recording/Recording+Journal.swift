import DayRecord
import Journal
import Rulebook
import Timing
import Wire

#if canImport(Glibc)
    private import Glibc
#endif

/// A session's journal as a recording (docs/journal.md): its inputs in the order in which they came.
extension Recording {
    static func isJournal(_ directory: String) -> Bool {
        access("\(directory)/recording.jsonl", F_OK) != 0 && JournalReader(directory: directory).isThere
    }

    /// The whole blocks of a journal whose end is being written or was left unfinished.
    /// - Parameter session: which session of a meeting's journal. The journal of one session is read as that one's.
    /// - Throws: `Failure` when anything within the journal is damaged or not understood, and where the session of a
    ///   meeting is not named or is none of it.
    static func read(journal directory: String, session: String?) throws(Failure) -> Recording {
        var inputs = JournalInputs()
        var scan: JournalScan
        do throws(JournalError) {
            scan = try JournalScan.read(directory: directory) { payload, _ in
                try JournalRecord.read(payload) { inputs.take($0) }
            }
        } catch {
            throw Failure(description: error.description)
        }
        // The event of the latest epoch that has one of its own.
        let files = inputs.epochs.map { epoch -> String in "\(directory)/event-\(epoch.epoch).yaml" }
            .filter { file in access(file, F_OK) == 0 }
        var event = try event(files.last ?? "\(directory)/event.yaml")
        var id = inputs.epochs.last?.session
        let isOfMeeting = id == EpochRecord.meeting && event.session(EpochRecord.meeting) == nil
        if isOfMeeting {
            (inputs, scan) = try read(session, ofMeeting: &event, in: directory)
            id = session
        }
        if let damage = scan.damage, damage.hasWholeBlocksAfter {
            throw Failure(description: "\(damage); `lapwing journal verify \(directory)` says more")
        }
        var recording = Recording(event: event, session: id, arrived: inputs.whole)
        recording.isOfMeeting = isOfMeeting
        return recording
    }

    /// One session out of the journal of a meeting; a session that was added in it is in the event afterwards.
    private static func read(
        _ session: String?, ofMeeting event: inout Event, in directory: String
    ) throws(Failure) -> (JournalInputs, JournalScan) {
        var inputs = JournalInputs()
        let read: (scan: JournalScan, meeting: MeetingRecord?)
        do {
            let records = SessionRecords(
                of: session ?? "", in: directory, beginning: RecordState(meetingOf: event))
            read = try records.read { record, _ in inputs.take(record) }
        } catch {
            throw Failure(description: "\(error)")
        }
        if let meeting = read.meeting { event = event.grown(by: meeting) }
        guard let session, event.session(session) != nil else {
            let ids = event.sessions.map(\.id).joined(separator: ", ")
            throw Failure(
                description: "\(directory): the journal of a meeting: found "
                    + (session.map { "no session \"\($0)\" in it" } ?? "no session named")
                    + ", expected one of \(ids); say it with --session, or make a recording of one first: "
                    + "lapwing journal export \(directory) --session \(event.sessions[0].id) -o OUT")
        }
        return (inputs, read.scan)
    }

    private init(event: Event, session: String?, arrived: [Input]) {
        self.init(event: event, crossings: [], acts: [], session: session, reached: [:], arrived: arrived)
        for input in arrived {
            switch input {
            case .crossing(let crossing), .late(let crossing): crossings.append(crossing)
            case .act(let act): acts.append(act)
            case .time, .lateTaken: break
            }
        }
    }
}

/// The inputs of one session's journal, in the order in which they came.
private struct JournalInputs {
    private(set) var epochs: [EpochRecord] = []
    private var arrived: [Input] = []

    mutating func take(_ record: JournalRecord) {
        if case .epoch(let epoch) = record { epochs.append(epoch) }
        if let input = record.input { arrived.append(input) }
        if case .refused(let act) = record, let place = arrived.lastIndex(where: { $0.isAct(act) }) {
            arrived.remove(at: place)
        }
    }

    /// With those that still wait at the journal's end: they take effect, as they do when the daemon comes back.
    var whole: [Input] { lateAtTheEnd.map { arrived + [$0] } ?? arrived }

    private var lateAtTheEnd: Input? {
        var (waiting, last) = (0, Instant.distantPast)
        for input in arrived {
            last = max(last, input.instant)
            switch input {
            case .late: waiting += 1
            case .lateTaken(let count, _): waiting -= min(waiting, count)
            case .crossing, .act, .time: break
            }
        }
        return waiting > 0 ? .lateTaken(count: waiting, at: last) : nil
    }
}

extension Input {
    fileprivate func isAct(_ name: String) -> Bool {
        if case .act(let act) = self { act.id == name } else { false }
    }
}
