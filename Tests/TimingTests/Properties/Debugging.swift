import Recording
import Simulation
import Testing
import Timing

@Suite("debugging")
struct DebuggingTests {
    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func show(seed: UInt64) {
        for setting in [RaceSetting.generated(seed: seed), RaceSetting.troubled(seed: seed)] {
        let race = SimulatedRace.run(setting)
        let trial = Trial(race, seed: seed)
        let timekeeper = trial.run()
        var bad: [String] = []
        for truth in race.truth.classification {
            guard let car = timekeeper.car(truth.number) else { continue }
            let row = Row(car, of: timekeeper)
            if row.laps.laps != truth.laps { bad.append("\(truth.number): \(row.laps.laps) is \(truth.laps)") }
            if row.stops.count != truth.stops.count { bad.append("\(truth.number): stops \(row.stops.count) is \(truth.stops.count)") }
        }
        if !bad.isEmpty {
            let d = timekeeper.doubts.map { "\($0.kind.rawValue) \(timekeeper.session.entries[$0.car.slot].number) loop \($0.loop.value) x\($0.count) at \($0.first.milliseconds - timekeeper.startedAt!.milliseconds)" }
            let f = timekeeper.flags.map { "\($0.flag.rawValue) \(($0.from.milliseconds - timekeeper.startedAt!.milliseconds)/1000)" }
            print("FLAGS \(seed) \(f)")
            for n in ["88", "007"] { 
              guard let c = timekeeper.car(CarNumber(n)) else { continue }
              let tr = timekeeper.session.entries[c.slot].transponders
              print("CROSS \(seed) \(n)", race.recording.crossings.filter { tr.contains($0.transponder) }.map { "\(Double(($0.at.milliseconds - timekeeper.startedAt!.milliseconds)/100)/10)@\($0.loop.value)" })
              print("STOPS", Row(c, of: timekeeper).stops.map { "\($0.entered ?? -1) \($0.left ?? -1)" }, race.truth.classification.first { $0.number.text == n }!.stops.map { "\($0.inMs ?? -1) \($0.outMs ?? -1)" })
            }
            print("SEED \(seed) sectors \(setting.sectorLoops) startline \(setting.crossesLineAtStart) lap \(setting.fields.map(\.lap.count)) bad \(bad) doubts \(d)")
        }
        }
    }
}
