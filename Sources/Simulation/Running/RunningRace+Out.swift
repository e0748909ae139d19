import Timing

/// Cars that are disqualified or told to be out, and the effect on the lead.
extension RunningRace {
    mutating func planOrdinaryTrouble() {
        func chance(_ stream: UInt64) -> SeededGenerator { SeededGenerator(seed: setting.seed, stream: stream) }
        var random = chance(Stream.linesAgain)
        planReadingsAgain(&random)
        random = chance(Stream.lateStarts)
        planLateStarts(&random)
        random = chance(Stream.disqualification)
        let instant = schedule.start + random.int(in: 20_000_000...schedule.duration.count * 1000)
        switch setting.troubles.disqualification {
        case .leader: leaderDisqualified = instant
        case .another: disqualified[random.int(in: 0...(cars.count - 1))] = instant
        case nil: break
        }
        toTellOut = setting.troubles.toldOut
    }

    func isDisqualified(_ car: Int, at stamp: Int64) -> Bool {
        disqualified[car].map { $0 <= stamp } ?? false
    }

    /// Time is up and no car is left to take the flag: it drives in.
    func isAloneDisqualified(_ car: Int, at stamp: Int64) -> Bool {
        guard isDisqualified(car, at: stamp), schedule.isOver(at: stamp), chequered == nil else { return false }
        return laps.indices.allSatisfy { $0 == car || laps[$0] == nil || isDisqualified($0, at: stamp) }
    }

    /// Of all that are in the race.
    func mostLaps(at stamp: Int64) -> Int {
        records.indices.filter { !isDisqualified($0, at: stamp) }.map { records[$0].laps.count }.max() ?? 0
    }

    /// Whether the car that has just crossed the Line has more laps than any other in the race.
    func leads(_ car: Int, at stamp: Int64) -> Bool {
        guard !isDisqualified(car, at: stamp) else { return false }
        return records.indices.allSatisfy {
            $0 == car || records[$0].laps.count < records[car].laps.count || isDisqualified($0, at: stamp)
        }
    }

    /// The stewards decide some seconds after it has crossed the Line.
    mutating func disqualifyLeader(_ car: Int, at stamp: Int64) {
        guard let due = leaderDisqualified, due <= stamp else { return }
        leaderDisqualified = nil
        disqualified[car] = stamp + 5_000_000
    }

    /// Race control says that a car that has stopped for good is out.
    mutating func tellOut(_ car: Int, seen: Int64) {
        guard toTellOut > 0 else { return }
        toTellOut -= 1
        toldOut[car] = seen + 45_000_000
    }
}
