package import DayRecord
package import Journal
package import Linux
package import Rulebook
import Synchronization
package import Timing
import Wire

/// A command that is tried out beside the lane, by a thread of its own, on a state of its own. The lane goes on
/// meanwhile.
package final class DryRun: Sendable {
    /// Where the state comes from.
    package enum Source: Sendable {
        /// Read from the journal, up to what the lane has scored.
        case journal(String, upTo: JournalPlace)
        /// The same of a session of a meeting, whose record it is read out of.
        case meeting(String, upTo: JournalPlace, beginning: RecordState)
        case copy(Copied)
    }

    /// The core's state as it was when asked.
    package final class Copied: Sendable {
        let timekeeper: Timekeeper

        package init(_ timekeeper: borrowing Timekeeper) { self.timekeeper = Timekeeper(copying: timekeeper) }
    }

    private struct Cancelled: Error {}

    private let answer = Mutex<[UInt8]?>(nil)
    private let isCancelled = Atomic<Bool>(false)
    private let thread = Mutex<OwnThread?>(nil)
    private let act: Act
    private let session: Session

    /// Starts the thread. `bell` is rung when there is an answer.
    package init(
        _ act: Act, in session: Session, _ source: Source, _ limits: DaemonConfiguration.Limits, bell: Bell
    ) {
        self.act = act
        self.session = session
        thread.withLock { thread in
            thread = OwnThread("lapwing-dry-run", isPatient: true) { [self] in
                let bytes = answer(from: source, limits)
                answer.withLock { $0 = bytes }
                bell.ring()
            }
        }
    }

    /// The answer, once there is one.
    package var latest: [UInt8]? { answer.withLock { $0 } }

    /// It ends as soon as it can.
    package func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Waits for its end.
    package func join() { thread.withLock { $0 }?.join() }

    // MARK: The thread

    private func answer(from source: Source, _ limits: DaemonConfiguration.Limits) -> [UInt8] {
        do {
            switch source {
            case .copy(let copied):
                var timekeeper = Timekeeper(copying: copied.timekeeper)
                return try consequences(in: &timekeeper)
            case .journal(let directory, let end):
                return try consequences(limits) { take in
                    try JournalScan.read(directory: directory, upTo: end) { payload, _ in
                        try JournalRecord.read(payload, take)
                    }
                }
            case .meeting(let directory, let end, let beginning):
                return try consequences(limits) { take in
                    try SessionRecords(of: session.id, in: directory, beginning: beginning)
                        .read(upTo: end) { record, _ in try take(record) }.scan
                }
            }
        } catch let refusal as ActRefusal {
            return Reply.refusal(Refusal(refusal))
        } catch {
            return Reply.refusal(Self.refusal("it could not be tried: \(error)"))
        }
    }

    /// Tries it on what is read.
    private func consequences(
        _ limits: DaemonConfiguration.Limits, reading: ((JournalRecord) throws -> Void) throws -> JournalScan
    ) throws -> [UInt8] {
        var small = limits
        small.historyBytes = 1 << 12
        var scorer = Scorer(session, epoch: 0, limits: small)
        let scan = try reading { record in
            if isCancelled.load(ordering: .relaxed) { throw Cancelled() }
            if case .refused(let act) = record { return scorer.drop(act) }
            if let input = record.input { _ = scorer.read(input, isKept: false) }
        }
        if let damage = scan.damage { throw JournalUnreadable(description: "\(damage)") }
        var timekeeper = Timekeeper(copying: scorer.timekeeper)
        return try consequences(in: &timekeeper)
    }

    private struct JournalUnreadable: Error, CustomStringConvertible {
        let description: String
    }

    private func consequences(in timekeeper: inout Timekeeper) throws(ActRefusal) -> [UInt8] {
        let consequence = try Consequence(of: act, in: &timekeeper)
        return Reply.dryRun(
            at: act.at, session: session.id,
            Reply.Consequences(consequence.decision, consequence.effect, in: timekeeper))
    }

    static func refusal(_ why: String) -> Refusal {
        Refusal(
            .noDryRun, field: "dryRun", why, expected: "one at a time, of a session that can be read in seconds",
            remedy: "ask again, or give the command: withdraw takes it back")
    }
}
