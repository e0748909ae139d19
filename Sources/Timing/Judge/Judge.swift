/// Reads one car's record against what is asked: every verdict, and when the next could change by itself.
struct Judge: ~Copyable {
    /// The deadlines before which the car has to come in: what is said of them hangs on the car's pace.
    struct Watches {
        /// How often it still passes the pit entry before a deadline.
        enum Passes: Equatable {
            case told(Int)
            /// More often than is told.
            case more
            /// It is not on the track, or has no pace yet.
            case unknown
        }

        struct Watch: Equatable {
            let deadline: Instant
            let passes: Passes

            /// Whether something reads differently with these pit entries to come; nil: they are not known.
            @inline(__always)
            func isAnother(by entries: PitEntries?) -> Bool {
                guard let entries else { return passes != .unknown }
                return switch passes {
                case .unknown: true
                case .more: entries.entry(PitEntries.most) >= deadline
                case .told(let count): !entries.isCount(count, before: deadline)
                }
            }
        }

        /// Most cars have one deadline.
        private(set) var first: Watch?
        private var others: [Watch] = []

        mutating func add(_ deadline: Instant, _ passes: Passes) {
            let watch = Watch(deadline: deadline, passes: passes)
            if first == nil { first = watch } else if first != watch { others.append(watch) }
        }

        /// The same of the others.
        func doOthersChange(with entries: PitEntries?) -> Bool { others.contains { $0.isAnother(by: entries) } }
    }

    /// What judges write in, one after the other: arrays that keep their memory, so that a judgement asks for none.
    struct Sheet {
        var verdicts: [Verdict] = []
        var visits: [CarRecord.Visit] = []
        var candidates: [Candidate] = []
        var spans: [DrivingSpans.Span] = []
    }

    let record: CarRecord
    private(set) var verdicts: [Verdict] = []
    /// No verdict changes before this instant by time alone.
    private(set) var changesAt = Deadline.none
    private(set) var watches = Watches()

    /// The visits that may be stops.
    var candidates: [Candidate] = []

    /// The spans of driving, once a kind has asked for them.
    private var spans: DrivingSpans?
    private var spansWithPitLane: DrivingSpans?
    private var roomForSpans: [DrivingSpans.Span] = []

    /// The verdicts are written on an empty sheet: one that was used before has room for them.
    init(_ record: consuming CarRecord, on sheet: inout Sheet) {
        let isOfRace = record.kind == .race
        self.record = record
        swap(&verdicts, &sheet.verdicts)
        swap(&candidates, &sheet.candidates)
        swap(&roomForSpans, &sheet.spans)
        for kind in ObligationID.Kind.allCases {
            let rule = kind.rule
            if rule.isOfRaces == isOfRace { rule.judge(&self) }
        }
        verdicts.sort { $0.obligation < $1.obligation }
        assert(
            zip(verdicts, verdicts.dropFirst()).allSatisfy { $0.obligation < $1.obligation },
            "a car has one verdict on each obligation")
    }

    /// The sheet, for the next one. `verdicts`: those that hold no more.
    consuming func leave(_ verdicts: consuming [Verdict]) -> Sheet {
        Sheet(
            verdicts: verdicts, visits: record.visits, candidates: candidates,
            spans: spans?.spans ?? spansWithPitLane?.spans ?? roomForSpans)
    }

    /// An obligation excused by the stewards is not owed, unless it is served.
    mutating func say(_ verdict: Verdict) {
        guard verdict.state != .served, record.isRuled(verdict.obligation, .excused) else {
            verdicts.append(verdict)
            return
        }
        var excused = Verdict(verdict.obligation, .notApplicable)
        excused.ruling = .excused
        excused.opens = verdict.opens
        excused.closes = verdict.closes
        excused.required = verdict.required
        excused.driver = verdict.driver
        verdicts.append(excused)
    }

    /// Something changes at this instant, if nothing else happens. Once it is over nothing does.
    mutating func expectChange(at deadline: Deadline) {
        if !deadline.isReached(at: record.now), !record.isOver { changesAt = min(changesAt, deadline) }
    }

    mutating func expectChange(at instant: Instant) { expectChange(at: Deadline(instant)) }

    /// The first instant after a limit that may just be reached.
    mutating func expectChange(after limit: Instant) { expectChange(at: limit + Milliseconds(1)) }

    /// The spans of driving; read once for all kinds.
    mutating func drivingSpans(withPitLane: Bool) -> DrivingSpans {
        if let known = withPitLane ? spansWithPitLane : spans { return known }
        var room: [DrivingSpans.Span] = []
        swap(&room, &roomForSpans)
        let read = DrivingSpans(record, withPitLane: withPitLane, in: room)
        if withPitLane { spansWithPitLane = read } else { spans = read }
        return read
    }

    /// The car's pace decides on this from now on.
    mutating func watch(_ deadline: Instant, passes: Watches.Passes) { watches.add(deadline, passes) }

    /// It was over before this deadline, or the car's race was; without one, before the car's finish.
    func isCutShort(before deadline: Deadline?) -> Bool {
        guard let deadline else {
            return record.end.map { !record.hasFinished || $0.countedBackTo != nil } ?? false
        }
        if let end = record.end, !deadline.isReached(at: end.curtain) { return true }
        return record.hasFinished && !deadline.isReached(at: record.lapBegan) && deadline.isReached(at: record.now)
    }

    /// The verdict on an obligation that could still have been done at the end; `opens` is from when it could be.
    func cutShort(_ verdict: inout Verdict, opens: Deadline?) {
        verdict.state = .notApplicable
        guard record.ranToTheEnd || record.hasFinished, opens?.isReached(at: record.result ?? record.now) ?? true else {
            return
        }
        verdict.state = .missed
        verdict.isCurtailed = true
    }
}
