import Timing

/// Cars in which the switch stays on the driver before after a change: they name the wrong one until they have been
/// in the pit lane again.
struct DriversHeld {
    struct Held {
        let car: Int
        /// The wrong names, from the pit exit to the next.
        let period: Range<Int64>
        /// Whom the car names, and who drives.
        let named: UInt8
        let driver: UInt8
        /// When the timekeeper says so, during the stop.
        let told: Int64
    }

    private(set) var held: [Held] = []

    init(_ drives: Drives, setting: RaceSetting) {
        guard setting.troubles.driversHeld > 0 else { return }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.driversHeld)
        for car in random.shuffled(Array(drives.records.indices)) where held.count < setting.troubles.driversHeld {
            let changes = drives.records[car].stops.filter {
                $0.leftMs != nil && $0.driverOut != nil && $0.driverOut != $0.driverIn
            }
            guard !changes.isEmpty else { continue }
            let stop = changes[random.int(in: 0...(changes.count - 1))]
            let exits = drives.passages.filter { $0.car == car && $0.loop == Course.pitExit }.map(\.stamp).sorted()
            guard let left = exits.first(where: { drives.schedule.since($0) == stop.leftMs }),
                let driver = stop.driverOut
            else { continue }
            let next = exits.first { $0 > left } ?? .max
            let told = left - random.int(in: 1_000_000...10_000_000)
            held.append(
                Held(car: car, period: left..<next, named: stop.driverIn, driver: driver, told: told))
        }
    }

    /// The passages as the cars name their drivers.
    func named(_ passages: [Passage]) -> [Passage] {
        guard !held.isEmpty else { return passages }
        return passages.map { passage in
            var passage = passage
            for wrong in held where wrong.car == passage.car && wrong.period.contains(passage.stamp) {
                passage.driver = wrong.named
            }
            return passage
        }
    }
}
