import Timing

/// Red flags shortly before the end, and cars that come into the pit lane under them.
extension RunningRace {
    /// Until when the race is suspended: one near the end until its time has run out.
    func prolongedRed(_ goes: Int64) -> Int64 {
        guard setting.troubles.lateSuspension != nil else { return goes }
        return max(goes, schedule.start + (schedule.duration.count + 30_000) * 1000)
    }

    /// Race control prolongs it, so that it goes on for up to two laps.
    mutating func prolong(_ red: Range<Int64>) {
        let end = schedule.start + schedule.duration.count * 1000
        let told: ClosedRange<Int64>
        switch setting.troubles.lateSuspension {
        case .prolongedBefore: told = red.lowerBound...max(red.lowerBound, min(end, red.upperBound) - 1_000)
        case .prolongedAfter: told = min(end + 1_000, red.upperBound - 1_000)...(red.upperBound - 1_000)
        case .runsOut, .notResumed, nil: return
        }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.lateSuspension + 1_000_000)
        let more = random.int(in: 5_000...(setting.slowestLap.count * 2))
        let duration = Milliseconds(schedule.since(red.upperBound) + more)
        prolonged = (duration, random.int(in: told))
        schedule.prolong(to: duration)
    }

    /// Cars on the track before the pit entry that come in.
    func comingIn(_ red: Int64) -> Set<Int> {
        guard setting.troubles.waitsInPit > 0 else { return [] }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.lateSuspension + 2_000_000)
        return Set(
            laps.indices.filter { car in
                let comes = random.chance(permille: setting.troubles.waitsInPit)
                guard let lap = laps[car], lap.line != nil, lap.endsOnTrack, !(lap.leavesPit && lap.origin > red)
                else { return false }
                return comes && Self.entry(of: lap) > red
            })
    }

    /// When a car on this lap passes the pit entry.
    static func entry(of lap: Lap) -> Int64 {
        guard let line = lap.line?.stamp else { return .min }
        // A lap from the pit exit is shorter: the share to the Line is a little more of it.
        let whole = lap.leavesPit ? (line - lap.origin) * 1000 / (1000 - Course.exitAt) : line - lap.origin
        return line - whole * (1000 - Course.entryAt) / 1000
    }

    mutating func comeIn(_ lap: inout Lap, _ car: Int, at entered: Int64, leaves: Int64) {
        let line = cars[car].comeInUnderRed(entered: entered, leaves: leaves)
        lap.passages.append(Passage(stamp: entered, loop: Course.pitEntry, car: car, driver: line.driver))
        lap.line = line
        lap.visit = .redFlag
    }

    /// The race does not go on: cars on the track stand before the Line for good, and cars in the pit lane stay there.
    mutating func stay(_ red: Int64) {
        for car in laps.indices {
            guard var lap = laps[car] else { continue }
            if lap.leavesPit, lap.origin > red {
                laps[car] = nil
            } else if lap.endsOnTrack {
                lap.line = nil
                note(lap, car)
                laps[car] = nil
            }
        }
    }
}
