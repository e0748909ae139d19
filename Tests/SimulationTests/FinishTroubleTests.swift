import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Trouble at the flag")
struct FinishTroubleTests {
    static let seeds = Array(1...60) as [UInt64]

    private func generated(_ seed: UInt64, _ trouble: (inout Troubles) -> Void) -> RaceSetting {
        var setting = RaceSetting.generated(seed: seed)
        setting.deadHeats = false
        trouble(&setting.troubles)
        return setting
    }

    @Test("two cars of one lap win together and nobody is second", arguments: seeds)
    func win(seed: UInt64) throws {
        let race = SimulatedRace.run(generated(seed) { $0.deadHeat = .win })
        let rows = race.truth.classification
        guard !race.truth.troubles.deadHeat.isEmpty else { return }
        #expect(Set(rows.prefix(2).map(\.number)) == Set(race.truth.troubles.deadHeat), "seed \(seed)")
        #expect(rows[0].totalMs == rows[1].totalMs && rows[0].laps == rows[1].laps, "seed \(seed)")
        #expect(rows.prefix(2).map(\.position) == [1, 1] && rows[1].gapMs == 0, "seed \(seed)")
        #expect(!rows.contains { $0.position == 2 }, "seed \(seed)")
        #expect(race.truth.chequeredMs == rows[0].totalMs.map { $0 + race.truth.startMs }, "seed \(seed)")
        // Who is named first is a matter of the entry list.
        let places = rows.prefix(2).map { row in race.event.entries.firstIndex { $0.number == row.number } ?? 0 }
        #expect(places[0] < places[1], "seed \(seed)")
    }

    @Test("two cars of one lap share a place behind the winner", arguments: seeds)
    func place(seed: UInt64) throws {
        let race = SimulatedRace.run(generated(seed) { $0.deadHeat = .place })
        let heat = race.truth.troubles.deadHeat
        guard !heat.isEmpty else { return }
        let rows = race.truth.classification.filter { heat.contains($0.number) }
        #expect(rows.count == 2 && rows[0].totalMs == rows[1].totalMs, "seed \(seed)")
        #expect(rows[0].position == rows[1].position, "seed \(seed)")
        #expect(rows[0].position.map { $0 > 1 } ?? true, "seed \(seed)")
        if rows[0].carClass == rows[1].carClass {
            #expect(rows[0].classPosition == rows[1].classPosition, "seed \(seed)")
        }
    }

    @Test("dead heats asked for come about where two cars are on one lap")
    func frequency() {
        for heat in Troubles.DeadHeat.allCases {
            let count = Self.seeds.count { seed in
                !SimulatedRace.run(generated(seed) { $0.deadHeat = heat }).truth.troubles.deadHeat.isEmpty
            }
            #expect(count > 30, "\(heat)")
        }
    }

    @Test("the leader that stops on its last lap does not win", arguments: seeds)
    func leaderStops(seed: UInt64) throws {
        let setting = generated(seed) { $0.lastLapStop = .leader }
        let race = SimulatedRace.run(setting)
        guard let stopped = race.truth.troubles.stoppedOnLastLap else { return }
        let row = try #require(race.truth.classification.first { $0.number == stopped })
        #expect(row.status != "finished" && row.position != 1, "seed \(seed)")
        // It was the first to complete the lap before.
        let lines = Evidence(race).lapLines
        let first = lines.first { $0.lap == row.laps }
        #expect(first.map { race.event.entries[$0.car].number } == stopped, "seed \(seed)")
        #expect((row.totalMs ?? 0) < setting.duration.count, "seed \(seed)")
        let car = race.event.entries.firstIndex { $0.number == stopped } ?? 0
        let last = try #require(Evidence(race).crossings[car].last)
        #expect(race.truth.chequeredMs.map { last.at.milliseconds < $0 } ?? true, "seed \(seed)")
    }

    @Test("cars that stop on the track for good are seen no more, and are not in the pit lane", arguments: seeds)
    func stopsOnTrack(seed: UInt64) throws {
        let race = SimulatedRace.run(
            generated(seed) { troubles in
                troubles.midLapStops = 2
                troubles.lastLapStop = .another
            })
        for number in race.truth.troubles.stopped {
            let row = try #require(race.truth.classification.first { $0.number == number })
            #expect(row.status != "finished", "seed \(seed), \(number)")
        }
        #expect(!race.truth.troubles.stopped.isEmpty, "seed \(seed)")
    }
}
