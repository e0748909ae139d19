import Simulation
import Testing
import Timing

/// A car is judged only when what its verdicts rest on has changed, or when time may change them. After an act all are.
@Suite("What a verdict rests on has changed: the car is judged again")
struct JudgedAgainTests {
    private typealias Judged = [[Verdict]]

    private static func verdicts(_ timekeeper: borrowing Timekeeper) -> Judged {
        timekeeper.session.entries.indices.map { timekeeper.verdicts(of: CarIndex($0)) }
    }

    /// As they are once every car is judged: after a word on a stop that no car has.
    private static func anew(_ timekeeper: borrowing Timekeeper) throws -> Judged {
        var copy = Timekeeper(copying: timekeeper)
        let number = timekeeper.session.entries[0].number
        let word = Act.Kind.ruling(number, ObligationID(.stop, 99), .noAction, reason: "nothing")
        _ = try copy.apply(Act(id: "a word on nothing", at: timekeeper.now, by: "steward", kind: word))
        return verdicts(copy)
    }

    /// A race, or every third time the same crossings as a qualifying session.
    private static func trial(_ seed: UInt64) -> Trial {
        var trial = Trial.owing(seed: seed)
        guard seed % 3 == 0 else { return trial }
        let session = trial.session
        trial.session = Session(
            id: session.id, name: session.name, kind: .qualifying, circuit: session.circuit, rules: session.rules,
            entries: session.entries)
        return trial
    }

    /// The kinds of which a crossing or a time, no act, made another verdict; and the first that was not judged again.
    private static func run(_ trial: Trial, every: Int) throws -> (moved: Set<ObligationID.Kind>, fault: String?) {
        var timekeeper = Timekeeper(trial.session)
        var moved: Set<ObligationID.Kind> = []
        for (place, input) in trial.inputs.enumerated() {
            guard let effect = try? timekeeper.apply(input) else { continue }
            if case .act = input { continue }
            for change in effect.verdicts where change.before != nil { moved.insert(change.obligation.kind) }
            guard place % every == 0 else { continue }
            let (kept, anew) = (verdicts(timekeeper), try anew(timekeeper))
            for car in kept.indices where kept[car] != anew[car] {
                let (was, is_) = (kept[car].map { "\($0)" }, anew[car].map { "\($0)" })
                let differing = is_.filter { !was.contains($0) } + was.filter { !is_.contains($0) }
                return (moved, "after input \(place + 1) car \(car) was not judged again: \(differing)")
            }
        }
        return (moved, nil)
    }

    @Test("after every few crossings and times", arguments: Races.seeds(30, set: 26))
    func again(seed: UInt64) throws {
        let trial = Self.trial(seed)
        #expect(try Self.run(trial, every: 3).fault == nil)
        let late = trial.arriving(within: .seconds(20), seed: seed)
        #expect(try Self.run(late, every: 5).fault == nil)
    }

    @Test("crossings and times move verdicts of every kind in these races")
    func everyKind() throws {
        var moved: Set<ObligationID.Kind> = []
        // Reports are people's: nothing is judged.
        let kinds = ObligationID.Kind.allCases.filter { $0 != .report }
        for seed in 1...60 as ClosedRange<UInt64> where moved.count < kinds.count {
            moved.formUnion(try Self.run(Self.trial(seed), every: 1_000_000).moved)
        }
        #expect(kinds.filter { !moved.contains($0) } == [])
    }
}
