/// A span of the session folded once more, by the same fold, to note what became of each crossing of one car.
///
/// It begins at the checkpoint before the span, so that it costs some thousand steps however long the race.
struct Witness {
    struct Sight {
        let crossing: Crossing
        let outcome: Outcome
        /// Penalties that were served with it.
        let served: [String]
    }

    private(set) var sights: [Sight] = []
    private(set) var missed: [(crossing: ProvisionalCrossing, estimate: Estimate?)] = []

    /// What is at the span's ends lies in it.
    init(of car: Int, in timekeeper: borrowing Timekeeper, _ span: ClosedRange<Instant>) {
        var race = Race(copying: timekeeper.race)
        // The table of passages is of one start: only from before any start, or after the same, is there a way.
        let checkpoint = timekeeper.checkpoints.last {
            $0.state.folded < span.lowerBound.milliseconds
                && ($0.state.startAt == nil || $0.state.startAt == timekeeper.race.state.startAt)
        }
        race.state = checkpoint?.state ?? RaceState(field: race.field, track: race.track)
        let (log, acts) = (timekeeper.log, timekeeper.acts.folded)
        var crossing = checkpoint?.crossings ?? 0
        var act = checkpoint?.acts ?? 0
        while true {
            let nextCrossing = crossing < log.count ? log[crossing].crossing.at : nil
            let nextAct = act < acts.count ? acts[act].at : nil
            if let at = nextAct, at <= nextCrossing ?? at {
                guard at <= span.upperBound else { break }
                race.fold(acts[act], car: timekeeper.car(of: acts[act]))
                act += 1
            } else if let at = nextCrossing {
                guard at <= span.upperBound else { break }
                let entry = log[crossing]
                let reading = Reading(crossing, of: log, timekeeper.acts, in: race)
                crossing += 1
                if Int(entry.car) == car, at >= span.lowerBound {
                    note(entry, reading, in: &race)
                } else if !entry.isVoid {
                    _ = race.fold(entry.crossing, car: Int(entry.car), reading)
                }
            } else {
                break
            }
        }
    }

    private mutating func note(_ entry: InputLog.Entry, _ reading: Reading, in race: inout Race) {
        guard !entry.isVoid else {
            sights.append(Sight(crossing: entry.crossing, outcome: .void, served: []))
            return
        }
        let car = Int(entry.car)
        let before = Estimating(car, seenBy: entry.crossing, in: race)
        let orders = race.state.orders
        let known = race.state.provisional.count
        let outcome = race.fold(entry.crossing, car: car, reading)
        let served = zip(orders, race.state.orders).filter { $0.state == .notified && $1.state == .served }
        sights.append(Sight(crossing: entry.crossing, outcome: outcome, served: served.map(\.1.name)))
        for crossing in race.state.provisional.dropFirst(known) {
            missed.append((crossing, before?.estimate(crossing, in: race)))
        }
    }
}

/// What missed crossings are estimated from, as it was before the sighting that showed them.
private struct Estimating {
    private let evidence: Crossing
    private let point: Int
    private let last: Int
    private let start: Instant
    private let then: Instant
    private let wasInPit: Bool
    private let pitEntry: Instant?
    /// From the point after the last to the one seen; before the first point, from the Line to the one seen.
    private let sectors: [Milliseconds]

    /// Nil where the crossing can show nothing missing.
    init?(_ car: Int, seenBy crossing: Crossing, in race: borrowing Race) {
        guard let start = race.state.startAt, let loop = race.track.detection(crossing.loop) else { return nil }
        switch loop.kind {
        case .line, .linePit: point = race.nextLine(car, at: crossing.at.milliseconds)
        case .sector: point = race.nextPoint(sector: loop.sector, car: car)
        case .pitEntry, .pitExit, .speedTrap: return nil
        }
        let points = race.track.pointsPerLap
        last = Int(race.state.cars[car].progress)
        guard point - last > 1 else { return nil }
        let then = Instant(milliseconds: start + (race.table.passageOrEstimate(car, at: last) ?? 0))
        self.start = Instant(milliseconds: start)
        self.then = then
        evidence = crossing
        wasInPit = race.state.cars[car].wasInPit
        pitEntry =
            race.track.lineInPit == nil
            ? nil : race.state.stops[car].last { ($0.entered ?? then) > then }?.entered
        let first = last == 0 ? points + 1 : last + 1
        sectors = (first..<max(first, point + 1)).map {
            Milliseconds(
                race.state.paces.expected(car, carClass: race.field.classOf[car], sector: ($0 - 1) % points))
        }
    }

    func estimate(_ missed: ProvisionalCrossing, in race: borrowing Race) -> Estimate {
        let points = race.track.pointsPerLap
        let isLine = missed.loop == race.track.lineInPit || missed.loop == race.track.path[points - 1]
        let sector = isLine ? points : race.track.detection(missed.loop)?.sector ?? 0
        let place = (missed.lap - 1) * points + sector
        let isUnknown = sectors.contains(.zero)
        func estimate(_ method: Estimate.Method, from: Instant) -> Estimate {
            Estimate(method: method, evidence: evidence, from: from, sectors: sectors, before: max(0, place - last))
        }
        if last == 0 {
            let back = sectors.reduce(.zero, +)
            let isKnown = !isUnknown && (evidence.at - start) > back
            return Estimate(
                method: isKnown ? .backFromSighting : .sinceStart, evidence: evidence, from: start, sectors: sectors,
                before: 0)
        }
        if wasInPit, isLine, let pitEntry { return estimate(.pitEntry, from: pitEntry) }
        return estimate(isUnknown ? .equalParts : .latestTimes, from: then)
    }
}
