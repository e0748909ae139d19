import Simulation
import Testing
import Timing

/// Evidence stays, and so an amendment taken back leaves no trace.
@Suite("An amendment taken back leaves no trace")
struct AmendmentTests {
    private static let id = "amendment"

    /// An amendment, a penalty or a flag that can be given after these inputs.
    private static func amendment(
        _ trial: Trial, after inputs: ArraySlice<Input>, _ random: inout SeededGenerator
    ) -> Act? {
        let crossings = inputs.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
        let entries = trial.session.entries
        guard let last = crossings.last else { return nil }
        let car = entries[random.int(in: 0...(entries.count - 1))].number
        let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
        let loops = trial.session.circuit.loops
        let seconds = Milliseconds(random.int(in: 1...20) * 1000)
        let kind: Act.Kind =
            switch random.int(in: 0...12) {
            case 0: .void(crossing.id)
            case 1: .insert(car, loops[random.int(in: 0...(loops.count - 1))].id, driver: random.int(in: 0...2))
            case 2:
                .assign(
                    random.chance(permille: 500) ? RandomActs.spare : crossing.transponder, car,
                    WearingTime(
                        from: random.chance(permille: 500) ? crossing.at : nil,
                        until: random.chance(permille: 300) ? crossing.at + seconds : nil))
            case 3: .penalty(car, .time(seconds), reason: "test")
            case 4: .penalty(car, .position(random.int(in: 1...entries.count)), reason: "test")
            case 5: .penalty(car, random.chance(permille: 500) ? .driveThrough : .stopAndGo(seconds), reason: "test")
            case 6: .penalty(car, random.chance(permille: 500) ? .laps(1) : .lapTime(2), reason: "test")
            case 7: .penalty(car, .disqualified, reason: "test")
            case 8:
                .clock(ClockCorrection(decoder: crossing.id.decoder, from: crossing.stamp, ahead: seconds.count * 1000))
            case 9: .retired(car)
            case 10: .count(crossing.id)
            case 11: .duration(Milliseconds(random.int(in: 1...1_200) * 1000))
            default: .flag(random.chance(permille: 300) ? .chequered : .red, isEstimated: false)
            }
        var at = crossing.at + Milliseconds(random.int(in: -5_000...5_000))
        at = min(at, last.at)
        return Act(id: id, at: at, by: "timekeeper", kind: kind)
    }

    private static func isRefused(_ act: Act, by timekeeper: borrowing Timekeeper) -> Bool {
        var attempt = Timekeeper(copying: timekeeper)
        return (try? attempt.apply(act)) == nil
    }

    private static func withdrawal(of act: Act) -> Input {
        .act(Act(id: "\(id)-back", at: act.at, by: "timekeeper", kind: .withdraw(act.id)))
    }

    @Test("at once: everything reads as before", arguments: Races.seeds(60, set: 14))
    func atOnce(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .seconds(20), seed: seed)) { trial in
            var random = SeededGenerator(seed: seed, stream: 80)
            var timekeeper = Timekeeper(trial.session)
            for (place, input) in trial.inputs.enumerated() {
                _ = try? timekeeper.apply(input)
                guard random.chance(permille: 100),
                    let act = Self.amendment(trial, after: trial.inputs[...place], &random),
                    !Self.isRefused(act, by: timekeeper)
                else { continue }
                var amended = Timekeeper(copying: timekeeper)
                _ = try? amended.apply(act)
                _ = try? amended.apply(Self.withdrawal(of: act))
                let (before, after) = (Picture(timekeeper), Picture(amended))
                if let found = after.difference(from: before, as: ("after", "before")) {
                    return "\(act.kind) and back after input \(place + 1): \(found)"
                }
            }
            return nil
        }
    }

    @Test("later in the race: the result is what it would have been", arguments: Races.seeds(60, set: 15))
    func later(seed: UInt64) {
        hold(Trial.amended(.small(seed: seed)).arriving(within: .seconds(20), seed: seed)) { trial in
            var random = SeededGenerator(seed: seed, stream: 81)
            guard trial.inputs.count > 2 else { return nil }
            let without = trial.run()
            var amended = trial
            let place = random.int(in: 1...(trial.inputs.count - 1))
            guard let act = Self.amendment(trial, after: trial.inputs[..<place], &random) else { return nil }
            amended.inputs.insert(.act(act), at: place)
            let back = random.int(in: (place + 1)...amended.inputs.count)
            amended.inputs.insert(Self.withdrawal(of: act), at: back)
            let found = Picture(amended.run()).difference(
                from: Picture(without), as: ("amended", "without"))
            return found.map { "\(act.kind) at \(place), back at \(back): \($0)" }
        }
    }
}
