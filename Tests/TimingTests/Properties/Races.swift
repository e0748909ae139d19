import Foundation
import Recording
import Rulebook
import Simulation
import Timing

/// Which races to try, and how many: `LAPWING_RACES=1000` in the environment tries a thousand in each test,
/// `LAPWING_SEED=100017` the one that a failure named.
enum Races {
    /// Seeds of one test's races. `set` tells them from every other test's; of long races only `oneOf` so many
    /// is tried when a number is asked for.
    static func seeds(_ count: Int, set: UInt64 = 0, oneOf: Int = 1) -> [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["LAPWING_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        let asked = environment["LAPWING_RACES"].flatMap { Int($0) }.map { max($0 / oneOf, 1) }
        return (1...(asked ?? count)).map { set * 100_000 + UInt64($0) }
    }
}

extension RaceSetting {
    /// A generated race cut to so many cars a class and a shorter time, so that many can be tried.
    static func generated(seed: UInt64, cars: Int, minutes: ClosedRange<Int64>) -> RaceSetting {
        var random = SeededGenerator(seed: seed, stream: 77)
        var setting = generated(seed: seed)
        for place in setting.fields.indices { setting.fields[place].cars = random.int(in: 1...cars) }
        setting.duration = Milliseconds(
            random.int(in: minutes.lowerBound * 60_000...minutes.upperBound * 60_000))
        let duration = setting.duration.count
        if case .window = setting.stops {
            setting.stops = .window(
                opens: Milliseconds(duration * 3 / 10), closes: Milliseconds(duration * 7 / 10))
        }
        return setting
    }

    /// A handful of cars for a few minutes.
    static func small(seed: UInt64) -> RaceSetting {
        generated(seed: seed, cars: 3, minutes: 3...6)
    }
}

extension Trial {
    /// The race as it was recorded, in official order.
    init(_ race: SimulatedRace, seed: UInt64) {
        self.init(
            seed: seed, session: race.event.sessions[0],
            inputs: race.recording.crossings.map { .crossing($0) } + race.recording.acts.map { .act($0) })
        self = inOrder
    }

    /// A recorded race with timekeepers and stewards at work in it, in official order.
    static func amended(_ setting: RaceSetting) -> Trial {
        var random = SeededGenerator(seed: setting.seed, stream: 78)
        var trial = Trial(SimulatedRace.run(setting), seed: setting.seed)
        trial.session = trial.session.varied(&random)
        if random.chance(permille: 500) { trial.loseCrossings(&random) }
        if random.chance(permille: 200) { trial.upsetClock(&random) }
        if random.chance(permille: 300) { trial.fitSpareTransponder(&random) }
        if random.chance(permille: 500) { trial.misread(&random) }
        for act in RandomActs(trial, &random).acts { trial.inputs.append(.act(act)) }
        return trial.inOrder
    }

    /// Mid-race a car goes on with a transponder that nobody knows.
    private mutating func fitSpareTransponder(_ random: inout SeededGenerator) {
        let entry = session.entries[random.int(in: 0...(session.entries.count - 1))]
        guard !inputs.isEmpty else { return }
        let from = random.int(in: 0...(inputs.count - 1))
        for place in inputs.indices where place >= from {
            guard case .crossing(let crossing) = inputs[place],
                entry.transponders.contains(crossing.transponder)
            else { continue }
            inputs[place] = .crossing(
                Crossing(
                    id: crossing.id, stamp: crossing.stamp, transponder: RandomActs.spare,
                    loop: crossing.loop, driver: crossing.driver, isEstimated: crossing.isEstimated))
        }
    }
}

extension Trial {
    /// The same inputs as they might arrive: crossings late within the window and some twice, acts at any
    /// place that does not precede what they are about, time now and then.
    func arriving(within window: Milliseconds, seed: UInt64) -> Trial {
        var random = SeededGenerator(seed: seed, stream: 79)
        let crossings = inputs.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
        let trouble = Disturbance(seed: seed, window: window, repeats: random.int(in: 0...50))
        var arrived = self
        arrived.inputs = trouble.arrivals(of: crossings).map { .crossing($0) }
        for case .act(let act) in inputs where !act.closesResult {
            let earliest = arrived.inputs.firstIndex { act.isAbout($0) }.map { $0 + 1 } ?? 0
            let place = random.int(in: earliest...arrived.inputs.count)
            arrived.inputs.insert(.act(act), at: place)
        }
        for _ in 0..<random.int(in: 0...5) where !arrived.inputs.isEmpty {
            let place = random.int(in: 0...(arrived.inputs.count - 1))
            guard case .crossing(let crossing) = arrived.inputs[place] else { continue }
            arrived.inputs.insert(.time(crossing.at + Milliseconds(random.int(in: -2000...2000))), at: place)
        }
        for case .act(let act) in inputs where act.closesResult { arrived.inputs.append(.act(act)) }
        return arrived
    }
}

extension Act {
    /// Once the classification is final, other acts are refused: those that make it so come last.
    var closesResult: Bool { id.hasPrefix("final") }

    /// Whether the act makes no sense before this input.
    func isAbout(_ input: Input) -> Bool {
        switch (kind, input) {
        case (.void(let id), .crossing(let crossing)), (.count(let id), .crossing(let crossing)): crossing.id == id
        case (.withdraw(let id), .act(let act)), (.served(let id, _), .act(let act)): act.id == id
        default: false
        }
    }
}
