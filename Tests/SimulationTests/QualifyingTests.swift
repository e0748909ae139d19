import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Simulated qualifying")
struct QualifyingTests {
    static let seeds = Array(1...100) as [UInt64]

    private func run(_ seed: UInt64, _ trouble: (inout Troubles) -> Void = { _ in }) -> SimulatedRace {
        var setting = RaceSetting.generated(seed: seed)
        setting.kind = .qualifying
        trouble(&setting.troubles)
        return SimulatedRace.run(setting)
    }

    /// Lap times of laps begun in time, never the first, nor one that begins or ends in the pit lane, by number.
    private func times(_ laps: [Int64], pitLines: Set<Int64>) -> [(lap: Int, time: Int64, ends: Int64)] {
        laps.indices.dropFirst().filter { pitLines.isDisjoint(with: [laps[$0], laps[$0 - 1]]) }
            .map { (lap: $0 + 1, time: laps[$0] - laps[$0 - 1], ends: laps[$0]) }
    }

    @Test("cars stand in order of their best laps; of equal ones who set it first is ahead", arguments: seeds)
    func order(seed: UInt64) throws {
        let race = run(seed) { $0.deadHeat = .win }
        let evidence = Evidence(race)
        var bests: [CarNumber: [Int64]] = [:]
        for (car, entry) in race.event.entries.enumerated() {
            let laps = times(evidence.laps[car], pitLines: evidence.pitLines[car])
            let best = laps.min { ($0.time, $0.lap) < ($1.time, $1.lap) }
            let row = try #require(race.row(of: entry))
            #expect(row.bestLapMs == best?.time && row.bestLap == best?.lap, "seed \(seed), \(entry.number)")
            #expect((row.position == nil) == (best == nil), "seed \(seed), \(entry.number)")
            if let best { bests[entry.number] = [best.time, best.ends] }
        }
        let rows = race.truth.classification
        let timed = rows.prefix { $0.position != nil }
        #expect(timed.map(\.position) == (0..<timed.count).map { $0 + 1 }, "seed \(seed)")
        for (ahead, row) in zip(timed, timed.dropFirst()) {
            let (left, right) = (bests[ahead.number] ?? [], bests[row.number] ?? [])
            #expect(left.lexicographicallyPrecedes(right), "seed \(seed), \(row.number)")
            #expect(row.gapMs == right[0] - (rows[0].bestLapMs ?? 0), "seed \(seed), \(row.number)")
            #expect(row.intervalMs == right[0] - left[0], "seed \(seed), \(row.number)")
        }
        let untimed = rows.dropFirst(timed.count).map(\.number)
        #expect(untimed == race.event.entries.map(\.number).filter(untimed.contains), "seed \(seed)")
    }

    @Test("a lap begun in time is finished after it, one begun later is not run", arguments: seeds)
    func timeRunsOut(seed: UInt64) throws {
        let race = run(seed)
        let duration = try #require(race.event.sessions[0].rules.duration).count
        #expect(race.truth.chequeredMs == race.truth.startMs + duration, "seed \(seed)")
        for laps in Evidence(race).laps {
            #expect(laps.dropLast().allSatisfy { $0 < duration }, "seed \(seed)")
        }
        let end = try #require(race.recording.acts.last)
        #expect(end.kind == .end && end.at.milliseconds > race.truth.startMs + duration, "seed \(seed)")
    }

    @Test("cars go out and come in again, some run when time is over, some have the same lap")
    func life() {
        var met: [String: Int] = [:]
        for seed in Self.seeds {
            let race = run(seed) { $0.deadHeat = .win }
            let duration = race.event.sessions[0].rules.duration?.count ?? 0
            for laps in Evidence(race).laps {
                if laps.last ?? 0 >= duration { met["lap begun in time", default: 0] += 1 }
            }
            for row in race.truth.classification {
                if row.position == nil { met["no time", default: 0] += 1 }
                for stop in row.stops {
                    met[stop.outMs == nil ? "stayed in" : "went out again", default: 0] += 1
                    if stop.driverOut.map({ $0 != stop.driverIn }) ?? false { met["driver change", default: 0] += 1 }
                }
            }
            let bests = race.truth.classification.compactMap(\.bestLapMs)
            if Set(bests).count < bests.count { met["equal laps", default: 0] += 1 }
            if bests.count > 1, bests[0] == bests[1] { met["equal laps for pole", default: 0] += 1 }
        }
        for what in [
            "lap begun in time", "no time", "stayed in", "went out again", "driver change", "equal laps",
            "equal laps for pole",
        ] {
            #expect(met[what, default: 0] >= 5, "\(what): \(met[what, default: 0])")
        }
    }
}
