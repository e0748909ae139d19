/// The Line: laps and best laps.
extension Race {
    mutating func crossLine(_ crossing: Crossing, car: Int, isPitLane: Bool) -> Outcome {
        let at = crossing.at
        note(crossing, car: car, at: at)
        let isInVisit = state.cars[car].isInPit && state.stops[car].last?.line == nil
        seeRacing(car, isOnTrack: !isPitLane && !isInVisit)
        completeLap(car: car, at: at, seenBy: crossing, inPit: isPitLane || isInVisit)
        state.cars[car].isLineOnTrack = !isPitLane
        crossLineInPit(crossing, car: car, isPitLane: isPitLane)
        state.cars[car].wasInPit = state.cars[car].isInPit
        if !isPitLane { countAgainstOrders(of: car) }
        takeFlag(car, at: at)
        return .lap
    }

    /// `crossing` is the evidence; nil where it is provisional.
    mutating func completeLap(car: Int, at: Instant, seenBy crossing: Crossing?, inPit: Bool) {
        let began = state.cars[car].lapBegan
        let started = state.cars[car].lineAt
        let laps = state.cars[car].laps + 1
        let time = DrivenTime(at - began)
        let isEstimated = crossing == nil
        state.turn += 1
        state.cars[car].laps = laps
        state.cars[car].lapBegan = at
        state.cars[car].lineAt = LastTime(at)
        state.cars[car].hasEntered = false
        state.cars[car].lastLapBeganInPit = state.cars[car].lapBeganInPit
        state.cars[car].lapBeganInPit = inPit
        state.cars[car].isLineOnTrack = false
        state.cars[car].lastLap = time
        let isImported = crossing?.isEstimated ?? false
        state.cars[car].lastLapEstimated = isEstimated || isImported || state.cars[car].lapBeganEstimated
        state.cars[car].lapBeganEstimated = isEstimated
        if state.cars[car].isOutLap, state.cars[car].leftPit <= at {
            state.cars[car].isOutLap = false
            changed.mark(car, .standing)
        }
        if laps == 1, !isEstimated, !inPit {
            noteQuickest(of: car, from: max(started, state.cars[car].exitRead).orLater(began))
        } else if !state.cars[car].lastLapEstimated, !inPit, !state.cars[car].lastLapBeganInPit {
            noteQuickest(of: car, from: began)
        }
        if !inPit { creditLapOnTrack(car) } else if pitLapsCount { creditLap(car) }
        pass(Int(laps) * track.pointsPerLap, car: car, at: at, seenBy: crossing)
    }

    /// The last lap ended on the track: it can be the best if it began there too.
    mutating func creditLapOnTrack(_ car: Int) {
        if !state.cars[car].lastLapBeganInPit || pitLapsCount { creditLap(car) }
    }

    private mutating func creditLap(_ car: Int) {
        let laps = state.cars[car].laps
        guard laps > 1 || lap1IsFlying, !state.cars[car].lastLapEstimated, !isDeleted(lap: Int(laps), of: car) else {
            return
        }
        let ended = state.cars[car].lapBegan
        if !state.clocks.lineSteps.isEmpty, hasStepped(from: ended - state.cars[car].lastLap.length, to: ended) {
            return
        }
        noteBest(state.cars[car].lastLap, lap: laps, of: car, at: state.cars[car].lapBegan)
    }

    /// A car that was told to be out races again once it has been round on the track, Line to Line.
    private mutating func seeRacing(_ car: Int, isOnTrack: Bool) {
        guard state.cars[car].isRetired, isOnTrack, state.cars[car].isLineOnTrack, !state.cars[car].lapBeganInPit,
            state.cars[car].lineAt >= state.cars[car].retiredAt
        else { return }
        state.cars[car].isRetired = false
        changed.mark(car, .standing)
        measuredAnew = .all
    }

    @inline(__always)
    func isDeleted(lap: Int, of car: Int) -> Bool {
        !deleted.isEmpty && deleted.contains(DeletedLap(car: car, lap: lap))
    }

    private mutating func noteBest(_ time: DrivenTime, lap: Int32, of car: Int, at: Instant) {
        let best = state.cars[car].bestLap
        guard time.isQuicker(than: best) else {
            if time.isQuicker(than: state.cars[car].secondBest) {
                state.cars[car].secondBest = time
                anew[.best] = true
            }
            return
        }
        state.cars[car].secondBest = best
        state.cars[car].bestBefore = BestBefore(
            lap: best, number: state.cars[car].bestLapNumber, turn: state.cars[car].bestTurn,
            set: state.cars[car].bestSet)
        state.cars[car].bestLap = time
        state.cars[car].bestLapNumber = lap
        state.cars[car].bestTurn = state.turn
        state.cars[car].bestSet = at
        anew[.best] = true
        noteBestOfAll(BestLap(car: CarIndex(car), lap: Int(lap), time: time.length))
    }

    /// The car's best lap turns out to be none.
    mutating func takeBackBest(of car: Int) {
        let before = state.cars[car].bestBefore
        state.cars[car].bestLap = before.lap
        state.cars[car].bestLapNumber = before.number
        state.cars[car].bestTurn = before.turn
        state.cars[car].bestSet = before.set
        if before.lap.isKnown, !before.lap.isQuicker(than: state.cars[car].secondBest) {
            state.cars[car].secondBest = .none
        }
        changed.mark(car, [.standing, .laps])
    }

    private mutating func noteBestOfAll(_ best: BestLap) {
        if state.cars[best.car.slot].isDisqualified { return }
        let place = field.classOf[best.car.slot]
        if state.classBestLaps[place].map({ best.time < $0.time }) ?? true {
            state.classBestLaps[place] = best
            anew[.race] = true
        }
        if state.bestLap.map({ best.time < $0.time }) ?? true {
            state.bestLap = best
            anew[.race] = true
        }
    }
}
