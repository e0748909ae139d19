/// The lap-processing core of one session: inputs in, classification out.
///
/// Inputs may come in any order. One that is not older than those before it is folded at once; an older one
/// takes the state back to a checkpoint before its official time, from where all later inputs are folded
/// again. So the state is always the fold of the inputs in order of official time, and a crossing that comes
/// in time costs one step.
///
/// A value without clock, thread or I/O. One owner at a time.
public struct Timekeeper: ~Copyable, Sendable {
    /// The session that is kept: circuit, entries, rules. Acts that change the entry list change it.
    public internal(set) var session: Session
    /// The highest time that each decoder and the house's own clock (0) has told.
    private var timesHeard: [(decoder: UInt32, instant: Instant)]
    /// The highest of these, by clocks put right.
    private var latestTold: Instant
    /// How many inputs have been taken, by kind.
    public internal(set) var counts: InputCounts

    var race: Race
    var standings: [Standing]
    /// The classification when they were read last.
    var readOrder: Classification?
    /// The stints of all cars, each with what it was read for.
    var stints: [KeptStint]
    /// The latest correction of each car's row.
    var corrections: [Correction?]
    /// While an input of the past is taken: how the rows stood before it.
    var shown: ShownRows?
    /// The sums of the stewards' decisions.
    var sumsOfPenalties: Penalties
    var settled: Settled
    /// The watch on cars that do not come to their next loop.
    var overdue: OverdueWatch
    /// Crossings of unassigned transponders.
    public internal(set) var unknown: UnknownTransponders

    /// The verdicts on what the cars owe.
    var compliance: Compliance

    /// The words of race control.
    var told: Told

    var log: InputLog
    var late: LateCrossings
    var acts: ActLog
    private var taken: TakenNumbers
    /// Decoders that have seen an entered car.
    var trusted: [UInt32]
    var checkpoints: [Checkpoint]
    var sinceCheckpoint: Int
    /// How many crossings the log had when one came late last.
    var countWhenLate: Int
    /// How many crossings long folds have taken again, because something came late by hours or reached back so far.
    public internal(set) var foldedAgain: Int
    /// The entry list of the event.
    let listed: [Entry]
    var book: EntryBook
    /// Cars by the names that acts have for them.
    var numbers: [CarNumber: Int] { book.places }

    private let inPlace = InPlace()

    /// Also the time of a box counts that has not seen a car of this session: another session of the meeting has.
    let believesEveryBox: Bool

    /// `unknownTransponders` is the most unassigned transponders that are held. Of a session of a meeting the times
    /// have been looked at already: whether the box has seen a car of any session (`believesEveryBox`).
    public init(_ session: Session, unknownTransponders: Int = 1000, believesEveryBox: Bool = false) {
        self.session = session
        self.believesEveryBox = believesEveryBox
        unknown = UnknownTransponders(most: unknownTransponders)
        race = Race(session)
        standings = session.entries.indices.map { _ in .notStarted }
        stints = session.entries.indices.map { _ in KeptStint() }
        corrections = session.entries.indices.map { _ in nil }
        sumsOfPenalties = Penalties(count: session.entries.count)
        compliance = Compliance(session)
        timesHeard = []
        told = Told()
        latestTold = .distantPast
        counts = InputCounts()
        settled = Settled()
        overdue = OverdueWatch(count: session.entries.count)
        log = InputLog()
        late = LateCrossings()
        acts = ActLog()
        taken = TakenNumbers()
        trusted = []
        checkpoints = []
        sinceCheckpoint = 0
        countWhenLate = 0
        foldedAgain = 0
        listed = session.entries
        book = EntryBook(session.entries)
        restandAll()
        race.clearChanges()
    }

    /// The session a second time, to go on by itself. Nothing is copied until one of the two changes it.
    public init(copying other: borrowing Timekeeper) {
        session = other.session
        believesEveryBox = other.believesEveryBox
        timesHeard = other.timesHeard
        told = other.told
        latestTold = other.latestTold
        counts = other.counts
        race = Race(copying: other.race)
        standings = other.standings
        readOrder = other.readOrder
        stints = other.stints
        corrections = other.corrections
        sumsOfPenalties = other.sumsOfPenalties
        settled = other.settled
        overdue = other.overdue
        unknown = other.unknown
        compliance = other.compliance
        log = other.log
        late = other.late
        acts = other.acts
        taken = other.taken
        trusted = other.trusted
        checkpoints = other.checkpoints
        sinceCheckpoint = other.sinceCheckpoint
        countWhenLate = other.countWhenLate
        foldedAgain = other.foldedAgain
        listed = other.listed
        book = other.book
    }

    // MARK: Inputs

    /// Takes one input. Afterwards `changedRows` says which cars' rows may read differently.
    public mutating func apply(_ input: Input) throws(ActRefusal) -> Effect {
        switch input {
        case .crossing(let crossing): return apply(crossing)
        case .late(let crossing): return wait(crossing)
        case .lateTaken(let count, _): return takeLate(count)
        case .act(let act): return try apply(act)
        case .time(let instant, let decoder): return reach(instant, by: decoder)
        }
    }

    /// Takes a crossing. Never refused: one that cannot count is kept with the reason (`Outcome`).
    public mutating func apply(_ crossing: Crossing) -> Effect {
        let before = begin()
        guard noteNumber(crossing.id) else { return Effect(outcome: .repeated) }
        counts.crossings += 1
        let (crossing, wearer) = official(crossing)
        guard let car = wearer else {
            // Does not affect the race, not even its time: it may be noise.
            return Effect(outcome: .unknownTransponder, unknownChanged: unknown.hold(crossing))
        }
        var effect = Effect(outcome: .done, car: CarIndex(Int(car)))
        take(crossing, of: car, before, &effect)
        return effect
    }

    private mutating func take(_ crossing: Crossing, of car: Int32, _ before: Settled, _ effect: inout Effect) {
        switch insert(InputLog.Entry(crossing: crossing, car: car, isVoid: acts.isVoid(crossing.id))) {
        case .last(let outcome):
            effect.outcome = outcome
            if race.state.provisionalCount > before.provisional {
                effect.provisional = Array(race.provisional(from: before.provisional))
            }
            settle(&effect, before)
            note(crossing, &effect)
        case .earlier(let from, let place): goBack(to: from, for: place, before, &effect)
        }
    }

    /// What a crossing bears on that has been put into the log.
    enum Bearing {
        /// On nothing that came before it: it is folded, with this outcome.
        case last(Outcome)
        /// On all from an instant on. `place` is its own in the log.
        case earlier(from: Instant, place: Int)
    }

    /// Puts a crossing into the log, and folds it where it is the last of all.
    @inline(__always)
    mutating func insert(_ entry: InputLog.Entry) -> Bearing {
        let index = log.insert(entry)
        let at = entry.crossing.at
        let beside = besideInPassage(entry, at: index)
        guard beside == nil, index == log.count - 1, at >= race.state.folded else {
            return .earlier(from: min(beside ?? at, at), place: index)
        }
        let outcome = fold(entry, at: index)
        keepCheckpoint()
        return .last(outcome)
    }

    /// A crossing bears on what was folded before: all from there on is folded again.
    mutating func goBack(to instant: Instant, for index: Int, _ before: Settled, _ effect: inout Effect) {
        let crossing = log[index].crossing
        effect.isCorrection = true
        if isBeforeStart(index) { return passOver(index, before, &effect) }
        refold(from: instant, watching: crossing.id, &effect)
        settle(&effect, before)
        note(crossing, &effect)
    }

    private func note(_ crossing: Crossing, _ effect: inout Effect) {
        effect.at = crossing.at
        effect.flag = race.state.flags.flag(at: crossing.at)
    }

    /// The instant of the earliest crossing of the same passage whose reading this one changes, if there is any.
    @inline(__always)
    private func besideInPassage(_ entry: InputLog.Entry, at index: Int) -> Instant? {
        if index == log.count - 1, log.inserted == 0 {
            // The usual case: nothing was read at the Line just before, and no pit entry hangs in the air.
            let car = Int(entry.car)
            let kind = race.track.detection(entry.crossing.loop)?.kind
            let isAlone =
                kind != .line && kind != .linePit
                || !race.state.cars[car].lineTouched.isWithin(race.track.lineMinimum, before: entry.crossing.at)
            if isAlone, !race.state.cars[car].isInPit, race.state.cars[car].misreadEntryAt == .never {
                return nil
            }
            if isAlone, isReadAsBefore(entryBefore: index) { return nil }
        }
        return entry.isVoid ? nil : log.earliestBeside(index, race.track)
    }

    /// The car's pit entry, the only one since its last sector loop, reads as it was folded: as a visit, or as none.
    private func isReadAsBefore(entryBefore index: Int) -> Bool {
        let car = Int(log[index].car)
        guard let entry = log.openEntries(before: index, race.track), entry.count == 1 else { return false }
        let (place, at) = (entry.first, log[entry.first].crossing.at)
        if race.state.cars[car].misreadEntryAt == at {
            return Reading.isEntryMisread(place, of: log, race.track)
        }
        return race.state.stops[car].last?.entered == at && !Reading.isEntryMisread(place, of: log, race.track)
    }

    /// An amendment from an instant on can change the readings before it.
    func beside(_ from: Instant) -> Instant {
        let back = from - race.track.longestMinimum - race.track.longestMinimum
        return min(back, log.earliestOpenEntry(before: from, cars: numbers.count, race.track) ?? back)
    }

    /// Time has gone on to this instant, at least, as a decoder tells it or, as decoder 0, the house's own clock.
    public mutating func reach(_ instant: Instant, by decoder: UInt32 = 0) -> Effect {
        let before = begin()
        hear(instant, of: decoder)
        var effect = Effect(outcome: .done)
        settle(&effect, before)
        return effect
    }

    /// What a decoder tells of the time, before anything follows from it.
    mutating func hear(_ instant: Instant, of decoder: UInt32) {
        counts.times += 1
        if let place = timesHeard.firstIndex(where: { $0.decoder == decoder }) {
            timesHeard[place].instant = max(timesHeard[place].instant, instant)
        } else {
            timesHeard.append((decoder, instant))
        }
        latestTold = max(latestTold, corrected(instant, by: decoder))
    }

    /// Takes an act. Either all of it takes effect, or it is refused and nothing has changed.
    public mutating func apply(_ act: Act) throws(ActRefusal) -> Effect {
        let before = begin()
        if let known = acts.named(act.id) {
            guard known == act else { throw .nameInUse(act.id) }
            return Effect(outcome: .repeated)
        }
        try check(act)
        counts.acts += 1
        var effect = Effect(outcome: .done)
        let lastFolded = race.state.folded
        acts.insert(act)
        let relisting = relist(&effect)
        race.deleted = deletedLaps
        race.durations = acts.durations
        compliance.read(acts, cars: numbers)
        let amended = amend(act, &effect)
        // The grid holds for the whole session.
        let isGridNew = relisting == nil && race.line(up: gridTaken)
        let from = isGridNew ? .distantPast : amended
        if let relisting {
            refold(after: relisting, &effect)
        } else if let from {
            if act.isFolded, act.replaces == nil, from == act.at, act.at > lastFolded {
                race.fold(act, car: car(of: act))
            } else {
                effect.isCorrection = true
                // Crossings beside one that counts no more, or now, read differently too.
                let isAmendment = !act.isFolded
                let first = isAmendment && from > .distantPast ? beside(from) : from
                refold(from: first, watching: nil, told: act.at, &effect)
            }
        }
        effect.gridChanged = session.kind == .race && (isGridNew || effect.entriesChanged)
        effect.pendingChanged = before.pending != acts.pending.count
        effect.penaltiesChanged =
            effect.entriesChanged || act.concernsPenalties || before.penalties != acts.penaltyActs.count
        settle(&effect, before, isAct: true)
        return effect
    }

    // MARK: What changed

    /// The cars whose rows may read differently after the last input, and in which parts.
    public var changedRows: [CarIndex] { race.changed.cars }

    /// How many they are; with `changedRow` they are read one by one where they lie, and the list is not held.
    public var changedCount: Int { race.changed.cars.count }

    /// One of them, by its place from 0.
    public func changedRow(_ place: Int) -> (car: CarIndex, parts: RowParts) {
        let car = race.changed.cars[place]
        return (car, race.changed.parts[car.slot])
    }

    /// Which parts of a car's row the last input may have changed.
    public func changedParts(of car: CarIndex) -> RowParts { race.changed.parts[car.slot] }

    /// Official time: the highest that any input which counts has brought.
    public var now: Instant {
        max(max(latestTold, log.lastThatCounts), acts.folded.last?.at ?? .distantPast)
    }

    /// The session is over: by command, or because the time to finish has passed since the chequered flag.
    public var hasEnded: Bool { endedAt != nil }

    /// When the session ended; nil while it has not.
    public var endedAt: Instant? {
        let byCommand = race.state.endAt
        guard let fell = chequeredAt else { return byCommand }
        let byTime = fell + session.rules.finishWithin
        guard now > byTime else { return byCommand }
        return byCommand.map { min($0, byTime) } ?? byTime
    }

    private func corrected(_ told: Instant, by decoder: UInt32) -> Instant {
        let ahead = acts.clocks.isEmpty ? 0 : acts.clockAhead(of: decoder, at: told)
        return Instant(cutting: told.microseconds - ahead)
    }

    /// The clocks have been put right anew.
    mutating func correctTold() {
        latestTold = timesHeard.map { corrected($0.instant, by: $0.decoder) }.max() ?? .distantPast
    }

    /// The highest time that each decoder, and the house's own clock (0), has told.
    public var timesTold: [UInt32: Instant] {
        Dictionary(timesHeard.map { ($0.decoder, $0.instant) }) { max($0, $1) }
    }

    /// Whether a crossing of that name has been taken: it will not be taken again.
    public func hasTaken(_ id: CrossingID) -> Bool {
        taken.contains(id)
    }

    /// The numbers taken of each run of each decoder.
    public var numbersTaken: [(decoder: UInt32, epoch: UInt64, numbers: NumberRanges)] {
        taken.all
    }

    /// False where a crossing of that name has been taken before.
    mutating func noteNumber(_ id: CrossingID) -> Bool { taken.insert(id) }
}
