import Timing

/// Cars that are told to be out: those that stopped for good, and others that race on.
struct ToldOut {
    struct Told {
        let car: Int
        let at: Int64
        let racesOn: Bool
    }

    private(set) var told: [Told]

    /// A car that races on is seen to do so, on a whole lap on the track, before the time runs out.
    init(_ readings: [Passage], _ drives: Drives, setting: RaceSetting) {
        told = drives.toldOut.sorted { $0.key < $1.key }.map { Told(car: $0, at: $1, racesOn: false) }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.toldOut)
        let end = setting.start + setting.duration.count * 1000
        let last = min(end, drives.schedule.suspensions.map(\.lowerBound).min() ?? end)
        for car in random.shuffled(Array(drives.records.indices)) where told.count < setting.troubles.toldOut {
            guard drives.toldOut[car] == nil else { continue }
            let loops: Set = [Course.line, Course.linePit, Course.pitEntry, Course.pitExit]
            let own = readings.filter { $0.car == car && $0.stamp < last && loops.contains($0.loop) }
                .sorted { $0.stamp < $1.stamp }
            let laps = own.indices.dropLast().filter {
                own[$0].loop == Course.line && own[$0 + 1].loop == Course.line && own[$0].stamp > setting.start
                    && !own[$0].isStart
            }
            guard !laps.isEmpty else { continue }
            let line = own[laps[random.int(in: 0...(laps.count - 1))]].stamp
            told.append(Told(car: car, at: line - random.int(in: 1_000...60_000_000), racesOn: true))
        }
    }
}
