import Recording
import Rulebook
import Simulation
import Timing

/// The race as a stranger reads it off the recording, once told what is wrong with it: crossings put right and
/// those missed put back, cleaned by the loops' minimum times.
struct Evidence {
    /// Each car's crossings from the start signal on, in entry order; a passage seen twice is in it once.
    let crossings: [[Crossing]]
    /// Each car's lap lines until its finish, in milliseconds since the start signal.
    let laps: [[Int64]]
    /// Those of them that were crossed in the pit lane.
    let pitLines: [Set<Int64>]
    /// Which car completed a lap when, all cars, in official order.
    let lapLines: [(car: Int, lap: Int, since: Int64)]

    init(_ race: SimulatedRace) {
        let entries = race.event.entries
        let start = race.truth.startMs
        let carOf = Self.carriers(race)
        var crossings = [[Crossing]](repeating: [], count: entries.count)
        var laps = [[Int64]](repeating: [], count: entries.count)
        var pitLines = [Set<Int64>](repeating: [], count: entries.count)
        var lapLines: [(car: Int, lap: Int, since: Int64)] = []
        var finished = Set<Int>()
        var lastAt: [Int: [LoopID: Int64]] = [:]
        for crossing in Self.putRight(race, carOf) where crossing.at.milliseconds >= start {
            guard let car = carOf[crossing.transponder] else { continue }
            let at = crossing.at.milliseconds
            if let last = lastAt[car]?[crossing.loop], at - last < 1_000 { continue }
            lastAt[car, default: [:]][crossing.loop] = at
            crossings[car].append(crossing)
            let isLine = crossing.loop.value <= 2
            guard isLine, at - start > 30_000, !finished.contains(car) else { continue }
            laps[car].append(at - start)
            if crossing.loop.value == 2 { pitLines[car].insert(at - start) }
            lapLines.append((car, laps[car].count, at - start))
            if let flag = race.truth.chequeredMs, at >= flag { finished.insert(car) }
        }
        self.crossings = crossings
        self.laps = laps
        self.pitLines = pitLines
        self.lapLines = lapLines
    }

    private static func carriers(_ race: SimulatedRace) -> [Transponder: Int] {
        let entries = race.event.entries
        var carOf: [Transponder: Int] = [:]
        for (car, entry) in entries.enumerated() {
            for transponder in entry.transponders { carOf[transponder] = car }
        }
        for carried in race.truth.troubles.transponders {
            carOf[carried.transponder] = entries.firstIndex { $0.number == carried.car }
        }
        return carOf
    }

    /// Crossings by the right time, with those that were missed.
    private static func putRight(_ race: SimulatedRace, _ carOf: [Transponder: Int]) -> [Crossing] {
        let troubles = race.truth.troubles
        var crossings = race.recording.crossings
        for offset in troubles.clockOffsets {
            let from = offset.fromMs.map { $0 * 1000 + offset.aheadUs } ?? .min
            crossings = crossings.map { crossing in
                crossing.id.decoder == offset.decoder && crossing.stamp >= from
                    ? crossing.stamped(crossing.stamp - offset.aheadUs) : crossing
            }
        }
        for missed in troubles.missedReads {
            let car = race.event.entries.firstIndex { $0.number == missed.car }
            guard let transponder = carOf.first(where: { $0.value == car })?.key else { continue }
            crossings.append(
                Crossing(
                    id: CrossingID(decoder: 0, epoch: 0, number: 0), stamp: missed.atMs * 1000,
                    transponder: transponder, loop: missed.loop))
        }
        return crossings.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }
}

extension Crossing {
    /// The same crossing by another clock.
    func stamped(_ stamp: Int64) -> Crossing {
        Crossing(id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver)
    }
}

extension SimulatedRace {
    func row(of entry: Entry) -> Truth.Row? {
        truth.classification.first { $0.number == entry.number }
    }
}

/// FNV-1a, so that a whole race can be compared with a number: the recording and the classification.
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
    var truth = race.truth
    truth.troubles = Truth.Troubles()
    for byte in truth.json.utf8 { add(byte) }
    for entry in race.event.entries {
        for byte in (entry.number.text + entry.team + entry.drivers.map(\.name).joined()).utf8 { add(byte) }
    }
    return hash
}
