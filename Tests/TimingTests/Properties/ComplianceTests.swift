import Simulation
import Testing
import Timing

/// Section 7 of the protocol: a verdict is a reading of the race at the session's time and of nothing else.
@Suite("What is owed, and the verdict")
struct ComplianceTests {
    private static func difference(_ timekeeper: borrowing Timekeeper, _ session: Session, _ accepted: [Input])
        -> String?
    {
        let reference = ReferenceRace(session, accepted)
        if timekeeper.now != reference.official.now {
            return "now: core \(timekeeper.now.milliseconds), reference \(reference.official.now.milliseconds)"
        }
        return Compliance(timekeeper).difference(from: reference.compliance, as: ("core", "reference"))
    }

    /// What differs after every `every` inputs.
    static func difference(_ trial: Trial, every: Int) -> String? {
        var timekeeper = Timekeeper(trial.session)
        var accepted: [Input] = []
        for (place, input) in trial.inputs.enumerated() {
            if (try? timekeeper.apply(input)) != nil { accepted.append(input) }
            guard place % every == 0 || place == trial.inputs.count - 1 else { continue }
            if let found = difference(timekeeper, trial.session, accepted) {
                return "after input \(place + 1): \(found)"
            }
        }
        return nil
    }

    @Test(
        "every few inputs verdicts and infringements are those judged from scratch", arguments: Races.seeds(40, set: 20)
    )
    func inOrder(seed: UInt64) {
        hold(.owing(seed: seed)) { Self.difference($0, every: Int(seed % 11) + 9) }
    }

    @Test("and so they are when inputs come late", arguments: Races.seeds(25, set: 21))
    func late(seed: UInt64) {
        hold(Trial.owing(seed: seed).arriving(within: .seconds(30), seed: seed)) {
            Self.difference($0, every: Int(seed % 11) + 15)
        }
    }

    @Test("and in any order at all", arguments: Races.seeds(25, set: 22))
    func anyOrder(seed: UInt64) {
        hold(Trial.owing(seed: seed).arriving(within: .minutes(1000), seed: seed)) { trial in
            var timekeeper = Timekeeper(trial.session)
            let accepted = trial.run(in: &timekeeper)
            if let found = Self.difference(timekeeper, trial.session, accepted) { return found }
            let ordered = Compliance(trial.inOrder.run())
            return Compliance(timekeeper).difference(from: ordered, as: ("arrived", "in order"))
        }
    }

    @Test("the races have stops and stints at their edges, to the millisecond")
    func edges() {
        var found: Set<String> = []
        for seed in 1...150 as ClosedRange<UInt64> {
            let trial = Trial.owing(seed: seed)
            let timekeeper = trial.run()
            for verdict in Compliance(timekeeper).verdicts.joined() where verdict.by.map({ $0 <= 1 }) ?? false {
                found.insert("\(verdict.id.kind) \(verdict.state) \(verdict.by ?? 0)")
            }
        }
        let edges = [
            "stop served 0", "stop short 1", "stop late 0", "stop early 1", "stopTime served 0", "stopTime short 1",
            "stint served 0", "stint late 1", "continuous served 0", "continuous over 1",
        ]
        #expect(edges.filter { !found.contains($0) } == [])
    }

    @Test("automatic penalties are in the result", arguments: Races.seeds(20, set: 23))
    func automatic(seed: UInt64) {
        var trial = Trial.owing(seed: seed)
        var rules = trial.session.rules
        for kind in InfringementKind.allCases
        where kind.rawValue.hashValue % 2 == 0 || rules.obligations.penalties[kind] == nil {
            rules.obligations.penalties[kind] = [PenaltyBand(.time(.seconds(30), shortfall: true))]
        }
        rules.obligations.automatic = [.shortStop, .missedStop, .lateStop, .earlyStop, .driverChangeUnproved]
        trial.session = trial.session.with(rules)
        hold(trial) { trial in
            var timekeeper = Timekeeper(trial.session)
            let accepted = trial.run(in: &timekeeper)
            let reference = ReferenceRace(trial.session, accepted).picture
            return Picture(timekeeper).difference(from: reference, as: ("core", "reference"))
        }
    }
}
