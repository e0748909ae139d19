import Timing

/// A car's true race: every lap it completed, every visit to the pit lane.
struct CarRecord {
    /// A lap line, in milliseconds since the start signal.
    struct LapEnd {
        let since: Int64
        /// No box reported it.
        var isMissed = false
    }

    private(set) var laps: [LapEnd] = []
    var stops: [Truth.Stop] = []
    var isFinished = false
    /// A lap that begins or ends in the pit lane can be the best: so it is in a race whose rulebook does not say.
    var pitLapsCount = true
    var isDisqualified = false
    /// No box has read it since the start signal.
    var isUnseen = false

    mutating func complete(_ end: LapEnd) {
        laps.append(end)
    }

    mutating func enterPit(since: Int64, driver: UInt8, purpose: Truth.Stop.Purpose) {
        stops.append(
            Truth.Stop(
                purpose: purpose, inMs: since, outMs: nil, driverIn: driver, driverOut: nil, enteredMs: since))
    }

    mutating func leavePit(since: Int64, driver: UInt8) {
        guard !stops.isEmpty else { return }
        stops[stops.count - 1].outMs = since
        stops[stops.count - 1].leftMs = since
        stops[stops.count - 1].driverOut = driver
    }

    /// Without a report of any box this instant cannot be known.
    mutating func miss(_ loop: LoopID, since: Int64) {
        for index in laps.indices where laps[index].since == since && loop != Course.pitEntry && loop != Course.pitExit
        {
            laps[index].isMissed = true
        }
        for index in stops.indices {
            if loop == Course.pitEntry, stops[index].inMs == since { stops[index].inMs = nil }
            if loop == Course.pitExit, stops[index].outMs == since { stops[index].outMs = nil }
        }
    }

    /// Visits begun behind the safety car through the pit lane (R17.2), or under the red flag (R22.8), are no
    /// stops.
    mutating func doNotCount(_ isNoStop: (Milliseconds) -> Bool) {
        for index in stops.indices {
            guard let entered = stops[index].inMs else { continue }
            stops[index].counts = !isNoStop(Milliseconds(entered))
        }
    }

    /// Takes off laps that cannot be known: missed at the Line, and the car was not read after. Likewise visits to
    /// the pit lane, and the driver who took it out unseen.
    mutating func forget(after lastRead: Int64, lastPoint: Int64) {
        while let last = laps.last, last.isMissed, last.since > lastPoint {
            laps.removeLast()
            isFinished = false
        }
        for index in stops.indices where stops[index].outMs == nil {
            let left = stops[index].leftMs ?? .max
            if left > lastRead { stops[index].driverOut = nil }
        }
        stops.removeAll { $0.inMs == nil && $0.enteredMs > lastRead }
    }

    /// Laps that both began and ended with a reading, with their times. Not the first: it began at the start signal.
    var measured: [(lap: Int, time: Int64)] {
        laps.indices.dropFirst().filter { !laps[$0].isMissed && !laps[$0 - 1].isMissed }
            .filter { pitLapsCount || !isInPit(laps[$0].since) && !isInPit(laps[$0 - 1].since) }
            .map { ($0 + 1, laps[$0].since - laps[$0 - 1].since) }
    }

    private func isInPit(_ since: Int64) -> Bool {
        stops.contains { $0.enteredMs <= since && since <= $0.leftMs ?? .max }
    }

    /// The first of its best laps.
    var best: (lap: Int, time: Int64)? {
        measured.min { ($0.time, $0.lap) < ($1.time, $1.lap) }
    }

    /// More laps first, then the earlier on its last lap line; in one millisecond and without a lap, the grid decides.
    static func precedes(_ left: (Int, CarRecord), _ right: (Int, CarRecord)) -> Bool {
        let (leftLaps, rightLaps) = (left.1.laps.count, right.1.laps.count)
        guard leftLaps == rightLaps else { return leftLaps > rightLaps }
        guard let leftEnd = left.1.laps.last, let rightEnd = right.1.laps.last else {
            return left.0 < right.0
        }
        return (leftEnd.since, left.0) < (rightEnd.since, right.0)
    }
}
