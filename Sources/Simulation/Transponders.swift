import Timing

/// Which transponder a car carries when, and what the entry list says of it.
struct Transponders {
    /// A car that goes on with another transponder.
    struct Change {
        let car: Int
        let transponder: Transponder
        /// Microseconds of UTC.
        let from: Int64
    }

    private let original: [Transponder]
    let change: Change?
    /// Two cars whose transponders the entry list has the wrong way round.
    let mixedUp: (Int, Int)?

    init(_ entries: [Entry], passages: [Passage], setting: RaceSetting) {
        original = entries.map { $0.transponders[0] }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.transponders)
        let order = random.shuffled(Array(entries.indices))
        let part = setting.duration.count * 1000 / 10
        let from = setting.start + random.int(in: part * 3...part * 7)
        // A car that is still seen then.
        let changes = setting.troubles.transponderChange != nil
        let changing = changes ? order.first { car in passages.contains { $0.car == car && $0.stamp > from } } : nil
        change = changing.map { Change(car: $0, transponder: Transponder(9_900_001), from: from) }
        let mixesUp = setting.troubles.transponderMixUp != nil && order.count > 1
        mixedUp = mixesUp ? (order[0], order[1]) : nil
    }

    func carried(by car: Int, at stamp: Int64) -> Transponder {
        if let change, change.car == car, stamp >= change.from { return change.transponder }
        return original[car]
    }

    func isCarried(_ transponder: Transponder, by car: Int) -> Bool {
        transponder == original[car] || (change?.car == car && transponder == change?.transponder)
    }

    /// The transponder that the entry list gives the car.
    func listed(_ car: Int) -> Transponder {
        guard let mixedUp else { return original[car] }
        if car == mixedUp.0 { return original[mixedUp.1] }
        return car == mixedUp.1 ? original[mixedUp.0] : original[car]
    }

    /// What the timekeepers have to say, and when: a minute after the change, the mix-up half-way through.
    func assignments(_ setting: RaceSetting) -> [(car: Int, transponder: Transponder, at: Int64)] {
        var assignments: [(car: Int, transponder: Transponder, at: Int64)] = []
        if let change, setting.troubles.transponderChange == .told {
            assignments.append((change.car, change.transponder, change.from + 60_000_000))
        }
        if let mixedUp, setting.troubles.transponderMixUp == .told {
            let half = setting.start + setting.duration.count * 500
            assignments.append((mixedUp.0, original[mixedUp.0], half))
            assignments.append((mixedUp.1, original[mixedUp.1], half + 5_000_000))
        }
        return assignments
    }
}

extension Entry {
    /// The same entry with another transponder.
    func carrying(_ transponder: Transponder) -> Entry {
        Entry(
            number: number, carClass: carClass, cup: cup, team: team, vehicle: vehicle, transponders: [transponder],
            drivers: drivers)
    }
}
