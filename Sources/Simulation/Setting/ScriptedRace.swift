public import Timing

/// A race that goes as it is written: without chance or traffic, every pit entry and exit at its millisecond of the
/// race clock. For obligations where a thousandth decides.
public struct ScriptedRace: Hashable, Sendable {
    /// A flag and the race clock from which it is shown.
    public struct Shown: Hashable, Sendable {
        /// The flag, until the next.
        public var flag: Flag
        /// By the race clock.
        public var from: Milliseconds
        /// The safety car leads the field through the pit lane.
        public var throughPitLane: Bool

        /// This flag from this time of the race clock on.
        public init(_ flag: Flag, from: Milliseconds, throughPitLane: Bool = false) {
            self.flag = flag
            self.from = from
            self.throughPitLane = throughPitLane
        }
    }

    /// Circuit, rules and entries; every car of the script is entered, with a transponder.
    public var session: Session
    /// Each begins its first lap 200 ms after the one before.
    public var cars: [ScriptedCar]
    /// The flags, from the start on green.
    public var flags: [Shown] = []
    /// When race control shows the chequered flag; nil: it falls by the rules.
    public var chequered: Milliseconds?
    /// When race control ends the session; nil: never.
    public var ends: Milliseconds?
    /// Cars drive on to the first Line at or after this.
    public var until: Milliseconds
    /// Where the race clock stands at instant 0.
    public var clockStart = Instant(milliseconds: 1_526_715_136_227)
    /// The race clock at the start signal: zero but where it runs from the release of the formation lap.
    public var signal = Milliseconds.zero
    /// Acts beside those that the script makes: who is on board, penalties, bulletins.
    public var acts: [Act] = []

    /// A race of these cars. Without a duration in its rules it has to be said how long they drive.
    public init(_ session: Session, _ cars: [ScriptedCar], until: Milliseconds? = nil) {
        self.session = session
        self.cars = cars
        let slowest = cars.map(\.lap).max() ?? .zero
        self.until = until ?? (session.rules.duration ?? .zero) + slowest + slowest
    }

    /// The instant of official time at this time of the race clock.
    public func instant(_ clock: Milliseconds) -> Instant { clockStart + clock }

    /// Everything that reaches the core, in official order. Each loop has a decoder of its own, 100 and the loop's
    /// number, that counts its crossings from 1.
    public var inputs: [Input] {
        let acts = (told + acts).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        var inputs: [Input] = []
        var next = acts.startIndex
        for crossing in crossings {
            while next < acts.endIndex, acts[next].at <= crossing.at {
                inputs.append(.act(acts[next]))
                next += 1
            }
            inputs.append(.crossing(crossing))
        }
        return inputs + acts[next...].map { .act($0) }
    }

    /// The acts of race control.
    private var told: [Act] {
        func act(_ id: String, _ clock: Milliseconds, _ kind: Act.Kind) -> Act {
            Act(id: id, at: instant(clock), by: "race control", kind: kind)
        }
        var acts = [act("start", signal, .start)]
        if session.rules.start == .formation { acts.append(act("formation", .zero, .formation)) }
        for (place, shown) in flags.enumerated() {
            let kind = Act.Kind.flag(shown.flag, isEstimated: false, throughPitLane: shown.throughPitLane)
            acts.append(act("flag-\(place + 1)", shown.from, kind))
        }
        if let chequered { acts.append(act("chequered", chequered, .flag(.chequered, isEstimated: false))) }
        if let ends { acts.append(act("end", ends, .end)) }
        for car in cars {
            guard let retires = car.retires else { continue }
            acts.append(act("retired-\(car.number)", retires, .retired(car.number)))
        }
        return acts
    }

    private var crossings: [Crossing] {
        let seen = cars.enumerated().flatMap { place, car in
            let begin = signal.count + Int64(place) * 200
            let sectors = Int64(session.circuit.sectorLoops.count + 1)
            let transponder = session.entries.first { $0.number == car.number }?.transponders.first
            return car.sightings(from: begin, until: until.count, sectors: sectors).compactMap { sighting in
                zip(loop(of: sighting), transponder).map { (sighting, $0, $1) }
            }
        }
        let ordered = seen.sorted { ($0.0.clock, $0.1, $0.2) < ($1.0.clock, $1.1, $1.2) }
        var counts: [LoopID: UInt64] = [:]
        return ordered.map { sighting, loop, transponder in
            counts[loop, default: 0] += 1
            let id = CrossingID(decoder: 100 + UInt32(loop.value), epoch: 1, number: counts[loop] ?? 1)
            let at = instant(Milliseconds(sighting.clock))
            return Crossing(
                id: id, stamp: at.milliseconds * 1000, transponder: transponder, loop: loop, driver: sighting.driver)
        }
    }

    private func loop(of sighting: ScriptedCar.Sighting) -> LoopID? {
        guard sighting.kind == .sector else { return session.circuit.loops.first { $0.kind == sighting.kind }?.id }
        return session.circuit.sectorLoops[sighting.sector - 1].id
    }
}

private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
}
