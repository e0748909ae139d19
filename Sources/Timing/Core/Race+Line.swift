/// The Line: laps and best laps.
extension Race {
    mutating func crossLine(_ crossing: Crossing, car: Int, isPitLane: Bool) -> Outcome {
        let at = crossing.at.milliseconds
        note(crossing, car: car, at: at)
        completeLap(car: car, at: at, seenBy: crossing)
        crossLineInPit(crossing, car: car, isPitLane: isPitLane)
        state.cars[car].wasInPit = state.cars[car].isInPit
        if !isPitLane { countAgainstOrders(of: car) }
        takeFlag(car, at: at)
        return .lap
    }

    /// `crossing` is what saw it; nil where that is provisional.
    mutating func completeLap(car: Int, at: Int64, seenBy crossing: Crossing?) {
        let began = state.cars[car].lapBegan
        let laps = state.cars[car].laps + 1
        let time = Int32(clamping: at - began)
        let isEstimated = crossing == nil
        state.cars[car].laps = laps
        state.cars[car].lapBegan = at
        state.cars[car].lastLap = time
        state.cars[car].lastLapEstimated = isEstimated || state.cars[car].lapBeganEstimated
        state.cars[car].lapBeganEstimated = isEstimated
        if state.cars[car].isOutLap, at >= state.cars[car].leftPit {
            state.cars[car].isOutLap = false
            changed.mark(car, .standing)
        }
        if laps > 1, !state.cars[car].lastLapEstimated, !isDeleted(lap: Int(laps), of: car) {
            noteBest(time, lap: laps, of: car, at: at)
        }
        pass(Int(laps) * track.pointsPerLap, car: car, at: at, seenBy: crossing)
    }

    @inline(__always)
    func isDeleted(lap: Int, of car: Int) -> Bool {
        !deleted.isEmpty && deleted.contains(DeletedLap(car: car, lap: lap))
    }

    private mutating func noteBest(_ time: Int32, lap: Int32, of car: Int, at: Int64) {
        let best = state.cars[car].bestLap
        guard best == 0 || time < best else {
            let second = state.cars[car].secondBest
            if second == 0 || time < second {
                state.cars[car].secondBest = time
                bestChanged = true
            }
            return
        }
        state.cars[car].secondBest = best
        state.cars[car].bestLap = time
        state.cars[car].bestLapNumber = lap
        state.cars[car].bestSet = at
        bestChanged = true
        noteBestOfAll(BestLap(car: CarIndex(car), lap: Int(lap), time: Milliseconds(Int64(time))))
    }

    private mutating func noteBestOfAll(_ best: BestLap) {
        let place = field.classOf[best.car.slot]
        if state.classBestLaps[place].map({ best.time < $0.time }) ?? true {
            state.classBestLaps[place] = best
            raceChanged = true
        }
        if state.bestLap.map({ best.time < $0.time }) ?? true {
            state.bestLap = best
            raceChanged = true
        }
    }
}
