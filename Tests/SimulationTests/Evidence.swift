import Recording
import Rulebook
import Simulation
import Timing

/// The race as a stranger reads it off the recording: crossings, cleaned by the loops' minimum times.
struct Evidence {
    /// Each car's crossings from the start signal on, in entry order; a passage seen twice is in it once.
    let crossings: [[Crossing]]
    /// Each car's lap lines until its finish, in milliseconds since the start signal.
    let laps: [[Int64]]
    /// Which car completed a lap when, all cars, in official order.
    let lapLines: [(car: Int, lap: Int, since: Int64)]

    init(_ race: SimulatedRace) {
        let entries = race.event.entries
        let start = race.truth.startMs
        var carOf: [Transponder: Int] = [:]
        for (car, entry) in entries.enumerated() {
            for transponder in entry.transponders { carOf[transponder] = car }
        }
        var crossings = [[Crossing]](repeating: [], count: entries.count)
        var laps = [[Int64]](repeating: [], count: entries.count)
        var lapLines: [(car: Int, lap: Int, since: Int64)] = []
        var finished = Set<Int>()
        var lastAt: [Int: [LoopID: Int64]] = [:]
        for crossing in race.recording.crossings where crossing.at.milliseconds >= start {
            guard let car = carOf[crossing.transponder] else { continue }
            let at = crossing.at.milliseconds
            if let last = lastAt[car]?[crossing.loop], at - last < 1_000 { continue }
            lastAt[car, default: [:]][crossing.loop] = at
            crossings[car].append(crossing)
            let isLine = crossing.loop.value <= 2
            guard isLine, at - start > 30_000, !finished.contains(car) else { continue }
            laps[car].append(at - start)
            lapLines.append((car, laps[car].count, at - start))
            if let flag = race.truth.chequeredMs, at >= flag { finished.insert(car) }
        }
        self.crossings = crossings
        self.laps = laps
        self.lapLines = lapLines
    }
}

extension SimulatedRace {
    func row(of entry: Entry) -> Truth.Row? {
        truth.classification.first { $0.number == entry.number }
    }
}

/// FNV-1a, so that a whole race can be compared with a number.
func digest(_ race: SimulatedRace) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    func add(_ word: UInt64) { for shift in 0..<8 { add(UInt8(truncatingIfNeeded: word >> (shift * 8))) } }
    for crossing in race.recording.crossings {
        add(UInt64(crossing.id.decoder))
        add(crossing.id.number)
        add(UInt64(bitPattern: crossing.stamp))
        add(UInt64(crossing.transponder.value))
        add(UInt64(crossing.loop.value))
        add(UInt64(crossing.driver))
    }
    for byte in race.truth.json.utf8 { add(byte) }
    for entry in race.event.entries {
        for byte in (entry.number.text + entry.team + entry.drivers.map(\.name).joined()).utf8 { add(byte) }
    }
    return hash
}
