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
    /// Transponders that are not worn all the time by one car.
    let worn: [(car: Int, transponder: Transponder, wearing: WearingTime)]

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
        let others = order.filter { !mixesUp || $0 != order[0] && $0 != order[1] }.filter { $0 != changing }
        worn = Self.worn(others, original, setting)
    }

    func carried(by car: Int, at stamp: Int64) -> Transponder {
        if let change, change.car == car, stamp >= change.from { return change.transponder }
        if !worn.isEmpty {
            let at = Instant(cutting: stamp)
            if let worn = worn.first(where: { $0.car == car && $0.wearing.contains(at) }) { return worn.transponder }
        }
        return original[car]
    }

    private static func worn(
        _ cars: [Int], _ original: [Transponder], _ setting: RaceSetting
    ) -> [(car: Int, transponder: Transponder, wearing: WearingTime)] {
        guard let wanted = setting.troubles.wearing, cars.count > 1 else { return [] }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.wearing)
        let part = setting.duration.count * 1000 / 10
        func instant(_ tenths: ClosedRange<Int64>) -> Instant {
            Instant(cutting: setting.start + random.int(in: part * tenths.lowerBound...part * tenths.upperBound))
        }
        switch wanted {
        case .swap:
            let time = WearingTime(
                from: Instant(cutting: setting.start) - .minutes(60), until: instant(2...8))
            return [(cars[0], original[cars[1]], time), (cars[1], original[cars[0]], time)]
        case .loan:
            let loan = Transponder(9_900_002)
            let (first, second, third) = (instant(1...3), instant(4...5), instant(6...8))
            return [
                (cars[0], loan, WearingTime(from: first, until: second)),
                (cars[1], loan, WearingTime(from: third)),
            ]
        }
    }

    /// The transponder that the entry list gives the car.
    func listed(_ car: Int) -> Transponder {
        guard let mixedUp else { return original[car] }
        if car == mixedUp.0 { return original[mixedUp.1] }
        return car == mixedUp.1 ? original[mixedUp.0] : original[car]
    }

    /// The timekeepers' acts with their instants: a minute after the change, the mix-up half-way through.
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
