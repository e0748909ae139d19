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
    /// The highest official time that any input has brought.
    public private(set) var now = Instant.distantPast
    public private(set) var counts = InputCounts()

    var race: Race
    var standings: [Standing]
    /// Crossings of transponders that are nobody's.
    public private(set) var unknown: UnknownTransponders

    private(set) var log = InputLog()
    private(set) var acts = ActLog()
    private var decoders: [Decoder] = []
    private var checkpoints: [Checkpoint] = []
    private var sinceCheckpoint = 0
    private var transponders: [Transponder: Int32] = [:]
    private var numbers: [CarNumber: Int] = [:]

    private struct Checkpoint {
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

    public mutating func apply(_ crossing: Crossing) -> Effect {
        begin()
        guard noteNumber(crossing.id) else { return Effect(outcome: .repeated) }
        counts.crossings += 1
        let hadEnded = hasEnded
        guard let car = transponders[crossing.transponder] else {
            // Says nothing about the race, not even the time: it may be noise.
            return Effect(outcome: .unknownTransponder, unknownChanged: unknown.hold(crossing))
        }
        if crossing.at > now { now = crossing.at }
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

    public mutating func reach(_ instant: Instant) -> Effect {
        begin()
        counts.times += 1
        let hadEnded = hasEnded
        if instant > now { now = instant }
        var effect = Effect(outcome: .done)
        settle(&effect, hadEnded: hadEnded)
        return effect
    }

    public mutating func apply(_ act: Act) throws(ActRefusal) -> Effect {
        begin()
        if let known = acts.named(act.id) {
            guard known == act else { throw .nameInUse(act.id) }
            return Effect(outcome: .repeated)
        }
        try check(act)
        counts.acts += 1
        let hadEnded = hasEnded
        if act.at > now, act.movesTime { now = act.at }
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

    public func changedParts(of car: CarIndex) -> RowParts { race.changed.parts[car.slot] }

    /// The session is over: by command, or because the time to finish has passed since the chequered flag.
    public var hasEnded: Bool { endedAt != nil }

    public var endedAt: Instant? {
        if let end = race.state.endAt { return Instant(milliseconds: end) }
        guard let chequered = race.state.chequeredAt else { return nil }
        let end = Instant(milliseconds: chequered) + session.rules.finishWithin
        return now > end ? end : nil
    }

    func owns(_ transponder: Transponder) -> Bool { transponders[transponder] != nil }

    private mutating func begin() {
        race.changed.clear()
        race.raceChanged = false
    }

    private mutating func settle(_ effect: inout Effect, hadEnded: Bool) {
        if hadEnded != hasEnded { race.raceChanged = true }
        if race.state.chequeredAt != nil || hadEnded != hasEnded || effect.isCorrection {
            restandAll()
        } else {
            restandMarked()
        }
        effect.raceChanged = race.raceChanged
    }

    // MARK: Folding again

    private mutating func keepCheckpoint() {
        sinceCheckpoint += 1
        guard sinceCheckpoint >= Self.checkpointEvery else { return }
        checkpoint(crossings: log.count, acts: acts.folded.count)
    }

    private mutating func checkpoint(crossings: Int, acts: Int) {
        sinceCheckpoint = 0
        checkpoints.append(Checkpoint(crossings: crossings, acts: acts, state: race.state))
        thinCheckpoints()
    }

    private static let checkpointEvery = 128

    /// Keeps the newest and, of the older ones, one in some thousand inputs: a crossing late by hours is
    /// allowed to cost more than one late by seconds.
    private mutating func thinCheckpoints() {
        let recent = 32
        guard checkpoints.count > recent + 1 else { return }
        let index = checkpoints.count - 1 - recent
        let previous = checkpoints[index - 1].crossings
        if checkpoints[index].crossings - previous < 32 * Self.checkpointEvery {
            checkpoints.remove(at: index)
        }
    }

    private mutating func refold(from instant: Instant, watching id: CrossingID?, _ effect: inout Effect) {
        let before = race.state
        while let last = checkpoints.last, last.state.folded >= instant.milliseconds {
            checkpoints.removeLast()
        }
        var crossing = checkpoints.last?.crossings ?? 0
        var act = checkpoints.last?.acts ?? 0
        race.state = checkpoints.last?.state ?? RaceState(field: race.field, track: race.track)
        sinceCheckpoint = 0
        while crossing < log.count || act < acts.folded.count {
            if act < acts.folded.count,
                crossing == log.count || acts.folded[act].at <= log[crossing].crossing.at
            {
                race.fold(acts.folded[act], car: car(of: acts.folded[act]))
                act += 1
                continue
            }
            let entry = log[crossing]
            crossing += 1
            let outcome = fold(entry)
            if entry.crossing.id == id { effect.outcome = outcome }
            sinceCheckpoint += 1
            if sinceCheckpoint >= Self.checkpointEvery { checkpoint(crossings: crossing, acts: act) }
        }
        markDifferences(from: before)
    }

    private mutating func fold(_ entry: InputLog.Entry) -> Outcome {
        if entry.isVoid {
            race.state.folded = max(race.state.folded, entry.crossing.at.milliseconds)
            return .void
        }
        return race.fold(entry.crossing, car: Int(entry.car))
    }

    /// After folding again only what really reads differently is said to have changed.
    private mutating func markDifferences(from before: RaceState) {
        let now = race.state
        race.changed.clear()
        let points = race.track.pointsPerLap
        for car in now.cars.indices {
            let sectors = car * points..<(car + 1) * points
            if now.cars[car] != before.cars[car]
                || now.sectors[sectors] != before.sectors[sectors]
                || now.bestSectors[sectors] != before.bestSectors[sectors]
            {
                race.changed.mark(car, .laps)
            }
            if now.stops[car] != before.stops[car] { race.changed.mark(car, .stops) }
        }
        race.raceChanged =
            now.startAt != before.startAt || now.chequeredAt != before.chequeredAt
            || now.endAt != before.endAt || now.flag != before.flag || now.bestLap != before.bestLap
            || now.classBestLaps != before.classBestLaps
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

    // MARK: Acts

    func car(of act: Act) -> Int? {
        switch act.kind {
        case .driver(let number, _), .penalty(let number, _, _), .insert(let number, _, _),
            .assign(_, let number):
            return numbers[number]
        case .start, .end, .flag, .withdraw, .void:
            return nil
        }
    }

    private func check(_ act: Act) throws(ActRefusal) {
        switch act.kind {
        case .driver(let number, _), .assign(_, let number):
            guard numbers[number] != nil else { throw .unknownCar(number) }
        case .penalty(let number, let kind, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            if case .position(let position) = kind, !(1...session.entries.count).contains(position) {
                throw .wrongPosition(position, of: session.entries.count)
            }
        case .insert(let number, let loop, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            guard race.track.detection(loop) != nil else { throw .unknownLoop(loop) }
        case .void(let id):
            guard log.index(of: id) != nil else { throw .unknownCrossing(id) }
        case .withdraw(let name):
            guard acts.named(name) != nil else { throw .unknownAct(name) }
        case .start, .end, .flag:
            break
        }
    }

    /// Brings an amendment into the logs. Returns the instant from which the race reads differently, if any.
    private mutating func amend(_ act: Act, _ effect: inout Effect) -> Instant? {
        switch act.kind {
        case .start, .end, .flag, .driver:
            return act.at
        case .penalty:
            return nil
        case .void(let id):
            return setVoid(true, id)
        case .insert(let number, let loop, let driver):
            guard let car = numbers[number] else { return nil }
            let crossing = Crossing(
                id: CrossingID(insertedBy: act.id), stamp: act.at.milliseconds * 1000,
                transponder: session.entries[car].transponders.first ?? Transponder(0), loop: loop,
                driver: driver)
            _ = log.insert(InputLog.Entry(crossing: crossing, car: Int32(car), isVoid: false))
            return act.at
        case .assign(let transponder, _):
            effect.unknownChanged = true
            return reassign(transponder)
        case .withdraw(let name):
            return withdraw(name, &effect)
        }
    }

    private mutating func withdraw(_ name: String, _ effect: inout Effect) -> Instant? {
        guard let act = acts.withdraw(name) else { return nil }
        switch act.kind {
        case .start, .end, .flag, .driver: return act.at
        case .void(let id): return setVoid(acts.isVoid(id), id)
        case .insert: return log.remove(CrossingID(insertedBy: act.id))
        case .assign(let transponder, _):
            effect.unknownChanged = true
            return reassign(transponder)
        case .penalty, .withdraw: return nil
        }
    }

    private mutating func setVoid(_ isVoid: Bool, _ id: CrossingID) -> Instant? {
        guard let index = log.index(of: id) else { return nil }
        log.setVoid(isVoid, at: index)
        return log[index].crossing.at
    }

    /// The transponder is the car's of the last assignment that stands, or else of the entry list.
    private mutating func reassign(_ transponder: Transponder) -> Instant? {
        var car = session.entries.firstIndex { $0.transponders.contains(transponder) }
        if let number = acts.owner(of: transponder) { car = numbers[number] }
        transponders[transponder] = car.map { Int32($0) }
        let crossings = log.removeAll(of: transponder) + unknown.release(transponder)
        for crossing in crossings {
            guard let car else {
                _ = unknown.hold(crossing)
                continue
            }
            if crossing.at > now { now = crossing.at }
            _ = log.insert(
                InputLog.Entry(crossing: crossing, car: Int32(car), isVoid: acts.isVoid(crossing.id)))
        }
        return crossings.map(\.at).min()
    }
}
