/// The lap-processing core of one session: inputs in, classification out.
///
/// Inputs may come in any order. One that is not older than those before it is folded at once; an older one
/// takes the state back to a checkpoint before its official time, from where all later inputs are folded
/// again. So the state is always the fold of the inputs in order of official time, and a crossing that comes
/// in time costs one step.
///
/// A value without clock, thread or I/O. One owner at a time.
public struct Timekeeper: Sendable {
    public let session: Session
    /// The highest time that a decoder or the house's own clock has told.
    private var told = Instant.distantPast
    public private(set) var counts = InputCounts()

    var race: Race
    var standings: [Standing]
    /// Crossings of transponders that are nobody's.
    public internal(set) var unknown: UnknownTransponders

    var log = InputLog()
    var acts = ActLog()
    private var decoders: [Decoder] = []
    var checkpoints: [Checkpoint] = []
    var sinceCheckpoint = 0
    var transponders: [Transponder: Int32] = [:]
    var numbers: [CarNumber: Int] = [:]

    struct Checkpoint {
        /// How many crossings and acts of the logs it holds.
        let crossings: Int
        let acts: Int
        let state: RaceState
    }

    private struct Decoder {
        let id: UInt32
        let epoch: UInt64
        var numbers: NumberRanges
    }

    /// `unknownTransponders` is how many transponders that are nobody's are held.
    public init(_ session: Session, unknownTransponders: Int = 1000) {
        self.session = session
        unknown = UnknownTransponders(most: unknownTransponders)
        race = Race(session)
        standings = []
        for (car, entry) in session.entries.enumerated() {
            numbers[entry.number] = car
            for transponder in entry.transponders { transponders[transponder] = Int32(car) }
        }
        standings = session.entries.indices.map { _ in .notStarted }
        acts.sumPenalties(cars: session.entries.count) { _ in nil }
        restandAll()
        race.changed.clear()
    }

    // MARK: Inputs

    /// Takes one input. Afterwards `changedRows` says which cars' rows may read differently.
    public mutating func apply(_ input: Input) throws(ActRefusal) -> Effect {
        switch input {
        case .crossing(let crossing): return apply(crossing)
        case .act(let act): return try apply(act)
        case .time(let instant): return reach(instant)
        }
    }

    /// Takes a crossing. Never refused: what cannot count is kept with the reason why (`Outcome`).
    public mutating func apply(_ crossing: Crossing) -> Effect {
        begin()
        guard noteNumber(crossing.id) else { return Effect(outcome: .repeated) }
        counts.crossings += 1
        let hadEnded = hasEnded
        guard let car = transponders[crossing.transponder] else {
            // Says nothing about the race, not even the time: it may be noise.
            return Effect(outcome: .unknownTransponder, unknownChanged: unknown.hold(crossing))
        }
        let index = log.insert(InputLog.Entry(crossing: crossing, car: car, isVoid: acts.isVoid(crossing.id)))
        var effect = Effect(outcome: .done, car: CarIndex(Int(car)))
        if index == log.count - 1, crossing.at.milliseconds >= race.state.folded {
            effect.outcome = fold(log[index])
            keepCheckpoint()
        } else {
            effect.isCorrection = true
            refold(from: crossing.at, watching: crossing.id, &effect)
        }
        settle(&effect, hadEnded: hadEnded)
        return effect
    }

    /// Official time has gone on to this instant, at least.
    public mutating func reach(_ instant: Instant) -> Effect {
        begin()
        counts.times += 1
        let hadEnded = hasEnded
        if instant > told { told = instant }
        var effect = Effect(outcome: .done)
        settle(&effect, hadEnded: hadEnded)
        return effect
    }

    /// Takes an act. Either all of it takes effect, or it is refused and nothing has changed.
    public mutating func apply(_ act: Act) throws(ActRefusal) -> Effect {
        begin()
        if let known = acts.named(act.id) {
            guard known == act else { throw .nameInUse(act.id) }
            return Effect(outcome: .repeated)
        }
        try check(act)
        counts.acts += 1
        let hadEnded = hasEnded
        var effect = Effect(outcome: .done)
        let lastFolded = race.state.folded
        acts.insert(act)
        if let from = amend(act, &effect) {
            if act.isFolded, act.at.milliseconds > lastFolded {
                race.fold(act, car: car(of: act))
            } else {
                effect.isCorrection = true
                refold(from: from, watching: nil, &effect)
            }
        }
        acts.sumPenalties(cars: session.entries.count, car: car(of:))
        restandAll()
        settle(&effect, hadEnded: hadEnded)
        return effect
    }

    // MARK: What changed

    /// The cars whose rows may read differently after the last input, and in which parts.
    public var changedRows: [CarIndex] { race.changed.cars }

    /// Which parts of a car's row the last input may have changed.
    public func changedParts(of car: CarIndex) -> RowParts { race.changed.parts[car.slot] }

    /// Official time: the highest that any input which counts has brought.
    public var now: Instant {
        max(told, log.lastThatCounts, acts.folded.last?.at ?? .distantPast)
    }

    /// The session is over: by command, or because the time to finish has passed since the chequered flag.
    public var hasEnded: Bool { endedAt != nil }

    /// When the session ended; nil while it has not.
    public var endedAt: Instant? {
        let byCommand = race.state.endAt.map { Instant(milliseconds: $0) }
        guard let chequered = race.state.chequeredAt else { return byCommand }
        let byTime = Instant(milliseconds: chequered) + session.rules.finishWithin
        guard now > byTime else { return byCommand }
        return byCommand.map { min($0, byTime) } ?? byTime
    }

    private mutating func begin() {
        race.changed.clear()
        race.raceChanged = false
    }

    private mutating func settle(_ effect: inout Effect, hadEnded: Bool) {
        if hadEnded != hasEnded { race.raceChanged = true }
        if race.state.chequeredAt != nil || hasEnded || hadEnded || effect.isCorrection {
            restandAll()
        } else {
            restandMarked()
        }
        effect.raceChanged = race.raceChanged
    }

    private mutating func noteNumber(_ id: CrossingID) -> Bool {
        if let place = decoders.firstIndex(where: { $0.id == id.decoder && $0.epoch == id.epoch }) {
            return decoders[place].numbers.insert(id.number)
        }
        var numbers = NumberRanges()
        _ = numbers.insert(id.number)
        decoders.append(Decoder(id: id.decoder, epoch: id.epoch, numbers: numbers))
        return true
    }
}
