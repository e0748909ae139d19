import Timing

/// The places of all cars while the race is suspended.
extension RunningRace {
    /// The red flag (R16): cars on the track go slowly to the Line and stand before it,
    /// or come into the pit lane; cars in the pit lane stay there. The race goes on when everybody stands, in the
    /// order in which they came, or not at all.
    mutating func suspend(at red: Int64) {
        func slowed(_ stamp: Int64) -> Int64 {
            stamp <= red ? stamp : red + (stamp - red) * 9 / 5
        }
        let coming = comingIn(red)
        let arrivals = laps.indices.compactMap { car -> (car: Int, at: Int64)? in
            guard let lap = laps[car], let line = lap.line, lap.endsOnTrack, !waits(lap, red), !coming.contains(car)
            else { return nil }
            return (car, slowed(line.stamp))
        }.sorted { ($0.at, $0.car) < ($1.at, $1.car) }
        let standing = misfortune.int(in: 30_000_000...180_000_000) as Int64
        let entered = coming.map { slowed(laps[$0]?.line?.stamp ?? red) }.max() ?? red
        let goes = prolongedRed(max(arrivals.last?.at ?? red, entered, red + 30_000_000) + standing)
        let lap = setting.slowestLap.count * 1500
        let behind = setting.troubles.suspension == .safetyCar ? goes + lap * misfortune.int(in: 1...2) : nil
        if setting.troubles.lateSuspension == .notResumed {
            endedUnderRed = red
            schedule.suspend(red..<(.max / 2), behind: nil)
        } else {
            schedule.suspend(red..<goes, behind: behind)
            prolong(red..<goes)
        }

        for car in laps.indices {
            guard var lap = laps[car], let line = lap.line else { continue }
            if waits(lap, red) {
                let later = max(0, goes + 2_000_000 + misfortune.int(in: 0...20_000_000) - lap.origin)
                lap.move { $0 + later }
                lap.origin += later
                cars[car].waitInPit(entered: lap.pitEntry ?? goes, until: goes)
            } else {
                let entry = Self.entry(of: lap)
                lap.move(slowed)
                if coming.contains(car) {
                    comeIn(&lap, car, at: slowed(entry), leaves: goes + 2_000_000 + Int64(car) * 900_000)
                } else if !lap.endsOnTrack {
                    cars[car].waitInPit(
                        entered: lap.pitEntry ?? line.stamp,
                        until: goes + 2_000_000 + misfortune.int(in: 0...20_000_000))
                }
            }
            laps[car] = lap
        }
        var line = goes
        for (car, _) in arrivals {
            line += misfortune.int(in: 1_200_000...2_000_000)
            laps[car]?.line?.stamp = line
        }
        if endedUnderRed != nil { stay(red) }
    }

    /// Whether the car is still in the pit lane, at the beginning of this lap.
    private func waits(_ lap: Lap, _ red: Int64) -> Bool {
        lap.leavesPit && lap.origin > red
    }
}
