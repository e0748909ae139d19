import Timing

/// What the simulator knows of a car's race: every lap it completed, every visit to the pit lane.
struct CarRecord {
    /// A lap line. Order decides between two in one millisecond: box by box, then as they were.
    struct LapEnd {
        let since: Int64
        let order: (decoder: UInt32, stamp: Int64, car: Int)
    }

    private(set) var laps: [LapEnd] = []
    private(set) var stops: [Truth.Stop] = []
    var isFinished = false

    mutating func complete(_ end: LapEnd) {
        laps.append(end)
    }

    mutating func enterPit(since: Int64, driver: UInt8, purpose: Truth.Stop.Purpose) {
        stops.append(Truth.Stop(purpose: purpose, inMs: since, outMs: nil, driverIn: driver, driverOut: nil))
    }

    mutating func leavePit(since: Int64, driver: UInt8) {
        guard !stops.isEmpty else { return }
        stops[stops.count - 1].outMs = since
        stops[stops.count - 1].driverOut = driver
    }

    /// The first of its best laps. The first lap began at the start signal and is none.
    var best: (lap: Int, time: Int64)? {
        var best: (lap: Int, time: Int64)?
        for lap in laps.indices.dropFirst() {
            let time = laps[lap].since - laps[lap - 1].since
            if best.map({ time < $0.time }) ?? true { best = (lap + 1, time) }
        }
        return best
    }

    /// More laps first, then the earlier on its last lap line; without a lap, the grid decides.
    static func precedes(_ left: (Int, CarRecord), _ right: (Int, CarRecord)) -> Bool {
        let (leftLaps, rightLaps) = (left.1.laps.count, right.1.laps.count)
        guard leftLaps == rightLaps else { return leftLaps > rightLaps }
        guard let leftEnd = left.1.laps.last, let rightEnd = right.1.laps.last else {
            return left.0 < right.0
        }
        guard leftEnd.since == rightEnd.since else { return leftEnd.since < rightEnd.since }
        return leftEnd.order < rightEnd.order
    }
}
