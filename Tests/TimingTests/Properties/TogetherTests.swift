import Simulation
import Testing
import Timing

/// A recording is read to its end with one look at what follows from many crossings.
@Suite("Crossings that are read together")
struct TogetherTests {
    /// What differs between the race read crossing by crossing and the race read from act to act.
    static func difference(_ trial: Trial) -> String? {
        var alone = Timekeeper(trial.session)
        var together = Timekeeper(trial.session)
        var run: [Crossing] = []
        for input in trial.inputs {
            alone.read(input)
            if case .crossing(let crossing) = input {
                run.append(crossing)
                continue
            }
            together.read(together: run[...], lastAlone: 0)
            run = []
            together.read(input)
        }
        together.read(together: run[...], lastAlone: 0)
        let (picture, other) = (Picture(together), Picture(alone))
        if let found = picture.difference(from: other, as: ("together", "alone")) { return found }
        for (place, entry) in trial.session.entries.enumerated() {
            let car = CarIndex(place)
            let (told, others) = (together.verdicts(of: car), alone.verdicts(of: car))
            if told != others { return "car \(entry.number): together \(told), alone \(others)" }
            if together.stint(of: car) != alone.stint(of: car) { return "car \(entry.number): its stint" }
        }
        if together.infringements != alone.infringements { return "infringements" }
        if together.pendingActs != alone.pendingActs { return "acts that wait" }
        return together.counts == alone.counts ? nil : "\(together.counts) together, \(alone.counts) alone"
    }

    @Test("in official order they make the race that each alone makes", arguments: Races.seeds(60, set: 41))
    func inOrder(seed: UInt64) {
        hold(Trial.amended(.generated(seed: seed)).inOrder, Self.difference)
    }

    @Test("so they do where some of them come late", arguments: Races.seeds(40, set: 42))
    func late(seed: UInt64) {
        hold(Trial.amended(.generated(seed: seed)).arriving(within: .seconds(5), seed: seed), Self.difference)
    }

    @Test("what cars owe is the same, too", arguments: Races.seeds(40, set: 43))
    func owing(seed: UInt64) {
        hold(Trial.owing(seed: seed), Self.difference)
    }

    @Test(
        "the net classification is as it was last told, however long nothing but the time goes on",
        arguments: Races.seeds(40, set: 44))
    func net(seed: UInt64) {
        let trial = Trial.owing(seed: seed)
        var inputs = Array(trial.inputs.prefix(trial.inputs.count * 6 / 10))
        guard let last = inputs.map(\.instant).max() else { return }
        for second in 1...500 { inputs.append(.time(last + .seconds(Int64(second)))) }
        var alone = Timekeeper(trial.session)
        var together = Timekeeper(trial.session)
        for input in inputs { alone.read(input) }
        together.read(together: inputs[...], lastAlone: 40)
        #expect(together.netClassification == alone.netClassification, "seed \(seed)")
        #expect(Picture(together).difference(from: Picture(alone), as: ("together", "alone")) == nil, "seed \(seed)")
    }
}
