import Timing

/// Crossings that the timekeeper enters by hand some tenths beside, because they come late.
struct InsertedBeside {
    struct Inserted {
        let passage: Passage
        let stamp: Int64
    }

    private(set) var inserted: [Inserted] = []

    init(_ readings: [Passage], _ drives: Drives, setting: RaceSetting) {
        guard setting.troubles.insertedBeside > 0 else { return }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.insertedBeside)
        let schedule = drives.schedule
        let racing = readings.filter { passage in
            let record = drives.records[passage.car]
            let finish = record.isFinished ? record.laps.last?.since ?? .max : .max
            let since = schedule.since(passage.stamp)
            return passage.loop != Course.speedTrap && !passage.isStart && since > 30_000 && since <= finish
        }.sorted { ($0.stamp, $0.car) < ($1.stamp, $1.car) }
        for _ in 0..<setting.troubles.insertedBeside where !racing.isEmpty {
            let passage = racing[random.int(in: 0...(racing.count - 1))]
            let tenths = random.int(in: 100_000...900_000) as Int64
            let beside = random.chance(permille: 500) ? tenths : -tenths
            inserted.append(Inserted(passage: passage, stamp: passage.stamp + beside))
        }
    }
}
