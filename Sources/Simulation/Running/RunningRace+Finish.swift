import Timing

/// Troubles asked for at the end of the race.
extension RunningRace {
    /// Lets the car wait for another of its lap count, where a dead heat is wanted and neither comes through the pit
    /// lane: it goes more slowly, but never so slowly that it would be taken for stopped.
    mutating func joinsDeadHeat(_ car: Int, _ line: Passage) -> Bool {
        guard let wanted = setting.troubles.deadHeat, deadHeat == nil, let lap = laps[car], lap.endsOnTrack,
            schedule.isOver(at: line.stamp)
        else { return false }
        switch wanted {
        case .win:
            guard chequered == nil, disqualified.isEmpty, records[car].laps.count == mostLaps(at: line.stamp)
            else { return false }
        case .place: guard chequered != nil else { return false }
        }
        let rivals = laps.indices.filter { rival in
            rival != car && laps[rival] != nil && records[rival].laps.count == records[car].laps.count
        }
        // The next of this lap, with no other car before it.
        guard let rival = rivals.min(by: { lineOf($0) < lineOf($1) }), laps[rival]?.endsOnTrack ?? false
        else { return false }
        let together = lineOf(rival)
        guard together - lap.origin <= (line.stamp - lap.origin) * 9 / 5 else { return false }
        laps[car]?.stretch(to: together)
        deadHeat = ([car, rival], nil)
        return true
    }

    private func lineOf(_ car: Int) -> Int64 {
        laps[car]?.line?.stamp ?? .max
    }

    /// Whether this is the car's last lap and it is to stop on it. It has been seen at a loop by then.
    mutating func stopsOnLastLap(_ car: Int, _ lap: Lap, isLeader: Bool) -> Bool {
        guard let wanted = setting.troubles.lastLapStop, stoppedOnLastLap == nil, chequered == nil,
            !records[car].laps.isEmpty, let line = lap.line?.stamp
        else { return false }
        if wanted == .leader { return isLeader && schedule.isOver(at: line) }
        guard !isLeader,
            let leader = records.indices.first(where: {
                records[$0].laps.count == mostLaps(at: line) && $0 != car && !isDisqualified($0, at: line)
            }),
            let flag = laps[leader]?.line?.stamp, schedule.isOver(at: flag), line > flag
        else { return false }
        return misfortune.chance(permille: 500)
    }

    /// Whether the car, which others have been ahead of, leads because all of them have stopped on the track and
    /// been missed for long enough (R15.2, R13.1).
    func leadsOnRoad(_ car: Int, at stamp: Int64) -> Bool {
        let count = records[car].laps.count
        let ahead = records.indices.filter {
            $0 != car && records[$0].laps.count >= count && !isDisqualified($0, at: stamp)
                && toldOut[$0].map { stamp < $0 } ?? true
        }
        let isInPit = { records[$0].stops.last.map { $0.outMs == nil } ?? false }
        guard ahead.allSatisfy({ stopped.contains($0) && !isInPit($0) }) else { return false }
        let limit: Int64 = FlagTimeline(schedule).flag(at: Instant(cutting: stamp)) == .green ? 5 : 10
        let seen = passages + laps.compactMap { $0 }.flatMap(\.passages)
        let times = SectorTimes(
            seen, until: stamp, sectors: course.sectors.map(\.loop), schedule: schedule,
            classes: cars.map(\.entrant.entry.carClass))
        return ahead.allSatisfy { other in
            guard let last = times.lastSeen(other), let time = times.latest(of: other) else { return false }
            let missing = schedule.since(stamp) - last
            return missing * 2 > limit * time && missing > 20_000
        }
    }
}
