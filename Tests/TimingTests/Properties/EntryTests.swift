import Simulation
import Testing
import Timing

/// The entry list lives: an act that changes it gives the race that would have been with the other list.
@Suite("A changed entry list gives the race of that list")
struct EntryTests {
    private static let new = CarNumber("777")

    /// A race of several cars with acts in it, the car that is entered late the last of its list.
    private static func trial(_ seed: UInt64) -> Trial {
        var trial = Trial.amended(.small(seed: seed))
        let entries = trial.session.entries
        trial.session = trial.session.with(
            entries + [
                Entry(
                    number: new, carClass: entries[0].carClass, team: "Late", transponders: [RandomActs.spare],
                    drivers: [Driver(id: 1, name: "L. Late")])
            ])
        return trial
    }

    /// The same where the last car is not in the list, and what enters it.
    private static func late(_ trial: Trial, at instant: Instant, isFromStart: Bool) -> (trial: Trial, act: Act) {
        var late = trial
        let entries = trial.session.entries
        late.session = trial.session.with(Array(entries.dropLast()))
        let act = Act(
            id: "late-entry", at: instant, by: "chance",
            kind: .entry(EntryChange(adding: entries[entries.count - 1], isFromStart: isFromStart)))
        return (late, act)
    }

    /// Takes everything; what is refused as it depends on what comes later is taken again then.
    private static func taken(_ session: Session, _ inputs: [Input]) -> Timekeeper {
        var timekeeper = Timekeeper(session)
        var waiting = inputs
        while true {
            let left = waiting.filter { (try? timekeeper.apply($0)) == nil }
            if left.isEmpty || left.count == waiting.count { return timekeeper }
            waiting = left
        }
    }

    private static func differ(_ one: borrowing Timekeeper, _ other: borrowing Timekeeper) -> String? {
        Picture(one).difference(from: Picture(other), as: ("changed", "as it would be"))
            ?? Compliance(one).difference(from: Compliance(other), as: ("changed", "as it would be"))
    }

    @Test(
        "a car entered late for the whole session is one that was entered from the beginning",
        arguments: Races.seeds(40, set: 171))
    func added(seed: UInt64) {
        hold(Self.trial(seed)) { trial in
            var random = SeededGenerator(seed: trial.seed, stream: 171)
            guard trial.session.entries.last?.number == Self.new, trial.session.entries.count > 1, !trial.inputs.isEmpty
            else { return nil }
            // The time of an act that is not of the track does not count: any will do.
            let (late, act) = Self.late(trial, at: trial.inputs[0].instant, isFromStart: true)
            var inputs = late.inputs
            inputs.insert(.act(act), at: random.int(in: 0...inputs.count))
            let full = Self.taken(trial.session, trial.inputs)
            return Self.differ(Self.taken(late.session, inputs), full)
        }
    }

    @Test("a car with another number is the same race under that number", arguments: Races.seeds(40, set: 172))
    func renumbered(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed))) { trial in
            var random = SeededGenerator(seed: trial.seed, stream: 172)
            guard let old = trial.session.entries.first?.number else { return nil }
            var details = EntryDetails()
            details.number = Self.new
            let act = Act(
                id: "renumber", at: trial.inputs.first?.instant ?? .distantPast, by: "chance",
                kind: .entry(EntryChange(.change, old, details, isFromStart: true)))
            let place = random.int(in: 0...trial.inputs.count)
            var timekeeper = Timekeeper(trial.session)
            for input in trial.inputs[..<place] { _ = try? timekeeper.apply(input) }
            _ = try? timekeeper.apply(act)
            // From here on people say the new number.
            for input in trial.inputs[place...] {
                guard case .act(let later) = input else {
                    _ = try? timekeeper.apply(input)
                    continue
                }
                _ = try? timekeeper.apply(timekeeper.entered(later.renumbered(old, Self.new)))
            }
            var other = Timekeeper(trial.session.renumbered(old, Self.new))
            for input in trial.inputs {
                if case .act(let act) = input {
                    _ = try? other.apply(act.renumbered(old, Self.new))
                } else {
                    _ = try? other.apply(input)
                }
            }
            return Self.differ(timekeeper, other)
        }
    }

    @Test("a change taken back is none, and so is one replaced by nothing new", arguments: Races.seeds(40, set: 173))
    func takenBack(seed: UInt64) {
        hold(Self.trial(seed)) { trial in
            var random = SeededGenerator(seed: trial.seed, stream: 173)
            guard !trial.inputs.isEmpty else { return nil }
            let plain = Self.taken(trial.session, trial.inputs)
            for change in RandomEntries.changes(trial.session, &random).prefix(3) {
                var inputs = trial.inputs
                let at = trial.inputs[random.int(in: 0...(trial.inputs.count - 1))].instant
                let place = random.int(in: 0...inputs.count)
                let act = Act(id: "change", at: at, by: "chance", kind: .entry(change))
                inputs.insert(.act(act), at: place)
                inputs.insert(
                    .act(Act(id: "back", at: at, by: "chance", kind: .withdraw("change"))),
                    at: random.int(in: place + 1...inputs.count))
                if let found = Self.differ(Self.taken(trial.session, inputs), plain) { return "\(change): \(found)" }
            }
            return nil
        }
    }

    @Test("changes of the list in any order of arrival are the same race", arguments: Races.seeds(60, set: 174))
    func anyOrder(seed: UInt64) {
        hold(Self.trial(seed)) { trial in
            var random = SeededGenerator(seed: trial.seed, stream: 174)
            guard !trial.inputs.isEmpty else { return nil }
            let (late, act) = Self.late(
                trial, at: trial.inputs[random.int(in: 0...(trial.inputs.count - 1))].instant,
                isFromStart: random.chance(permille: 500))
            var changed = late
            changed.inputs.append(.act(act))
            for (place, change) in RandomEntries.changes(trial.session, &random).enumerated() {
                let at = trial.inputs[random.int(in: 0...(trial.inputs.count - 1))].instant
                changed.inputs.append(
                    .act(Act(id: "entry-\(place)", at: at, by: "chance", kind: .entry(change))))
                guard random.chance(permille: 250) else { continue }
                changed.inputs.append(
                    .act(Act(id: "entry-\(place)-back", at: at, by: "chance", kind: .withdraw("entry-\(place)"))))
            }
            let arriving = changed.inOrder.arriving(within: .minutes(1000), seed: trial.seed)
            let ordered = Self.taken(changed.session, arriving.inOrder.inputs)
            let arrived = Self.taken(changed.session, arriving.inputs)
            guard Set(arrived.actNames) == Set(ordered.actNames) else {
                return "taken \(Set(arrived.actNames).symmetricDifference(Set(ordered.actNames)))"
            }
            return Self.differ(arrived, ordered)
        }
    }

    @Test("what a change of the list changed is said to have changed", arguments: Races.seeds(40, set: 175))
    func said(seed: UInt64) {
        var trial = Self.trial(seed)
        var random = SeededGenerator(seed: seed, stream: 175)
        guard !trial.inputs.isEmpty else { return }
        // The list keeps its length: rows are compared place by place.
        for (place, change) in RandomEntries.changes(trial.session, &random).enumerated() {
            let at = trial.inputs[random.int(in: 0...(trial.inputs.count - 1))].instant
            let act = Act(id: "entry-\(place)", at: at, by: "chance", kind: .entry(change))
            trial.inputs.insert(.act(act), at: random.int(in: 0...trial.inputs.count))
        }
        hold(trial, ChangedRowsTests.unsaid)
    }
}
