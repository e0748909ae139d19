import Simulation
import Testing
import Timing

/// Law 3 of the core: numbers add up, after every single input.
@Suite("After every input the numbers add up")
struct NumbersTests {
    /// 1, 2, 3 … or, of a dead heat, 1, 2, 2, 4 …
    private static func areInTurn(_ places: [Int]) -> Bool {
        places.enumerated().allSatisfy { rank, place in
            place == rank + 1 || (rank > 0 && place == places[rank - 1])
        }
    }

    @Test("positions are 1 to n, each once but for dead heats", arguments: Races.seeds(40, set: 10))
    func positions(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .seconds(20), seed: seed)) { trial in
            everyInput(trial) { timekeeper, _ in
                let order = timekeeper.classification.map { Row($0, of: timekeeper) }
                let places = order.compactMap(\.place.position)
                guard Self.areInTurn(places), order.prefix(places.count).allSatisfy({ $0.place.position != nil })
                else { return "positions \(order.map(\.place.position))" }
                for carClass in Set(trial.session.entries.map(\.carClass)) {
                    let members = trial.session.entries.filter { $0.carClass == carClass }.map(\.number)
                    let places = order.filter { members.contains($0.number) }.compactMap(\.place.classPosition)
                    guard Self.areInTurn(places) else { return "positions in \(carClass): \(places)" }
                }
                let halves = order.filter { ($0.place.position == nil) != ($0.place.classPosition == nil) }
                return halves.isEmpty ? nil : "a position overall or in the class alone: \(halves)"
            }
        }
    }

    @Test("sectors sum to the lap, where all are known", arguments: Races.seeds(30, set: 11))
    func sectors(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .seconds(20), seed: seed)) { trial in
            everyInput(trial) { timekeeper, effect in
                guard effect.outcome == .lap, !effect.isCorrection, let car = effect.car else { return nil }
                let laps = Row(car, of: timekeeper).laps
                let known = laps.sectors.compactMap { $0 }
                guard known.count == laps.sectors.count else { return nil }
                let sum = known.reduce(0, +)
                return sum == laps.last ? nil : "sectors \(known) are \(sum), the lap is \(laps.last ?? 0)"
            }
        }
    }

    @Test("laps sum to the total, and the best is the least of them", arguments: Races.seeds(30, set: 12))
    func laps(seed: UInt64) {
        var trial = Trial(SimulatedRace.run(.small(seed: seed)), seed: seed)
        for (place, entry) in trial.session.entries.enumerated() {
            let kind = Act.Kind.penalty(entry.number, .time(.seconds(5)), reason: "jump start")
            let act = Act(id: "penalty-\(place)", at: Instant(milliseconds: 0), by: "stewards", kind: kind)
            trial.inputs.insert(.act(act), at: 0)
        }
        hold(trial) { trial in
            var driven: [Int: [Int64]] = [:]
            return everyInput(trial) { timekeeper, effect in
                guard effect.outcome == .lap, let car = effect.car else { return nil }
                let row = Row(car, of: timekeeper)
                driven[car.slot, default: []].append(row.laps.last ?? 0)
                let times = driven[car.slot] ?? []
                let penalty = row.place.status == .finished ? row.place.penalty : 0
                guard times.reduce(0, +) == (row.place.total ?? 0) - penalty else {
                    return "laps \(times), total \(row.place.total ?? 0), penalty \(penalty)"
                }
                let best = times.dropFirst().min()
                return row.laps.best == best ? nil : "laps \(times), best \(row.laps.best ?? 0)"
            }
        }
    }

    @Test("at one loop on one lap intervals sum to the gap", arguments: Races.seeds(60, set: 13))
    func intervals(seed: UInt64) {
        // No amendments: a loop at which a car was not seen says nothing.
        hold(Trial(SimulatedRace.run(.small(seed: seed)), seed: seed)) { trial in
            everyInput(trial) { timekeeper, _ in
                let order = timekeeper.classification.map { Row($0, of: timekeeper) }
                for (ahead, row) in zip(order, order.dropFirst()) {
                    let isOver = timekeeper.hasEnded
                    let isSameLoop = ahead.laps.laps == row.laps.laps && ahead.laps.lastLoop == row.laps.lastLoop
                    guard isOver || isSameLoop, row.place.position != nil,
                        let gap = row.place.gap.ms, let lead = ahead.place.gap.ms,
                        let interval = row.place.interval.ms
                    else { continue }
                    if lead + interval != gap {
                        return "\(row.number): gap \(gap), interval \(interval) to \(ahead.number) at \(lead)"
                    }
                }
                return nil
            }
        }
    }
}

/// Gives a race input by input; the check is asked after each.
func everyInput(_ trial: Trial, _ check: (borrowing Timekeeper, Effect) -> String?) -> String? {
    var timekeeper = Timekeeper(trial.session)
    for (place, input) in trial.inputs.enumerated() {
        guard let effect = try? timekeeper.apply(input) else { continue }
        if let failure = check(timekeeper, effect) { return "after input \(place + 1): \(failure)" }
    }
    return nil
}
