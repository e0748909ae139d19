import Journal
import Timing
import Wire

/// The entries of a session's journal on their way into its scorer, in their order.
///
/// What stands before the milestone is read together. From there on every delta is counted, and the latest are made
/// again, for those who ask for a range.
package struct ScorerReading {
    /// How much is read in which way.
    package struct Bounds: Sendable {
        /// The latest deltas are made again for later questions, at least so many. A subscriber that missed more takes
        /// a snapshot.
        package var deltas: UInt64 = 8000
        /// A start makes fewer again where so much work was done with them, in bytes: by acts that each tell of all
        /// others, or by long folds, of which it repeats the last alone.
        package var work = 10 << 20
        /// Without a milestone those of so many bytes at the journal's end.
        package var bytes: UInt64 = 1 << 20
        /// The last crossings before an act, and before the milestone, are taken one by one
        /// (`Timekeeper.read(together:)`).
        package var alone = 1024

        package init() {}

        /// Once so many inputs wait, they are read together.
        fileprivate var most: Int { 8 * alone }
        /// So many of them, the last, wait on: they may be those that are taken one by one.
        fileprivate var last: Int { 2 * alone }
    }

    private let bounds: Bounds
    private let isOnly: Bool
    /// Where counting goes on; nil: it begins with the first entry.
    private let milestone: Milestone?
    /// From here on deltas are made.
    private let keptFrom: JournalPlace
    private var latest: EpochRecord?
    /// Crossings and times before the milestone that are not read yet.
    private var waiting: [Input] = []
    /// Late crossings that have taken effect before the milestone, and are not folded yet: all of them with one fold,
    /// at the place in `waiting` where the last did.
    private var late = (count: 0, place: 0)
    /// Inputs that were read together.
    private(set) var together = 0
    private var state: State

    private enum State {
        /// The milestone is to come.
        case together
        /// What was read is as it was live.
        case counting
        /// The milestone does not fit.
        case astray
    }

    /// - Parameter milestones: of the journal in the directory: one is taken that leaves enough deltas to be made.
    /// - Parameter isOnly: it is of this session alone, and its epochs say the session's sequence.
    init(of directory: String, isOnly: Bool, _ milestones: Milestones?, _ bounds: Bounds = Bounds()) {
        self.isOnly = isOnly
        self.bounds = bounds
        milestone = milestones?.last(before: bounds.deltas, orRepeating: bounds.work)
        keptFrom = milestone?.place ?? JournalReader(directory: directory).place(beforeEnd: bounds.bytes)
        state = milestone == nil ? .counting : .together
    }

    /// The epoch that runs.
    var epoch: EpochRecord? { latest }

    /// Acts that are refused now, and were not when they were given.
    private(set) var refused: [ActSetAside] = []

    /// Takes an entry.
    mutating func take(_ record: JournalRecord, at place: JournalPlace, into scorer: inout Scorer) {
        if case .together = state, let milestone, place >= milestone.place { reach(milestone, at: place, &scorer) }
        if case .astray = state { return }
        switch record {
        case .epoch(let epoch):
            if let latest, !latest.makesSameDeltas(as: epoch) { scorer.forgetHistory() }
            latest = epoch
            scorer.begin(
                epoch: epoch.epoch, first: isOnly ? epoch.firstSequence : scorer.publication.sequence + 1,
                after: epoch.previousEpoch)
        case .refused(let act):
            scorer.drop(act)
            refused.removeAll { $0.act.id == act }
        default:
            if let input = record.input { take(input, isKept: place >= keptFrom, &scorer) }
        }
    }

    /// The journal has no more entries. False where the milestone does not fit: all is to be read again, without one.
    mutating func end(at place: JournalPlace, into scorer: inout Scorer) -> Bool {
        if case .together = state, let milestone { reach(milestone, at: place, &scorer) }
        return state == .counting
    }

    private mutating func take(_ input: Input, isKept: Bool, _ scorer: inout Scorer) {
        if case .together = state {
            switch input {
            case .crossing(let crossing) where isAfterStart(crossing, scorer): return wait(input, &scorer)
            case .time where !waiting.isEmpty: return wait(input, &scorer)
            case .late: break
            case .lateTaken(let count, _):
                late = (late.count + count, waiting.count)
                return
            default: readWaiting(&scorer)
            }
        }
        if let act = scorer.read(input, isKept: isKept) { refused.append(act) }
    }

    /// Before the start it is kept what came of each crossing (`Sighted`); a clock may be wrong by some seconds.
    private func isAfterStart(_ crossing: Crossing, _ scorer: borrowing Scorer) -> Bool {
        guard scorer.timekeeper.phase == .running, let start = scorer.timekeeper.startedAt else { return false }
        return crossing.at > start + .minutes(1)
    }

    private mutating func wait(_ input: Input, _ scorer: inout Scorer) {
        waiting.append(input)
        guard waiting.count == bounds.most else { return }
        let ripe = bounds.most - bounds.last
        scorer.read(together: waiting[..<ripe], lastAlone: 0)
        together += ripe
        waiting.removeFirst(ripe)
        late.place = max(0, late.place - ripe)
    }

    private mutating func readWaiting(_ scorer: inout Scorer) {
        if late.count > 0 {
            // The net classification is told with them: where it was told before is of no matter.
            scorer.read(together: waiting[..<late.place], lastAlone: 0)
            scorer.read(.lateTaken(count: late.count, at: scorer.timekeeper.now), isKept: false)
        }
        scorer.read(together: waiting[(late.count > 0 ? late.place : 0)...], lastAlone: bounds.alone)
        together += waiting.count
        waiting.removeAll(keepingCapacity: true)
        late = (0, 0)
    }

    private mutating func reach(_ milestone: Milestone, at place: JournalPlace, _ scorer: inout Scorer) {
        readWaiting(&scorer)
        let isThere = place.follows(milestone.place) && latest?.epoch == milestone.epoch
        state = isThere && scorer.goOn(from: milestone) ? .counting : .astray
    }
}

extension Milestone {
    /// The place in the journal.
    var place: JournalPlace { JournalPlace(segment: segment, offset: offset) }
}
