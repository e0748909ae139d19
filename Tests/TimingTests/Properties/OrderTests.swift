import Simulation
import Testing
import Timing

/// Law 1 of the core: the state is a fold of the inputs by official time, however they arrive.
@Suite("However inputs arrive, the race is the same")
struct OrderTests {
    /// What differs between the core and the race folded from scratch, or between two orders of arrival.
    static func difference(_ trial: Trial) -> String? {
        var arrived = Timekeeper(trial.session)
        let accepted = trial.run(in: &arrived)
        let picture = Picture(arrived)
        let reference = ReferenceRace(trial.session, accepted).picture
        if let found = picture.difference(from: reference, as: ("core", "reference")) { return found }
        let ordered = trial.inOrder.run()
        if let found = picture.difference(from: Picture(ordered), as: ("arrived", "in order")) {
            return found
        }
        return arrived.counts == ordered.counts ? nil : "\(arrived.counts) but \(ordered.counts) in order"
    }

    @Test("in official order the core is the race folded from scratch", arguments: Races.seeds(60, set: 1))
    func inOrder(seed: UInt64) {
        hold(.amended(.generated(seed: seed))) { trial in
            var timekeeper = Timekeeper(trial.session)
            let accepted = trial.run(in: &timekeeper)
            let reference = ReferenceRace(trial.session, accepted).picture
            return Picture(timekeeper).difference(from: reference, as: ("core", "reference"))
        }
    }

    @Test("crossings late by up to five seconds change nothing", arguments: Races.seeds(60, set: 2))
    func secondsLate(seed: UInt64) {
        let trial = Trial.amended(.generated(seed: seed, cars: 5, minutes: 4...12))
        hold(trial.arriving(within: .seconds(5), seed: seed), Self.difference)
    }

    @Test("crossings late by up to ten minutes change nothing", arguments: Races.seeds(40, set: 3))
    func minutesLate(seed: UInt64) {
        let trial = Trial.amended(.generated(seed: seed, cars: 2, minutes: 12...16))
        hold(trial.arriving(within: .minutes(10), seed: seed), Self.difference)
    }

    @Test("crossings in any order at all change nothing", arguments: Races.seeds(60, set: 4))
    func anyOrder(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .minutes(1000), seed: seed), Self.difference)
    }

    /// What differs after every `every` inputs.
    static func difference(_ trial: Trial, every: Int) -> String? {
        var timekeeper = Timekeeper(trial.session)
        var accepted: [Input] = []
        for (place, input) in trial.inputs.enumerated() {
            if (try? timekeeper.apply(input)) != nil { accepted.append(input) }
            guard place % every == 0 || place == trial.inputs.count - 1 else { continue }
            let reference = ReferenceRace(trial.session, accepted).picture
            if let found = Picture(timekeeper).difference(from: reference, as: ("core", "reference")) {
                return "after input \(place + 1): \(found)"
            }
        }
        return nil
    }

    @Test("after every few inputs the core is the race folded from scratch", arguments: Races.seeds(40, set: 5))
    func allTheWay(seed: UInt64) {
        hold(.amended(.small(seed: seed))) { Self.difference($0, every: Int(seed % 5) + 3) }
    }

    @Test("and so it is when inputs come late", arguments: Races.seeds(40, set: 6))
    func allTheWayLate(seed: UInt64) {
        let trial = Trial.amended(.small(seed: seed)).arriving(within: .seconds(20), seed: seed)
        hold(trial) { Self.difference($0, every: Int(seed % 7) + 5) }
    }

    /// A word of race control makes all rows be read, and changes none.
    private static func anew(_ timekeeper: borrowing Timekeeper) throws -> [Standing] {
        var other = Timekeeper(copying: timekeeper)
        _ = try other.apply(
            Act(id: "read anew", at: other.now, by: "race control", kind: .message("All are read", cars: [])))
        return other.session.entries.indices.map { other.standing(of: CarIndex($0)) }
    }

    @Test(
        "after the flag each row is what a reading of all rows makes of it",
        arguments: Races.seeds(60, set: 176))
    func afterTheFlag(seed: UInt64) {
        let trial = Trial.amended(.small(seed: seed))
        hold(seed % 3 == 0 ? trial.arriving(within: .seconds(30), seed: seed) : trial) { trial in
            var timekeeper = Timekeeper(trial.session)
            for (place, input) in trial.inputs.enumerated() {
                _ = try? timekeeper.apply(input)
                guard timekeeper.phase == .finishing || timekeeper.phase == .ended else { continue }
                guard let anew = try? Self.anew(timekeeper) else { return "the message is refused" }
                for (car, after) in anew.enumerated() {
                    let before = timekeeper.standing(of: CarIndex(car))
                    if before != after { return "input \(place + 1), car \(car): \(before), anew \(after)" }
                }
            }
            return nil
        }
    }
}
