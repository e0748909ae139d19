import Timing

/// Cars that one of the sector loops never reads.
struct WeakLoops {
    /// The loop that does not read the car.
    private(set) var loops: [Int: LoopID] = [:]

    init(_ drives: Drives, setting: RaceSetting) {
        let sectors = drives.course.sectors.map(\.loop)
        guard setting.troubles.weakLoops > 0, !sectors.isEmpty else { return }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.weakLoops)
        let cars = random.shuffled(drives.records.indices.filter { drives.lateStarts[$0] == nil })
        for car in cars.prefix(setting.troubles.weakLoops) {
            loops[car] = sectors[random.int(in: 0...(sectors.count - 1))]
        }
    }

    func misses(_ passage: Passage) -> Bool {
        loops[passage.car] == passage.loop
    }
}
