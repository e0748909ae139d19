/// The core's state, for a publication.
extension Timekeeper {
    /// How far a session has come.
    public enum Phase: String, CaseIterable, Sendable {
        case scheduled, running
        /// The chequered flag is out.
        case finishing
        case ended
    }

    /// How far the session has come at `now`.
    public var phase: Phase {
        if hasEnded { return .ended }
        if chequeredAt != nil { return .finishing }
        return race.state.startAt == nil ? .scheduled : .running
    }

    /// The flag shown at `now`; nil before the first.
    public var flag: Flag? { race.flag(asOf: now) }

    /// The start signal, in UTC; nil before it.
    public var startedAt: Instant? { race.state.startAt }

    /// The instant from which cars finish.
    public var chequeredAt: Instant? {
        if let chequered = race.state.chequeredAt { return chequered }
        if session.kind == .race { return nil }
        return race.flagFell(by: now)
    }

    /// From when the race clock runs.
    public var clockStartedAt: Instant? { race.clockAt }

    /// The instant at which the race clock shows a time, as far as is known; nil before it runs.
    public func instant(atClock time: Milliseconds) -> Instant? {
        race.raceClock?.instant(of: time)
    }

    /// What the race clock shows at an instant; nil before it runs.
    public func clock(at instant: Instant) -> Milliseconds? {
        guard let clock = race.raceClock, instant >= clock.began else { return nil }
        return clock.reading(at: instant)
    }

    /// How long the race clock has stood under the red flag before.
    public var clockStopped: Milliseconds { race.raceClock?.stoppedBefore ?? .zero }
    /// The race clock runs: it does not stand under the red flag.
    public var clockRuns: Bool { !(race.raceClock?.isStanding ?? false) }

    /// How long the session lasts by its clock; nil where only the chequered flag ends it.
    public var duration: Milliseconds? { race.duration }

    /// Nil before the chequered flag and the end.
    public var result: ResultState? {
        guard chequeredAt != nil || hasEnded else { return nil }
        return acts.isFinal && acts.pending.isEmpty ? .final : .provisional
    }

    /// The flags shown since the start signal.
    public var flags: [FlagPeriod] {
        guard startedAt != nil else { return [] }
        let leader = race.leaderLaps
        var shown = race.state.flags
        if race.state.chequeredAt == nil, let fell = chequeredAt {
            // As when it is folded: after a flag that was shown later it is seen from there on.
            let from = max(fell, shown.shown.last?.from ?? fell)
            shown.show(
                FlagLog.Shown(
                    flag: .chequered, from: from, laps: leader, isEstimated: false, throughPitLane: false))
        }
        return shown.periods(leaderLaps: leader)
    }

    /// Loops that several cars have missed in a row.
    public var deadLoops: [DeadLoop] {
        zip(race.track.path, race.state.misses).compactMap { loop, missed in
            missed.deadSince.map { DeadLoop(loop: loop, since: $0) }
        }
    }

    /// Every crossing that is taken provisionally, in the order in which they were found missing.
    public var provisional: [ProvisionalCrossing] { Array(race.provisional) }

    /// Decoders whose clocks were found to be off.
    public var clocks: [ClockFinding] { race.state.clocks.findings }

    /// Doubts, in the order in which they were found.
    public var doubts: [Doubt] { race.state.doubts }

    /// The best lap of the session; nil before there is one.
    public var bestLap: BestLap? { race.state.bestLap }

    /// Best lap of each class that has one, classes in order of the entry list.
    public var classBestLaps: [(carClass: String, best: BestLap)] {
        zip(race.field.classes, race.state.classBestLaps).compactMap { carClass, best in
            best.map { (carClass.name, $0) }
        }
    }

    /// All cars in order of the classification, those not classified last.
    public var classification: [CarIndex] {
        Classification(
            race, penalties: sumsOfPenalties, isResult: chequeredAt != nil || hasEnded, hasEnded: hasEnded
        ).cars.map { CarIndex($0) }
    }

    /// Points of a lap: the sector loops of the circuit, and the Line.
    public var pointsPerLap: Int { race.track.pointsPerLap }

    /// The car's place in the classification, with its gaps.
    public func standing(of car: CarIndex) -> Standing { standings[car.slot] }

    /// The car's laps as they are at `now`.
    public func lapping(of car: CarIndex) -> Lapping {
        Lapping(state: race.state.cars[car.slot], start: race.state.startAt)
    }

    /// Latest and best time of each sector of the lap.
    public func sectors(of car: CarIndex) -> ArraySlice<SectorTimes> {
        let points = race.track.pointsPerLap
        return race.state.sectors[car.slot * points..<(car.slot + 1) * points]
    }

    /// How many laps a car has completed on the road, also those that stewards take off.
    public func lapsDriven(by car: CarIndex) -> Int { Int(race.state.cars[car.slot].laps) }

    /// The car's visits to the pit lane, in order of time.
    public func stops(of car: CarIndex) -> [Stop] { race.state.stops[car.slot] }

    /// The car of this number; nil where the entry list has none.
    public func car(_ number: CarNumber) -> CarIndex? {
        session.entries.firstIndex { $0.number == number }.map { CarIndex($0) }
    }

    /// The act of that name, where one has been taken.
    public func act(named id: String) -> Act? { acts.named(id) }

    /// The acts that take back the act of that name or have its place, in order of their instants. Empty where it
    /// holds.
    public func acts(against id: String) -> [Act] {
        acts.against(id).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The start signals that hold, in order of their instants: the last one counts.
    public var startSignals: [Act] { acts.folded.filter { $0.kind == .start } }

    /// The names of all acts, those set aside among them.
    public var actNames: [String] { acts.names }

    /// Acts of the journal that are refused now and wait for a decision.
    public var pendingActs: [ActSetAside] { acts.pending }

    /// The act of the journal of that name that was refused, whether it waits still or has been decided on.
    public func actSetAside(named id: String) -> Act? { acts.setAside(named: id) }

    /// Puts an act of a journal aside that has been refused, until somebody decides on it (R1.9).
    public mutating func setAside(_ act: Act, because refusal: ActRefusal) { acts.setAside(act, refusal) }

    /// The act of this name was refused already when it was given: it waits for no decision.
    public mutating func dropSetAside(_ act: String) { acts.dropSetAside(act) }

    /// Whether the transponder is a car's, by the entry list or by assignment.
    public func isEntered(_ transponder: Transponder) -> Bool {
        book.isWorn(transponder) || acts.assigned.contains(transponder)
    }
}
