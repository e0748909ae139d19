/// Readings that are no passage of their own: the same passage, the start, the Line again, and what cannot be
/// (R3, R7).
extension Race {
    /// The outcome of such a reading; nil for one that counts.
    @inline(__always)
    mutating func misread(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading, since start: Instant
    ) -> Outcome? {
        if case .measuredToo(let measured) = reading {
            doubt(.measuredBesideInserted, car: car, loop: measured.loop, at: crossing.at, name: measured.id)
            return .again
        }
        switch loop.kind {
        case .line, .linePit: return misreadLine(crossing, car: car, slot: slot, loop, reading, since: start)
        case .sector:
            if state.cars[car].isInPit, reading == .plain, isReadInPit(crossing, car: car, loop) {
                return cannotBe(.trackLoopInPit, crossing, car: car)
            }
            return isAgain(crossing, car: car, slot: slot, loop) ? .again : nil
        case .pitEntry:
            if isAgain(crossing, car: car, slot: slot, loop) { return .again }
            if reading != .counts, isFlapping(car, at: crossing.at) { return .again }
            return reading == .elsewhere ? misreadEntry(crossing, car: car, slot: slot) : nil
        case .pitExit: return misreadExit(crossing, car: car, slot: slot, loop, reading)
        case .speedTrap: return isAgain(crossing, car: car, slot: slot, loop) ? .again : nil
        }
    }

    private mutating func cannotBe(_ kind: Doubt.Kind, _ crossing: Crossing, car: Int) -> Outcome {
        doubt(kind, crossing, car: car)
        state.cars[car].wasUnexpected = true
        return .unexpected
    }

    @inline(__always)
    private mutating func misreadLine(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading, since start: Instant
    ) -> Outcome? {
        let at = crossing.at
        let isPitLane = loop.kind == .linePit
        state.cars[car].lineTouched = LastTime(at)
        if reading == .elsewhere { return cannotBe(isPitLane ? .pitLoopOnTrack : .trackLoopInPit, crossing, car: car) }
        let before = state.cars[car].lineRead
        state.cars[car].lineRead = LastTime(at)
        if isAgain(crossing, car: car, slot: slot, loop) { return .again }
        if state.cars[car].lineAt == .never {
            return misreadFirst(crossing, car: car, slot: slot, loop, reading, since: start)
        }
        guard reading == .plain, isLineAgain(car, at: at, after: before) else { return nil }
        return cannotBe(.lineAgain, crossing, car: car)
    }

    /// The car's first crossing of the Line.
    private mutating func misreadFirst(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading, since start: Instant
    ) -> Outcome? {
        let since = SinceStart(crossing.at, from: start)
        let isPitLane = loop.kind == .linePit
        if since.elapsed < track.lineMinimum {
            return self.start(crossing, car: car, slot: slot, isOnTrack: !isPitLane, isLate: false)
        }
        if reading == .counts { return nil }
        switch firstCrossing(car, since: since, isPitLane: isPitLane) {
        case .start: return self.start(crossing, car: car, slot: slot, isOnTrack: !isPitLane, isLate: true)
        case .endOfLap1(let isInDoubt):
            if isInDoubt { doubt(.firstLap, crossing, car: car) }
            return nil
        }
    }

    /// A loop of the track that reaches into the pit lane: no car comes to it from there in half the best time.
    private func isReadInPit(_ crossing: Crossing, car: Int, _ loop: Track.Detection) -> Bool {
        guard let start = state.startAt, let last = table.passageOrEstimate(car, at: Int(state.cars[car].progress))
        else { return false }
        return (SinceStart(crossing.at, from: start) - last).isLess(
            than: Tolerances.possibleInDoubt, of: bestTime(endingAt: loop.sector, car: car).length)
    }

    /// A pit entry of a car that the Line on the track reads next.
    private mutating func misreadEntry(_ crossing: Crossing, car: Int, slot: Int) -> Outcome? {
        // A visit that lasts is the same visit seen twice.
        if state.cars[car].isInPit, state.stops[car].last?.line == nil { return nil }
        see(crossing, slot: slot)
        state.cars[car].misreadEntryAt = LastTime(crossing.at)
        return cannotBe(.pitLoopOnTrack, crossing, car: car)
    }

    /// A pit exit of a car that the Line on the track has just read, or read again by a car that waits over it.
    private mutating func misreadExit(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading
    ) -> Outcome? {
        if reading == .plain, track.lineInPit != nil, !state.cars[car].isInPit, state.cars[car].laps > 0,
            state.cars[car].isLineOnTrack,
            Int(state.cars[car].progress) == Int(state.cars[car].laps) * track.pointsPerLap
        {
            return cannotBe(.pitLoopOnTrack, crossing, car: car)
        }
        let at = crossing.at
        let isFresh = state.cars[car].leftPit.hasBeen
        let before = state.cars[car].exitRead
        if isFresh { state.cars[car].exitRead = LastTime(at) }
        if isAgain(crossing, car: car, slot: slot, loop) { return .again }
        guard isFresh, reading != .counts else { return nil }
        return before.isWithin(track.lineMinimum, before: at) || cannotHaveLapped(car, from: before, to: at)
            ? .again : nil
    }
}
