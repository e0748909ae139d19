import Simulation
import Timing

extension Session {
    /// The same session with other rules and entries.
    func with(_ rules: RaceRules, _ entries: [Entry]? = nil) -> Session {
        Session(id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: entries ?? self.entries)
    }
}

extension Trial {
    /// A race in which something is asked of the cars, with bulletins and the stewards' words, in official order.
    static func owing(seed: UInt64, cars: Int = 3, minutes: ClosedRange<Int64> = 5...10) -> Trial {
        var random = SeededGenerator(seed: seed, stream: 83)
        var setting = RaceSetting.generated(seed: seed, cars: cars, minutes: minutes)
        if random.chance(permille: 700) { setting.stops = .spread(random.int(in: 1...4)) }
        setting.minimumStop = .seconds(random.int(in: 25...40))
        var trial: Trial
        if random.chance(permille: 600) {
            trial = amended(setting)
        } else {
            // Nothing goes wrong but what a rulebook says of it.
            trial = Trial(SimulatedRace.run(setting), seed: seed)
        }
        trial.oblige(&random)
        return trial.inOrder
    }

    private mutating func oblige(_ random: inout SeededGenerator) {
        let obligations = RandomObligations(self, &random)
        var rules = session.rules
        rules.obligations = obligations.rules
        session = session.with(rules, RandomCrews.graded(session.entries, &random))
        let race = ReferenceRace(session, inputs)
        let instants = inputs.map(\.instant.milliseconds)
        guard let first = instants.min(), let last = instants.max(), first < last else { return }
        // As often as not at an instant at which something happens.
        func instant(_ random: inout SeededGenerator) -> Instant {
            let at = random.chance(permille: 500) ? instants.randomElement(using: &random) : nil
            return Instant(milliseconds: at ?? random.int(in: first...last))
        }
        var acts: [Act] = []
        for number in 0..<random.int(in: 0...3) {
            let kind = Act.Kind.bulletin(bulletin(obligations, &random))
            acts.append(Act(id: "bulletin-\(number)", at: instant(&random), by: "director", kind: kind))
        }
        for number in 0..<random.int(in: 0...4) {
            let car = random.int(in: 0...(session.entries.count - 1))
            guard let id = race.verdicts(car).randomElement(using: &random)?.id else { continue }
            acts.append(word(number, on: id, session.entries[car].number, at: instant(&random), &random))
        }
        for act in acts where random.chance(permille: 250) {
            let later = act.at + Milliseconds(random.int(in: 0...60_000))
            acts.append(Act(id: "\(act.id)-back", at: later, by: "director", kind: .withdraw(act.id)))
        }
        inputs += acts.map { .act($0) }
    }

    private func bulletin(_ obligations: RandomObligations, _ random: inout SeededGenerator) -> Bulletin {
        let entry = session.entries[random.int(in: 0...(session.entries.count - 1))]
        switch random.int(in: 0...8) {
        case 0...1: return .window(random.chance(permille: 800) ? obligations.window(&random) : nil)
        case 2...3:
            let carClass = random.chance(permille: 500) ? entry.carClass : nil
            return .minimum(of: carClass, obligations.minimum(&random))
        case 4: return .addition(entry.number, obligations.addition(&random))
        case 5:
            let range = obligations.range(&random)
            return .prohibited(from: range.from, to: range.to)
        case 6...7: return obligations.driving(&random)
        default: return .pitSpeed(random.int(in: 40...80))
        }
    }

    private func word(
        _ number: Int, on id: ObligationID, _ car: CarNumber, at: Instant, _ random: inout SeededGenerator
    ) -> Act {
        let rulings: [Ruling] = [.excused, .driverChanged, .noAction]
        if random.chance(permille: 600) {
            let kind = Act.Kind.ruling(car, id, rulings[random.int(in: 0...2)], reason: "seen")
            return Act(id: "ruling-\(number)", at: at, by: "stewards", kind: kind)
        }
        let penalty: PenaltyKind =
            random.chance(permille: 500) ? .driveThrough : .time(.seconds(random.int(in: 1...30)))
        return Act(
            id: "for-\(number)", at: at, by: "stewards", kind: .penalty(car, penalty, reason: "infringed"),
            concerning: id)
    }
}
