import Simulation
import Testing
import Timing

/// Section 7 of the protocol: when the session is over nothing is open.
@Suite("Every verdict is settled when the session has ended")
struct SettledTests {
    private static let unsettled: Set<Verdict.State> = [.notOpen, .open, .lastChance, .inPit]

    /// A race in which something is asked, ended by command at any instant, as often as not under the red flag.
    private static func ended(_ seed: UInt64) -> Trial {
        var trial = Trial.owing(seed: seed)
        var random = SeededGenerator(seed: seed, stream: 85)
        var rules = trial.session.rules
        rules.redFlag.stopsClock = random.chance(permille: 300)
        rules.countBackLaps = random.chance(permille: 300) ? random.int(in: 1...2) : rules.countBackLaps
        rules.obligations.stops?.underRed = random.chance(permille: 200)
        rules.obligations.continuous?.withPitLane = random.chance(permille: 300)
        for rule in rules.obligations.driving.indices {
            rules.obligations.driving[rule].withPitLane = random.chance(permille: 300)
        }
        trial.session = trial.session.with(rules)
        let instants = trial.inputs.map(\.instant.milliseconds)
        guard let first = instants.min(), let last = instants.max(), first < last else { return trial }
        let end = random.int(in: first...last)
        func add(_ id: String, _ at: Int64, _ kind: Act.Kind) {
            trial.inputs.append(
                .act(Act(id: id, at: Instant(milliseconds: at), by: "race control", kind: kind)))
        }
        if random.chance(permille: 600) {
            let red = end - random.int(in: 0...180_000)
            add("the red flag", red, .flag(.red, isEstimated: false))
            if random.chance(permille: 300) {
                add("the green flag", random.int(in: red...end), .flag(.green, isEstimated: false))
            }
        }
        if random.chance(permille: 400) {
            let red = random.int(in: first...end)
            add("an earlier red flag", red, .flag(.red, isEstimated: false))
            add("withdrawn", min(red + random.int(in: 0...60_000), end), .flag(.safetyCar, isEstimated: false))
        }
        add("the end", end, .end)
        return trial.inOrder
    }

    /// The first verdict that is not settled though the session has ended.
    private static func fault(_ timekeeper: borrowing Timekeeper) -> String? {
        guard timekeeper.hasEnded else { return nil }
        for car in timekeeper.session.entries.indices {
            let verdicts = timekeeper.verdicts(of: CarIndex(car))
            if let open = verdicts.first(where: { unsettled.contains($0.state) }) { return "car \(car): \(open)" }
            for verdict in verdicts where verdict.isInterrupted && verdict.by != nil {
                return "car \(car): interrupted, and by how much: \(verdict)"
            }
        }
        for told in timekeeper.infringements where told.verdict.isInterrupted || told.verdict.isCurtailed {
            if told.proposed != nil || told.state == .automatic { return "not left to the stewards: \(told)" }
        }
        return nil
    }

    @Test("ended at any instant, under red and not", arguments: Races.seeds(120, set: 27))
    func settled(seed: UInt64) {
        hold(Self.ended(seed)) { trial in
            var timekeeper = Timekeeper(trial.session)
            for (place, input) in trial.inputs.enumerated() {
                _ = try? timekeeper.apply(input)
                if let fault = Self.fault(timekeeper) { return "input \(place + 1): \(fault)" }
            }
            return nil
        }
    }

    @Test("all the while verdicts and infringements are those judged from scratch", arguments: Races.seeds(60, set: 31))
    func fromScratch(seed: UInt64) {
        let trial = Self.ended(seed)
        hold(seed % 3 == 0 ? trial.arriving(within: .seconds(30), seed: seed) : trial) {
            ComplianceTests.difference($0, every: Int(seed % 11) + 9)
        }
    }

    @Test("and later nothing changes any more", arguments: Races.seeds(60, set: 28))
    func later(seed: UInt64) {
        hold(Self.ended(seed)) { trial in
            var timekeeper = trial.run()
            guard timekeeper.hasEnded else { return nil }
            let cars = timekeeper.session.entries.indices.map { CarIndex($0) }
            let before = cars.map { timekeeper.verdicts(of: $0) }
            for minutes in [1, 10, 600] as [Int64] {
                let effect = timekeeper.reach(timekeeper.now + .minutes(minutes))
                guard effect.verdicts.isEmpty else { return "after \(minutes) min: \(effect.verdicts)" }
            }
            return cars.map { timekeeper.verdicts(of: $0) } == before ? nil : "the verdicts are others"
        }
    }

    /// An act that says nothing of any obligation makes everything be judged anew.
    private static func anew(_ timekeeper: borrowing Timekeeper) -> [[Verdict]] {
        var other = Timekeeper(copying: timekeeper)
        _ = try? other.apply(Act(id: "judged anew", at: other.now, by: "stewards", kind: .final))
        return other.session.entries.indices.map { other.verdicts(of: CarIndex($0)) }
    }

    @Test("whenever everything is judged anew nothing is another", arguments: Races.seeds(60, set: 29))
    func anew(seed: UInt64) {
        let trial = Self.ended(seed)
        hold(seed % 3 == 0 ? trial.arriving(within: .seconds(30), seed: seed) : trial) { trial in
            var timekeeper = Timekeeper(trial.session)
            for (place, input) in trial.inputs.enumerated() {
                _ = try? timekeeper.apply(input)
                guard place % 5 == Int(seed % 5) else { continue }
                for (car, after) in Self.anew(timekeeper).enumerated() {
                    let before = timekeeper.verdicts(of: CarIndex(car))
                    guard before != after else { continue }
                    let (was, now) = (before.filter { !after.contains($0) }, after.filter { !before.contains($0) })
                    return "input \(place + 1), car \(car): \(was), anew \(now)"
                }
            }
            return nil
        }
    }

    @Test("in whatever order inputs arrive", arguments: Races.seeds(40, set: 30))
    func anyOrder(seed: UInt64) {
        hold(Self.ended(seed).arriving(within: .minutes(1000), seed: seed)) { trial in
            let (arrived, ordered) = (Compliance(trial.run()), Compliance(trial.inOrder.run()))
            return arrived.difference(from: ordered, as: ("arrived", "in order"))
        }
    }

    @Test("the races end in every way that matters")
    func ways() {
        var found: Set<String> = []
        for seed in 1...150 as ClosedRange<UInt64> {
            let timekeeper = Self.ended(seed).run()
            guard timekeeper.hasEnded else { continue }
            for car in timekeeper.session.entries.indices {
                for verdict in timekeeper.verdicts(of: CarIndex(car)) {
                    if verdict.isCurtailed { found.insert("\(verdict.obligation.kind) curtailed") }
                    if verdict.isInterrupted { found.insert("\(verdict.obligation.kind) interrupted") }
                }
            }
        }
        let ways = [
            "stop curtailed", "stop interrupted", "driverChange curtailed", "driverChange interrupted",
            "technicalStop curtailed", "driving curtailed",
        ]
        #expect(ways.filter { !found.contains($0) } == [])
    }
}
