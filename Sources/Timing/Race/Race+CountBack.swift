/// A race that is ended under the red flag: its result is that of a lap before (R16.5).
extension Race {
    /// The lap was ended by a provisional crossing.
    private func isEstimated(_ lap: Int, of car: Int) -> Bool {
        table.passage(car, at: lap * track.pointsPerLap) == nil
    }

    /// Disqualified by then.
    func isGone(_ car: Int, by instant: Int64) -> Bool {
        state.cars[car].isDisqualified && state.cars[car].disqualifiedAt <= instant
    }

    private func lapsUntilDisqualified(_ car: Int) -> Int {
        var laps = Int(state.cars[car].laps)
        guard state.cars[car].isDisqualified, let start = state.startAt else { return laps }
        while laps > 0, let end = VirtualFlag.lapEnd(laps, of: car, in: self), isGone(car, by: start + end) {
            laps -= 1
        }
        return laps
    }

    /// Of the car that led then, of those that had not been disqualified; since the start signal.
    private func lapsOfTheLeader(before since: Int64) -> Int {
        var most = 0
        for car in state.cars.indices where !isGone(car, by: since + (state.startAt ?? 0)) {
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
        let lap = max(1, lapsOfTheLeader(before: red.from - start) + 1 - back)
        guard let fell = VirtualFlag.completion(of: lap, in: self, disqualifiedAfter: red.from),
            fell < red.from - start
        else { return }
        state.countedBackTo = start + fell
        let result = VirtualFlag(in: self, fell: fell, until: red.from - start)
        for car in state.cars.indices {
            let counted = result.cars[car]
            state.cars[car].laps = Int32(counted.laps)
            state.cars[car].progress = Int32(counted.laps * track.pointsPerLap)
            state.cars[car].lapBegan = start + counted.at
            let before = counted.laps > 1 ? VirtualFlag.lapEnd(counted.laps - 1, of: car, in: self) : 0
            state.cars[car].lastLap = Int32(clamping: counted.at - (before ?? counted.at))
            state.cars[car].lapBeganEstimated = counted.laps > 0 && isEstimated(counted.laps, of: car)
            state.cars[car].lastLapEstimated =
                state.cars[car].lapBeganEstimated || counted.laps > 1 && isEstimated(counted.laps - 1, of: car)
            if counted.hasFinished { finish(car) }
        }
        let cars = state.cars
        func ranked(_ order: RunningOrder) -> RunningOrder {
            func key(_ car: Int) -> (Int, Int32, Int64, Int) {
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
