import Simulation
import Testing
import Timing

@Suite("A long race")
struct LongRaceTests {
    /// More crossings than the core keeps a step back for each of, some of them late by most of the race.
    @Test("crossings late by a second or by an hour change nothing", arguments: Races.seeds(6, set: 16, oneOf: 100))
    func late(seed: UInt64) {
        var random = SeededGenerator(seed: seed, stream: 82)
        var setting = RaceSetting(seed: seed)
        setting.fields = [RaceSetting.Field(name: "GT3", cars: 24, lap: .seconds(60))]
        setting.duration = .minutes(50)
        setting.sectorLoops = 4
        var trial = Trial(SimulatedRace.run(setting), seed: seed)
        #expect(trial.inputs.count > 4_300)
        for _ in 0..<40 {
            let place = random.int(in: 0...(trial.inputs.count - 1))
            let input = trial.inputs.remove(at: place)
            let isVeryLate = random.chance(permille: 300)
            let furthest = isVeryLate ? trial.inputs.count : min(place + 200, trial.inputs.count)
            trial.inputs.insert(input, at: random.int(in: place...furthest))
        }
        var timekeeper = Timekeeper(trial.session)
        let accepted = trial.run(in: &timekeeper)
        let reference = ReferenceRace(trial.session, accepted).picture
        let difference = Picture(timekeeper).difference(from: reference, as: ("core", "reference"))
        #expect(difference == nil, "seed \(seed)")
        let ordered = Picture(trial.inOrder.run())
        #expect(ordered.difference(from: reference, as: ("in order", "reference")) == nil, "seed \(seed)")
    }
}
