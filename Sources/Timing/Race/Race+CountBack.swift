/// A race that is ended under the red flag: its result is that of a lap before (R16.5).
extension Race {
    /// The lap was ended by a provisional crossing.
    private func isEstimated(_ lap: Int, of car: Int) -> Bool {
        table.passage(car, at: lap * track.pointsPerLap) == nil
    }

    /// Disqualified by then.
    func isGone(_ car: Int, by instant: Instant) -> Bool {
        state.cars[car].isDisqualified && state.cars[car].disqualifiedAt <= instant
    }

    private func lapsUntilDisqualified(_ car: Int) -> Int {
        var laps = Int(state.cars[car].laps)
        guard state.cars[car].isDisqualified, let start = state.startAt else { return laps }
        while laps > 0, let end = VirtualFlag.lapEnd(laps, of: car, in: self), isGone(car, by: end.instant(from: start))
        {
            laps -= 1
        }
        return laps
    }

    /// Of the car that led then, of those that had not been disqualified.
    private func lapsOfTheLeader(before instant: Instant, start: Instant) -> Int {
        let since = SinceStart(instant, from: start)
        var most = 0
        for car in state.cars.indices where !isGone(car, by: instant) {
            var laps = Int(state.cars[car].laps)
            while laps > most, VirtualFlag.lapEnd(laps, of: car, in: self).map({ $0 >= since }) ?? true { laps -= 1 }
            most = max(most, laps)
        }
        return most
    }

    /// The race was ended under the red flag: the result is that of a lap before it was shown (R16.5).
    mutating func countBack() {
        guard let back = rules.countBackLaps, let red = state.flags.shown.last, let start = state.startAt else {
            return
        }
        let shown = SinceStart(red.from, from: start)
        let lap = max(1, lapsOfTheLeader(before: red.from, start: start) + 1 - back)
        guard let fell = VirtualFlag.completion(of: lap, in: self, disqualifiedAfter: red.from),
            fell < shown
        else { return }
        state.countedBackTo = fell.instant(from: start)
        let result = VirtualFlag(in: self, fell: fell, until: shown)
        for car in state.cars.indices {
            let counted = result.cars[car]
            state.cars[car].laps = Int32(counted.laps)
            state.cars[car].progress = Int32(counted.laps * track.pointsPerLap)
            state.cars[car].lapBegan = counted.at.instant(from: start)
            let before = counted.laps > 1 ? VirtualFlag.lapEnd(counted.laps - 1, of: car, in: self) : .signal
            state.cars[car].lastLap = DrivenTime(counted.at - (before ?? counted.at))
            state.cars[car].lapBeganEstimated = counted.laps > 0 && isEstimated(counted.laps, of: car)
            state.cars[car].lastLapEstimated =
                state.cars[car].lapBeganEstimated || counted.laps > 1 && isEstimated(counted.laps - 1, of: car)
            if counted.hasFinished { finish(car) }
        }
        let cars = state.cars
        func ranked(_ order: RunningOrder) -> RunningOrder {
            func key(_ car: Int) -> (Int, Int32, Instant, Int) {
                (cars[car].isDisqualified ? 1 : 0, -cars[car].laps, cars[car].lapBegan, order.rank(of: car))
            }
            let sorted = (0..<order.count).map { order[$0] }.sorted { key($0) < key($1) }
            return RunningOrder(members: sorted, count: cars.count)
        }
        state.order = ranked(state.order)
        state.classOrders = state.classOrders.map(ranked)
        // A car disqualified later led then.
        state.leaderLapsAtLeast = 0
        for car in state.cars.indices {
            state.leaderLapsAtLeast = max(state.leaderLapsAtLeast, Int32(lapsUntilDisqualified(car)))
        }
        state.flags.countBack(to: leaderLaps)
        changed.markAll(.all)
    }
}
