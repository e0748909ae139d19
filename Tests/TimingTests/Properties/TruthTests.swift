import Recording
import Rulebook
import Simulation
import Testing
import Timing

/// The simulator knows what every car did, and no timing code had a part in it.
@Suite("What really happened in a simulated race is what the core says")
struct TruthTests {
    @Test("laps, totals, gaps, best laps, stops and status are the truth", arguments: Races.seeds(100))
    func truth(seed: UInt64) throws {
        try expectTruth(.generated(seed: seed))
    }

    @Test("so they are when crossings are missing, clocks are off and the race is stopped", arguments: Races.seeds(300))
    func troubled(seed: UInt64) throws {
        try expectTruth(.troubled(seed: seed))
    }

    @Test("so they are through ordinary trouble on the track", arguments: Races.seeds(100))
    func ordinary(seed: UInt64) throws {
        try expectTruth(.ordinary(seed: seed))
    }

    private func expectTruth(_ setting: RaceSetting) throws {
        let seed = setting.seed
        let race = SimulatedRace.run(setting)
        let trial = Trial(race, seed: seed)
        var timekeeper = Timekeeper(trial.session)
        let accepted = trial.run(in: &timekeeper)
        #expect(accepted.count == race.recording.crossings.count + race.recording.acts.count, "seed \(seed)")
        #expect(timekeeper.startedAt?.milliseconds == race.truth.startMs, "seed \(seed)")
        #expect(timekeeper.chequeredAt?.milliseconds == race.truth.chequeredMs, "seed \(seed)")
        #expect(timekeeper.phase == .ended, "seed \(seed)")
        let rows = timekeeper.classification.map { Row($0, of: timekeeper) }
        let classified = race.truth.classification.prefix { $0.position != nil }
        #expect(rows.prefix(classified.count).map(\.number) == classified.map(\.number), "seed \(seed)")
        for (place, truth) in race.truth.classification.enumerated() {
            let row = try #require(rows.first { $0.number == truth.number })
            expectCar(row, truth, setting)
            // Where a last lap line was missed there is only an estimate.
            let neighbours = race.truth.classification[max(place - 1, 0)...place]
            guard truth.position != nil, neighbours.allSatisfy({ !$0.isTotalMissed }) else { continue }
            let gap = Apart(ms: truth.gapMs, laps: truth.gapLaps)
            let interval = Apart(ms: truth.intervalMs, laps: truth.intervalLaps ?? 0)
            #expect(row.place.gap == gap, "seed \(seed), car \(row.number)")
            #expect(row.place.interval == interval, "seed \(seed), car \(row.number)")
        }
    }

    private func expectCar(_ row: Row, _ truth: Truth.Row, _ setting: RaceSetting) {
        let car: Comment = "seed \(setting.seed), car \(row.number)"
        #expect(row.place.position == truth.position, car)
        #expect(row.place.classPosition == truth.classPosition, car)
        #expect(row.place.status.rawValue == truth.status, car)
        #expect(row.laps.isTotalEstimated == truth.isTotalMissed, car)
        #expect(row.place.total == truth.totalMs || truth.isTotalMissed, car)
        #expect(row.laps.laps == truth.laps, car)
        #expect(row.laps.best == truth.bestLapMs, car)
        #expect(row.laps.bestNumber == truth.bestLap, car)
        let offsets = setting.troubles.clockOffsets
        expectInstants(row.stops.map(\.entered), truth.stops.map(\.inMs), at: 10, offsets, car)
        expectInstants(row.stops.map(\.left), truth.stops.map(\.outMs), at: 11, offsets, car)
        #expect(row.stops.map(\.driverIn) == truth.stops.map(\.driverIn), car)
        #expect(row.stops.map(\.driverOut) == truth.stops.map { $0.driverOut ?? 0 }, car)
        // Where the entry was missed, nobody knows under which flag the visit began.
        for (visit, stop) in zip(row.stops, truth.stops) where stop.inMs != nil {
            #expect(visit.counts == stop.counts, car)
        }
    }

    /// The instants of a loop of the pit lane, by a box whose clock may have stepped without anybody putting it right.
    private func expectInstants(
        _ told: [Int64?], _ really: [Int64?], at loop: UInt32, _ offsets: [Troubles.ClockOffset], _ car: Comment
    ) {
        guard let offset = offsets.first(where: { !$0.isCorrected && $0.decoder == 100 + loop }) else {
            #expect(told == really, car)
            return
        }
        #expect(told.count == really.count, car)
        for (told, really) in zip(told, really) {
            guard let told, let really else {
                #expect(told == really, car)
                continue
            }
            let ahead = really >= offset.from?.count ?? .min ? offset.ahead : 0
            #expect(abs((told - really) * 1000 - ahead) < 1000, car)
        }
    }
}
