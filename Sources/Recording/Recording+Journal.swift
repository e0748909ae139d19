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
    /// - Throws: `Failure` when anything within the journal is damaged or not understood.
    static func read(journal directory: String) throws(Failure) -> Recording {
        var arrived: [Input] = []
        var epochs: [EpochRecord] = []
        let scan: JournalScan
        do throws(JournalError) {
            scan = try JournalScan.read(directory: directory) { payload, _ in
                try JournalRecord.read(payload) { record in
                    if case .epoch(let epoch) = record { epochs.append(epoch) }
                    if let input = record.input { arrived.append(input) }
                    if case .refused(let act) = record, let place = arrived.lastIndex(where: { $0.isAct(act) }) {
                        arrived.remove(at: place)
                    }
                }
            }
        } catch {
            throw Failure(description: error.description)
        }
        if let damage = scan.damage, damage.hasWholeBlocksAfter {
            throw Failure(description: "\(damage); `lapwing journal verify \(directory)` says more")
        }
        if let rest = lateAtTheEnd(of: arrived) { arrived.append(rest) }
        // The event of the latest epoch that has one of its own.
        let files = epochs.map { epoch -> String in "\(directory)/event-\(epoch.epoch).yaml" }
            .filter { file in access(file, F_OK) == 0 }
        var recording = Recording(
            event: try event(files.last ?? "\(directory)/event.yaml"), crossings: [], acts: [],
            session: epochs.last?.session, reached: [:], arrived: arrived)
        for input in arrived {
            switch input {
            case .crossing(let crossing), .late(let crossing): recording.crossings.append(crossing)
            case .act(let act): recording.acts.append(act)
            case .time, .lateTaken: break
            }
        }
        return recording
    }

    /// The crossings that still wait at the journal's end take effect, as they do when the daemon comes back.
    private static func lateAtTheEnd(of arrived: [Input]) -> Input? {
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
