import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Red flags and safety cars")
struct NeutralisedTests {
    static let seeds = Array(1...60) as [UInt64]

    private func hour(_ seed: UInt64, _ trouble: (inout Troubles) -> Void) -> SimulatedRace {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(40)
        setting.stops = .spread(0)
        setting.driveThroughs = 0
        setting.retirements = 0
        trouble(&setting.troubles)
        return SimulatedRace.run(setting)
    }

    /// What was shown from when until when.
    private func periods(_ race: SimulatedRace, _ flag: Flag) -> [Range<Int64>] {
        let flags = race.truth.troubles.flags
        let ends = flags.dropFirst().map(\.atMs) + [.max]
        return zip(flags, ends).filter { $0.0.flag == flag }.map { $0.0.atMs..<$0.1 }
    }

    @Test("under the red flag nobody crosses the Line on the track or leaves the pit lane", arguments: seeds)
    func red(seed: UInt64) throws {
        var setting = RaceSetting.generated(seed: seed)
        setting.troubles.suspension = seed % 2 == 0 ? .green : .safetyCar
        let race = SimulatedRace.run(setting)
        let red = try #require(periods(race, .red).first)
        for (car, crossings) in Evidence(race).crossings.enumerated() {
            let number = race.event.entries[car].number
            let gone = race.truth.troubles.stopped.contains(number)
            let seen = crossings.filter { red.contains($0.at.milliseconds) }
            #expect(
                !seen.contains { $0.loop == LoopID(1) || ($0.loop == LoopID(11) && !gone) }, "seed \(seed), \(number)")
        }
        let flags = race.truth.troubles.flags
        if let next = flags.firstIndex(where: { $0.flag == .red }).map({ $0 + 1 }), next < flags.count {
            let isOther = setting.fullCourseYellows > 0
            #expect(flags[next].flag == (seed % 2 == 0 ? .green : .safetyCar) || isOther, "seed \(seed)")
        }
        // Acts are the flags of the truth.
        let acts = race.recording.acts.compactMap { act -> Flag? in
            if case .flag(let flag, _, _) = act.kind { flag } else { nil }
        }
        #expect(acts == flags.map(\.flag), "seed \(seed)")
    }

    @Test("the field that stood before the Line crosses it in one go, in the order in which it came", arguments: seeds)
    func resumption(seed: UInt64) throws {
        let race = hour(seed) { $0.suspension = .safetyCar }
        let red = try #require(periods(race, .red).first)
        let goes = red.upperBound - race.truth.startMs
        let evidence = Evidence(race)
        // Each car's last sector before it stood, and the Line it crossed after.
        var queue: [(came: Int64, line: Int64)] = []
        for crossings in evidence.crossings {
            let before = crossings.last { $0.at.milliseconds < red.upperBound }
            guard let after = crossings.first(where: { $0.at.milliseconds >= red.upperBound }), let before,
                after.loop == LoopID(1)
            else { continue }
            queue.append((before.at.milliseconds, after.at.milliseconds - race.truth.startMs))
        }
        #expect(queue.count > 20, "seed \(seed)")
        let lines = queue.map(\.line).sorted()
        #expect(lines[0] - goes < 3_000 && lines[lines.count - 1] - goes < 70_000, "seed \(seed)")
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $1 - $0 >= 1_000 }, "seed \(seed)")
        let moved = queue.sorted { $0.came < $1.came }.map(\.line)
        #expect(zip(moved, moved.dropFirst()).filter { $0 > $1 }.count * 3 < moved.count, "seed \(seed)")
    }

    @Test("behind the safety car the field is closer together than it would have been", arguments: seeds)
    func bunching(seed: UInt64) throws {
        let plain = hour(seed) { _ in }
        let race = hour(seed) { $0.safetyCars = 1 }
        let period = try #require(periods(race, .safetyCar).first)
        /// First to last GT3 at the end of this lap.
        func spread(_ race: SimulatedRace, lap: Int) -> Int64 {
            let lines = Evidence(race).lapLines.filter {
                $0.lap == lap && race.event.entries[$0.car].carClass == "GT3"
            }
            return (lines.last?.since ?? 0) - (lines.first?.since ?? 0)
        }
        let lines = Evidence(race).lapLines
        let before = lines.last { $0.since + race.truth.startMs < period.lowerBound }?.lap ?? 0
        let after = lines.last { $0.since + race.truth.startMs < period.upperBound }?.lap ?? 0
        guard before >= 5, after - before >= 3 else { return }
        let together = spread(race, lap: after)
        #expect(together < spread(plain, lap: after) && together < 22 * 1_200, "seed \(seed)")
    }

    @Test("visits begun while the safety car leads through the pit lane are no stops, all others are", arguments: seeds)
    func throughPitLane(seed: UInt64) {
        let race = hour(seed) { troubles in
            troubles.safetyCars = 1
            troubles.leadsThroughPitLane = true
        }
        let flags = race.truth.troubles.flags
        var visits = 0
        for row in race.truth.classification {
            for stop in row.stops {
                let shown = flags.last { $0.atMs - race.truth.startMs <= stop.inMs ?? 0 }
                #expect(stop.counts == !(shown?.throughPitLane ?? false), "seed \(seed), \(row.number)")
                if !stop.counts { visits += 1 }
            }
        }
        #expect(flags.contains(where: \.throughPitLane) && visits > 0, "seed \(seed)")
    }
}
