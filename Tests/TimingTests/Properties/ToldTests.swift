import Simulation
import Testing
import Timing

/// Words of race control are told beside the race: they change nothing of it, and they read the same in any order.
@Suite("However words of race control arrive, they read the same, and the race is as without them")
struct ToldTests {
    private struct Words: Equatable {
        let messages: [RaceMessage]
        let reports: [CountedReport]
        let conditions: ToldConditions?
        let infringements: [Infringement]

        init(_ timekeeper: borrowing Timekeeper) {
            messages = timekeeper.messages
            reports = timekeeper.reports
            conditions = timekeeper.conditions
            infringements = timekeeper.infringements
        }
    }

    private static func rules(_ random: inout SeededGenerator) -> [ReportRule] {
        ["trackLimits", "unsafeRelease"].map { kind in
            ReportRule(
                kind,
                steps: [
                    .init(count: 1 + random.int(in: 0...1), .warning), .init(count: 3, .infringement(.driveThrough)),
                ], beyond: random.chance(permille: 500) ? .again : .each,
                reset: random.chance(permille: 500) ? .driverChange : .session)
        }
    }

    /// Words, some of them taken back or with others in their place.
    private static func words(_ trial: Trial, _ random: inout SeededGenerator) -> [Act] {
        let instants = trial.inputs.compactMap { if case .crossing(let crossing) = $0 { crossing.at } else { nil } }
        guard let from = instants.min(), let until = instants.max() else { return [] }
        let cars = trial.session.entries.map(\.number)
        var acts: [Act] = []
        for place in 0..<random.int(in: 4...20) {
            let at = Instant(milliseconds: random.int(in: from.milliseconds...until.milliseconds))
            let kind: Act.Kind =
                switch random.int(in: 0...5) {
                case 0: .message("message \(place)", cars: random.chance(permille: 500) ? [] : [cars[0]])
                case 1:
                    .conditions(
                        Conditions(
                            air: random.chance(permille: 500) ? random.int(in: 0...400) : nil,
                            surface: random.chance(permille: 500) ? .wet : .dry))
                default:
                    .report(
                        cars[random.int(in: 0...min(cars.count - 1, 1))],
                        Report(kind: random.chance(permille: 700) ? "trackLimits" : "unsafeRelease", lap: 2))
                }
            let replaced = acts.last.flatMap { random.chance(permille: 100) ? $0.id : nil }
            acts.append(Act(id: "word-\(place)", at: at, by: "control", kind: kind, replaces: replaced))
            guard random.chance(permille: 200) else { continue }
            acts.append(
                Act(id: "word-\(place)-back", at: at + .seconds(5), by: "control", kind: .withdraw("word-\(place)")))
        }
        return acts
    }

    /// A race with these rules; crossings and words come late, each word before what takes it back.
    private static func trial(_ seed: UInt64) -> (trial: Trial, words: [Act]) {
        var random = SeededGenerator(seed: seed, stream: 91)
        var trial = Trial.amended(.small(seed: seed))
        let session = trial.session
        var rules = session.rules
        rules.reports = Self.rules(&random)
        trial.session = Session(
            id: session.id, name: session.name, kind: session.kind, circuit: session.circuit, rules: rules,
            entries: session.entries)
        return (trial, Self.words(trial, &random))
    }

    private static func mixed(_ trial: Trial, _ words: [Act], seed: UInt64) -> Trial {
        var random = SeededGenerator(seed: seed, stream: 92)
        var mixed = trial.arriving(within: .seconds(20), seed: seed)
        var places = words.map { _ in random.int(in: 0...mixed.inputs.count) as Int }
        places.sort()
        for (place, act) in zip(places, words).reversed() { mixed.inputs.insert(.act(act), at: place) }
        return mixed
    }

    @Test("in any order of arrival", arguments: Races.seeds(60, set: 41))
    func anyOrder(seed: UInt64) {
        let (trial, words) = Self.trial(seed)
        var all = trial.inOrder
        all.inputs += words.map { .act($0) }
        let afterwards = all.run()
        let early = Trial(
            seed: seed, session: trial.session, inputs: words.map { .act($0) } + trial.inputs
        ).run()
        let between = Self.mixed(trial, words, seed: seed).run()
        #expect(Words(afterwards) == Words(between), "\(seed)")
        #expect(Words(afterwards) == Words(early), "\(seed)")
    }

    @Test("an effect says of every list whether it reads differently", arguments: Races.seeds(40, set: 42))
    func effects(seed: UInt64) {
        let (trial, words) = Self.trial(seed)
        var timekeeper = Timekeeper(trial.session)
        for input in Self.mixed(trial, words, seed: seed).inputs {
            let before = Words(timekeeper)
            guard let effect = try? timekeeper.apply(input) else { continue }
            let after = Words(timekeeper)
            #expect(effect.messagesChanged == (before.messages != after.messages))
            #expect(effect.reportsChanged == (before.reports != after.reports))
            #expect(effect.conditionsChanged == (before.conditions != after.conditions))
            if before.infringements != after.infringements { #expect(effect.infringementsChanged) }
        }
    }

    @Test("the race is as without them", arguments: Races.seeds(40, set: 43))
    func beside(seed: UInt64) {
        let (trial, words) = Self.trial(seed)
        let with = Picture(Self.mixed(trial, words, seed: seed).run())
        let without = Picture(trial.arriving(within: .seconds(20), seed: seed).run())
        #expect(with.difference(from: without, as: ("with words", "without")) == nil)
    }

    @Test("a word that is taken back was never given", arguments: Races.seeds(40, set: 44))
    func takenBack(seed: UInt64) {
        let (trial, words) = Self.trial(seed)
        let plain = words.filter { $0.replaces == nil }
        let given = plain.filter { act in if case .withdraw = act.kind { false } else { true } }
        var taken = Self.mixed(trial, given, seed: seed)
        let kept = given.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        for (place, act) in given.enumerated() where place % 2 == 1 {
            taken.inputs.append(
                .act(Act(id: "\(act.id)-never", at: act.at, by: "control", kind: .withdraw(act.id))))
        }
        let never = Self.mixed(trial, kept, seed: seed)
        #expect(Words(taken.run()) == Words(never.run()), "\(seed)")
    }

    @Test("numbers and counts are those of a plain count", arguments: Races.seeds(40, set: 45))
    func counts(seed: UInt64) {
        let (trial, words) = Self.trial(seed)
        let timekeeper = Self.mixed(trial, words, seed: seed).run()
        #expect(timekeeper.messages.map(\.number) == Array(1...(timekeeper.messages.count + 1)).dropLast())
        #expect(timekeeper.messages.map(\.at) == timekeeper.messages.map(\.at).sorted())
        var numbers: [String: Int] = [:]
        for report in timekeeper.reports {
            let key = "\(report.car.slot) \(report.report.kind)"
            numbers[key, default: 0] += 1
            #expect(report.number == numbers[key])
            #expect((1...report.number).contains(report.count))
            let rule = trial.session.rules.reports.first { $0.kind == report.report.kind }
            if rule?.reset == .session, rule?.beyond == .each { #expect(report.count == report.number) }
        }
        let open = timekeeper.reports.compactMap(\.obligation).count
        #expect(timekeeper.infringements.count { $0.kind == .reports } == open)
    }
}
