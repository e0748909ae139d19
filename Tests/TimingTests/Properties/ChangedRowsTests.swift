import Simulation
import Testing
import Timing

/// What is not said to have changed is not published again: a row that differs must have been named.
@Suite("What an input changed is said to have changed")
struct ChangedRowsTests {
    /// The parts of a row that read differently.
    static func parts(_ before: Row, _ after: Row) -> RowParts {
        var parts: RowParts = []
        if before.place != after.place { parts.insert(.standing) }
        if before.laps != after.laps { parts.insert(.laps) }
        if before.stops != after.stops { parts.insert(.stops) }
        if before.since != after.since { parts.insert(.stint) }
        return parts
    }

    static func unsaid(_ trial: Trial) -> String? {
        var timekeeper = Timekeeper(trial.session)
        var before = timekeeper.rows
        var picture = Picture(timekeeper)
        for (place, input) in trial.inputs.enumerated() {
            let effect = try? timekeeper.apply(input)
            let after = timekeeper.rows
            for (car, row) in after.enumerated() {
                let said = timekeeper.changedParts(of: CarIndex(car))
                let changed = parts(before[car], row)
                guard said.isSuperset(of: changed) else {
                    return "input \(place + 1) changed \(changed.names) of \(row.number), said \(said.names):"
                        + " \(before[car]) became \(row)"
                }
                guard said.isEmpty != timekeeper.changedRows.contains(CarIndex(car)) else {
                    return "input \(place + 1): \(row.number) has parts \(said.names) and is in changedRows"
                        + " \(timekeeper.changedRows)"
                }
            }
            guard Set(timekeeper.changedRows).count == timekeeper.changedRows.count else {
                return "input \(place + 1) names a row twice: \(timekeeper.changedRows)"
            }
            let now = Picture(timekeeper)
            if now.race != picture.race, effect?.raceChanged != true {
                return "input \(place + 1) changed the race unsaid: \(picture.race) became \(now.race)"
            }
            let lists = [
                ("unknown", now.unknown != picture.unknown, effect?.unknownChanged),
                ("flags", now.flags != picture.flags, effect?.flagsChanged),
                ("penalties", now.penalties != picture.penalties, effect?.penaltiesChanged),
                ("dead loops", now.deadLoops != picture.deadLoops, effect?.loopsChanged),
            ]
            if let unsaid = lists.first(where: { $0.1 && $0.2 != true }) {
                return "input \(place + 1) changed the \(unsaid.0) unsaid"
            }
            if effect == nil || effect?.outcome == .repeated, !timekeeper.changedRows.isEmpty {
                return "input \(place + 1) was refused or known and named rows"
            }
            (before, picture) = (after, now)
        }
        return nil
    }

    @Test("when inputs come in order", arguments: Races.seeds(40, set: 7))
    func inOrder(seed: UInt64) {
        hold(.amended(.small(seed: seed)), Self.unsaid)
    }

    @Test("when inputs come late", arguments: Races.seeds(40, set: 8))
    func late(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .seconds(30), seed: seed), Self.unsaid)
    }

    @Test("when many cars pass in the same milliseconds", arguments: Races.seeds(40, set: 9))
    func crowded(seed: UInt64) {
        // Every instant cut to a third of a second: ties overall, in the class, between leader and lapped.
        var trial = Trial(SimulatedRace.run(.generated(seed: seed, cars: 5, minutes: 3...6)), seed: seed)
        trial.inputs = trial.inputs.map { input in
            guard case .crossing(let crossing) = input else { return input }
            let stamp = crossing.stamp / 333_000 * 333_000
            return .crossing(
                Crossing(
                    id: crossing.id, stamp: stamp, transponder: crossing.transponder, loop: crossing.loop,
                    driver: crossing.driver))
        }
        hold(trial.inOrder, Self.unsaid)
        hold(trial.inOrder) { OrderTests.difference($0, every: 10) }
        hold(trial.inOrder.arriving(within: .seconds(5), seed: seed), Self.unsaid)
        hold(trial.inOrder.arriving(within: .seconds(5), seed: seed), OrderTests.difference)
    }
}

extension RowParts {
    fileprivate var names: String {
        let all: [(RowParts, String)] = [
            (.standing, "standing"), (.laps, "laps"), (.stops, "stops"), (.stint, "stint"),
        ]
        return all.filter { contains($0.0) }.map(\.1).joined(separator: "+")
    }
}
