import Timing

/// The latest time of each sector, by car, class and of anybody, from what was seen on the road: how long a car is
/// awaited before it counts as stopped (R13.1).
struct SectorTimes {
    private struct Latest {
        let time: Int64
        let at: Int64
    }

    private let classes: [String]
    private var ofCar: [[Int: Latest]]
    private var ofClass: [String: [Int: Latest]] = [:]
    private var ofAnybody: [Int: Latest] = [:]
    /// Where each car was seen last, as a sector, and when.
    private var last: [(sector: Int, at: Int64)?]
    private let reds: [Range<Int64>]
    private let now: Int64

    init(_ passages: [Passage], until now: Int64, sectors: [LoopID], schedule: Schedule, classes: [String]) {
        self.classes = classes
        self.now = schedule.since(now)
        ofCar = Array(repeating: [:], count: classes.count)
        last = Array(repeating: nil, count: classes.count)
        var point = [(sector: Int, at: Int64, isMeasured: Bool)?](repeating: nil, count: classes.count)
        reds = schedule.suspensions.map { schedule.since($0.lowerBound)..<schedule.since($0.upperBound) }
        for passage in passages.sorted(by: { $0.stamp < $1.stamp })
        where passage.stamp >= schedule.start && passage.stamp <= now {
            let (car, at) = (passage.car, schedule.since(passage.stamp))
            guard passage.isPoint else {
                // Sectors with a visit to the pit lane or the red flag in them are no measure.
                if passage.loop != Course.speedTrap { point[car]?.isMeasured = false }
                last[car] = (((point[car]?.sector ?? -1) + 1) % (sectors.count + 1), at)
                continue
            }
            let isStart = passage.isStart
            let sector = passage.isLine ? sectors.count : sectors.firstIndex(of: passage.loop) ?? 0
            if !isStart {
                if let before = point[car], before.isMeasured, passage.loop != Course.linePit,
                    !reds.contains(where: { $0.lowerBound < at && before.at < $0.upperBound })
                {
                    enter(Latest(time: at - before.at, at: at), sector, car)
                }
                point[car] = (sector, at, passage.loop != Course.linePit)
            }
            last[car] = (isStart ? 0 : (sector + 1) % (sectors.count + 1), at)
        }
    }

    private mutating func enter(_ latest: Latest, _ sector: Int, _ car: Int) {
        ofCar[car][sector] = latest
        ofClass[classes[car], default: [:]][sector] = latest
        ofAnybody[sector] = latest
    }

    /// Since when the car is missing, in milliseconds since the start signal: since it was seen last or, where it stood
    /// under the red flag, since that was withdrawn.
    func lastSeen(_ car: Int) -> Int64? {
        guard let seen = last[car]?.at else { return nil }
        return max(seen, reds.filter { seen < $0.upperBound && $0.upperBound <= now }.map(\.upperBound).max() ?? seen)
    }

    /// The latest time of the sector the car is on: its own, else its class's, else anybody's.
    func latest(of car: Int) -> Int64? {
        guard let sector = last[car]?.sector else { return nil }
        return (ofCar[car][sector] ?? ofClass[classes[car]]?[sector] ?? ofAnybody[sector])?.time
    }
}
