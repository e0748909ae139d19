/// Crossings that no loop reported: a car seen at a later loop was at those before it.
///
/// They are taken provisionally, at instants estimated between the two at which the car was really seen. When
/// the real crossing arrives the race is folded again with it, and there is nothing provisional in its place.
extension Race {
    /// The car's first point at this sector loop after the last it has passed.
    ///
    /// A loop that saw no car on lap 1 is ignored for lap 1 once three cars have completed it.
    @inline(__always)
    func nextPoint(sector: Int, car: Int) -> Int {
        let point = Int(state.cars[car].laps) * track.pointsPerLap + sector
        if state.cars[car].progress == 0, isDeadOnFirstLap(sector) { return point + track.pointsPerLap }
        return point > state.cars[car].progress ? point : point + track.pointsPerLap
    }

    private func isDeadOnFirstLap(_ sector: Int) -> Bool {
        state.cars.count { $0.laps > 0 } >= Tolerances.carsThatShowADeadLoop
            && state.cars.indices.allSatisfy { other in
                state.cars[other].progress < sector || table.passage(other, at: sector) == nil
            }
    }

    /// The Line at the end of the lap that the car is on; or of the next, when a car that no sector loop reads
    /// comes to it after the time of two laps.
    @inline(__always)
    func nextLine(_ car: Int, at: Instant) -> Int {
        let points = track.pointsPerLap
        let line = Int(state.cars[car].laps + 1) * points
        guard points > 1, state.cars[car].laps > 0, Int(state.cars[car].progress) == line - points else { return line }
        return hasMissedLine(car, at: at) ? line + points : line
    }

    private func hasMissedLine(_ car: Int, at: Instant) -> Bool {
        let sectors = 0..<track.pointsPerLap
        guard !state.cars[car].wasInPit, !state.flags.wasRed(since: state.cars[car].lapBegan),
            sectors.allSatisfy({ !state.paces.own(car, sector: $0).isKnown })
        else { return false }
        let expected = sectors.map { state.paces.expected(car, carClass: field.classOf[car], sector: $0) }
        guard expected.allSatisfy(\.isKnown) else { return false }
        let lap = expected.reduce(.zero) { $0 + $1.length }
        let taken = at - state.cars[car].lapBegan
        // A quicker class is no measure by itself: the car's own laps have to say the same.
        if sectors.contains(where: { state.paces.isOfAnotherClass(field.classOf[car], sector: $0) }),
            let own = quickestLap(of: car), taken.isLess(than: Tolerances.missedLineFrom, of: own)
        {
            return false
        }
        return !taken.isLess(than: Tolerances.missedLineFrom, of: lap)
            && !taken.isMore(than: Tolerances.missedLineTo, of: lap)
    }

    /// The least of its laps that were measured from Line to Line, of lap 1 from the start signal; nil without one.
    private func quickestLap(of car: Int) -> Milliseconds? {
        let points = track.pointsPerLap
        return (1...max(1, Int(state.cars[car].laps))).compactMap { lap in
            guard let end = table.passage(car, at: lap * points) else { return nil }
            if lap == 1 { return end.elapsed }
            return table.passage(car, at: (lap - 1) * points).map { end - $0 }
        }.min()
    }

    /// Whether the car can be at that point: coming there over a Line at which it was not seen takes the time
    /// of a quick car at least.
    @inline(__always)
    func canHaveCome(to point: Int, car: Int, at: Instant) -> Bool {
        point < Int(state.cars[car].laps + 1) * track.pointsPerLap || canHaveCrossedLine(car, to: point, at: at)
    }

    private func canHaveCrossedLine(_ car: Int, to point: Int, at: Instant) -> Bool {
        let last = Int(state.cars[car].progress)
        guard let start = state.startAt, let then = table.passageOrEstimate(car, at: last) else { return false }
        if point - last == track.pointsPerLap, state.cars[car].wasUnexpected { return false }
        let taken = SinceStart(at, from: start) - then
        let least = (last + 1...point).reduce(Milliseconds.zero) { $0 + leastTenths(endingAt: $1, car: car) }
        return taken >= track.lineMinimum && 10 * taken >= least
    }

    /// Ten times the least that a sector takes: 4/5 of its best time, 1/2 where all have driven it behind a flag.
    private func leastTenths(endingAt point: Int, car: Int) -> Milliseconds {
        let sector = (point - 1) % track.pointsPerLap
        let isClean = field.classes[field.classOf[car]].members
            .contains { state.sectors[$0 * track.pointsPerLap + sector].isClean }
        return (isClean ? Tolerances.possible : Tolerances.possibleInDoubt).tenths
            * bestTime(endingAt: point, car: car).length
    }

    /// The best time of a sector in the car's class.
    func bestTime(endingAt point: Int, car: Int) -> DrivenTime {
        let sector = (point - 1) % track.pointsPerLap
        var best = DrivenTime.none
        for member in field.classes[field.classOf[car]].members {
            let time = state.sectors[member * track.pointsPerLap + sector].best
            if time.isKnown, time.isQuicker(than: best) { best = time }
        }
        return best
    }

    /// Takes the points between the car's last one and this one provisionally. False when it turns out to have
    /// finished there.
    @inline(__always)
    mutating func takeMissed(upTo point: Int, car: Int, seenBy crossing: Crossing) -> Bool {
        let last = Int(state.cars[car].progress)
        if point - last == 1 { return true }
        if last == 0 {
            return point <= track.pointsPerLap || takeFirstLine(before: point, car: car, seenBy: crossing)
        }
        return takeAllMissed(from: last, upTo: point, car: car, seenBy: crossing)
    }

    private mutating func takeAllMissed(from last: Int, upTo point: Int, car: Int, seenBy crossing: Crossing) -> Bool {
        guard let start = state.startAt, let then = table.passageOrEstimate(car, at: last) else { return true }
        let points = track.pointsPerLap
        let wasInPit = state.cars[car].wasInPit
        let seen = then.instant(from: start)
        let estimates = estimate(from: last, at: seen, upTo: point, at: crossing.at, car: car)
        for (missed, estimated) in zip(last + 1..<point, estimates) {
            let isLine = missed % points == 0
            if wasInPit, !isLine { continue }
            let inPit = wasInPit ? lineInPit(car, since: seen, until: crossing.at) : nil
            guard take(missed, car: car, at: inPit ?? estimated, wasInPit: wasInPit, evidence: crossing.id)
            else { return false }
        }
        return true
    }

    /// The first sighting of a car, on lap 2: it has crossed the Line once.
    private mutating func takeFirstLine(before point: Int, car: Int, seenBy crossing: Crossing) -> Bool {
        guard let start = state.startAt else { return true }
        let now = crossing.at
        let points = track.pointsPerLap
        let since = (0..<point - points).map {
            state.paces.expected(car, carClass: field.classOf[car], sector: $0)
        }
        let at = now - since.reduce(.zero) { $0 + $1.length }
        let isKnown = since.allSatisfy(\.isKnown) && at > start
        let share = Share(of: Int64(points), by: Int64(point))
        return take(
            points, car: car, at: isKnown ? at : start + share.most(of: now - start),
            wasInPit: state.cars[car].wasInPit, evidence: crossing.id)
    }

    /// False when the car has finished with it.
    private mutating func take(_ point: Int, car: Int, at: Instant, wasInPit: Bool, evidence: CrossingID) -> Bool {
        let points = track.pointsPerLap
        let sector = (point - 1) % points
        let loop = wasInPit && sector == points - 1 ? track.lineInPit ?? track.path[sector] : track.path[sector]
        takeProvisionally(
            ProvisionalCrossing(
                car: CarIndex(car), loop: loop, lap: (point - 1) / points + 1, at: at,
                evidence: evidence))
        // A reading within the loop's minimum is the same passage.
        if let slot = track.detection(loop)?.slot {
            state.seen[car * track.slots + slot].at = LastTime(at)
            state.seen[car * track.slots + slot].decoder = 0
        }
        if !wasInPit, state.misses[sector].missed(by: Int32(car), at: at) { anew[.loops] = true }
        guard sector == points - 1 else {
            pass(point, car: car, at: at, seenBy: nil)
            return true
        }
        let others = VirtualFlag.completion(of: Int(state.cars[car].laps) + 1, in: self)
        completeLap(car: car, at: at, seenBy: nil, inPit: wasInPit)
        if state.cars[car].isDisqualified, !isGone(car, by: at) {
            // It led then.
            state.leaderLapsAtLeast = max(state.leaderLapsAtLeast, state.cars[car].laps)
            anew[.flags] = true
        }
        let completed = state.startAt.flatMap { start in others?.instant(from: start) }
        if !isGone(car, by: at), state.flags.creditLap(at: at, until: Deadline(completed)) { anew[.flags] = true }
        if !wasInPit { countAgainstOrders(of: car) }
        takeFlag(car, at: at, isProvisional: true)
        return !state.cars[car].hasFinished
    }

    /// The time between two sightings, in the proportion of the sectors' latest times.
    private func estimate(from last: Int, at then: Instant, upTo point: Int, at now: Instant, car: Int) -> [Instant] {
        let points = track.pointsPerLap
        let expected = (last + 1...point).map {
            state.paces.expected(car, carClass: field.classOf[car], sector: ($0 - 1) % points)
        }
        let areKnown = expected.allSatisfy(\.isKnown)
        let weights = expected.map { areKnown ? $0.length : Milliseconds(1) }
        let whole = weights.reduce(.zero, +)
        var part = Milliseconds.zero
        return weights.dropLast().map { weight in
            part += weight
            return then + (now - then).part(part, of: whole)
        }
    }

    /// Where a car that has come to the pit lane since then crossed the Line in it; nil where that is unknown.
    private func lineInPit(_ car: Int, since then: Instant, until now: Instant) -> Instant? {
        guard track.lineInPit != nil,
            let stop = state.stops[car].last(where: { $0.entered ?? then > then }),
            let entered = stop.entered
        else { return nil }
        return min(entered + state.paces.pitEntryToLine, stop.left ?? now, now)
    }
}
