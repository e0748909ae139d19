/// What missed crossings are estimated from, as it was before the sighting that showed them.
struct Estimating {
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
        case .line, .linePit: point = race.nextLine(car, at: crossing.at)
        case .sector: point = race.nextPoint(sector: loop.sector, car: car)
        case .pitEntry, .pitExit, .speedTrap: return nil
        }
        let points = race.track.pointsPerLap
        last = Int(race.state.cars[car].progress)
        guard point - last > 1 else { return nil }
        let then = (race.table.passageOrEstimate(car, at: last) ?? .signal).instant(from: start)
        self.start = start
        self.then = then
        evidence = crossing
        wasInPit = race.state.cars[car].wasInPit
        pitEntry =
            race.track.lineInPit == nil
            ? nil : race.state.stops[car].last { ($0.entered ?? then) > then }?.entered
        let first = last == 0 ? points + 1 : last + 1
        sectors = (first..<max(first, point + 1)).map {
            race.state.paces.expected(car, carClass: race.field.classOf[car], sector: ($0 - 1) % points).length
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
