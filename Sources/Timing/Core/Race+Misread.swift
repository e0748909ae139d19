/// Readings that are no passage of their own: the same passage, the start, the Line again, and what cannot be
/// (docs/protocol.md, section 6).
extension Race {
    /// What becomes of such a reading; nil for one that counts.
    @inline(__always)
    mutating func misread(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading, since start: Int64
    ) -> Outcome? {
        switch loop.kind {
        case .line, .linePit:
            let outcome = misreadLine(crossing, car: car, slot: slot, loop, reading, since: start)
            state.cars[car].lineRead = crossing.at.milliseconds
            return outcome
        case .sector, .pitEntry, .pitExit, .speedTrap:
            if case .measuredToo(let measured) = reading {
                doubt(.measuredBesideInserted, crossing, car: car, name: measured)
                return .again
            }
            if reading == .counts { return nil }
            if crossing.at.milliseconds - state.seen[slot] < loop.minimum {
                noteSecondReading(crossing, car: car, slot: slot)
                return .again
            }
            switch loop.kind {
            case .sector: return state.cars[car].isInPit ? misreadInPit(crossing, car: car, loop, reading) : nil
            case .pitEntry: return isFlapping(car, at: crossing.at.milliseconds) ? .again : nil
            case .pitExit: return misreadExit(crossing, car: car, reading)
            case .line, .linePit, .speedTrap: return nil
            }
        }
    }

    private mutating func misreadLine(
        _ crossing: Crossing, car: Int, slot: Int, _ loop: Track.Detection, _ reading: Reading, since start: Int64
    ) -> Outcome? {
        let at = crossing.at.milliseconds
        let isPitLane = loop.kind == .linePit
        switch reading {
        case .counts: return nil
        case .measuredToo(let measured):
            doubt(.measuredBesideInserted, crossing, car: car, name: measured)
            return .again
        case .elsewhere:
            doubt(isPitLane ? .pitLoopOnTrack : .trackLoopInPit, crossing, car: car)
            return .unexpected
        case .plain, .inserted, .besideInserted: break
        }
        if at - state.seen[slot] < loop.minimum {
            noteSecondReading(crossing, car: car, slot: slot)
            return .again
        }
        if state.cars[car].lineAt == RaceState.never {
            if at - start < loop.minimum {
                return self.start(crossing, car: car, slot: slot, isOnTrack: !isPitLane, isLate: false)
            }
            switch firstCrossing(car, since: at - start, isPitLane: isPitLane) {
            case .start: return self.start(crossing, car: car, slot: slot, isOnTrack: !isPitLane, isLate: true)
            case .endOfLap1(let isInDoubt):
                if isInDoubt { doubt(.firstLap, crossing, car: car) }
                return nil
            }
        }
        guard reading == .plain, isLineAgain(car, at: at) else { return nil }
        doubt(.lineAgain, crossing, car: car)
        return .unexpected
    }

    /// A loop of the track that reaches into the pit lane: nobody comes to it from there in half the best time.
    private mutating func misreadInPit(
        _ crossing: Crossing, car: Int, _ loop: Track.Detection, _ reading: Reading
    ) -> Outcome? {
        guard let start = state.startAt, reading != .besideInserted,
            let last = table.passageOrEstimate(car, at: Int(state.cars[car].progress))
        else { return nil }
        let best = bestTime(endingAt: loop.sector, car: car)
        guard 2 * (crossing.at.milliseconds - start - last) < best else { return nil }
        doubt(.trackLoopInPit, crossing, car: car)
        return .unexpected
    }

    /// A pit exit read again by a car that waits over it, or of a car that the Line on the track has just read.
    private mutating func misreadExit(_ crossing: Crossing, car: Int, _ reading: Reading) -> Outcome? {
        let at = crossing.at.milliseconds
        if state.cars[car].leftPit > RaceState.never {
            let before = state.cars[car].exitRead
            state.cars[car].exitRead = at
            if at - before < max(track.lineMinimum, shortestLap(car)) { return .again }
        }
        guard reading != .besideInserted, track.lineInPit != nil, !state.cars[car].isInPit, state.cars[car].laps > 0,
            state.cars[car].isLineOnTrack,
            Int(state.cars[car].progress) == Int(state.cars[car].laps) * track.pointsPerLap
        else { return nil }
        doubt(.pitLoopOnTrack, crossing, car: car)
        return .unexpected
    }

    /// A visit that a sector loop shows not to have been one: the car came there at racing speed. Takes it away.
    mutating func takeAwayMisreadVisit(_ car: Int, at: Int64, point: Int) -> Bool {
        guard track.lineInPit != nil, let stop = state.stops[car].last,
            Int(state.cars[car].progress) == Int(state.cars[car].laps) * track.pointsPerLap,
            point == Int(state.cars[car].progress) + 1, stop.line != nil
        else { return false }
        let own = Int64(state.paces.own(car, sector: 0))
        let taken = at - state.cars[car].lapBegan
        let isEntryMisread = stop.entered != nil && stop.isLineOnTrack && 2 * taken <= 3 * own
        let isLineMisread = stop.entered == nil && !stop.isLineOnTrack && track.hasPitEntry && 8 * taken <= 9 * own
        guard isEntryMisread || isLineMisread else { return false }
        let began = stop.entered ?? stop.line ?? Instant(milliseconds: at)
        doubt(.pitLoopOnTrack, car: car, loop: stop.beganAt, at: began, name: stop.beganBy)
        state.stops[car].removeLast()
        state.cars[car].isInPit = false
        state.cars[car].wasInPit = false
        state.cars[car].driverNamedInPit = false
        state.cars[car].lapBeganInPit = false
        state.cars[car].isLineOnTrack = true
        creditLapOnTrack(car)
        changed.mark(car, [.standing, .laps, .stops])
        return true
    }
}
