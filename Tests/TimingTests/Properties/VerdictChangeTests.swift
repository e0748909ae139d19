import Simulation
import Testing
import Timing

/// What is told of verdicts is what changed, all of it and when it did.
@Suite("Changes of verdicts are told")
struct VerdictChangeTests {
    private static let pending: Set<Verdict.State> = [.notOpen, .open, .lastChance, .inPit]
    private static let lasting: Set<ObligationID.Kind> = [.stop, .driverChange, .technicalStop, .stopTime, .stint]

    private static func verdicts(_ timekeeper: borrowing Timekeeper) -> [[Verdict]] {
        timekeeper.session.entries.indices.map { timekeeper.verdicts(of: CarIndex($0)) }
    }

    /// The verdicts after these changes.
    private static func applying(_ changes: [VerdictChange], to told: [[Verdict]]) -> [[Verdict]] {
        var told = told
        for change in changes {
            told[change.car.slot].removeAll { $0.obligation == change.obligation }
            if let verdict = change.verdict { told[change.car.slot].append(verdict) }
        }
        return told.map { $0.sorted { $0.obligation < $1.obligation } }
    }

    /// What is wrong with the effect of an input.
    ///
    /// A new start signal moves what is published of every verdict: all are told then.
    private static func fault(
        _ changes: [VerdictChange], _ before: [[Verdict]], _ after: [[Verdict]], isNewStart: Bool = false
    ) -> String? {
        if let (own, its) = zip(applying(changes, to: before), after).first(where: { $0 != $1 }) {
            let start = Instant(milliseconds: 0)
            func text(_ all: [Verdict]) -> String {
                "\(all.map { Judged($0, start: start.milliseconds) })".replacing("Timing.", with: "")
            }
            return "told \(text(own.filter { !its.contains($0) })), it is \(text(its.filter { !own.contains($0) }))"
        }
        for change in changes {
            let was = before[change.car.slot].first { $0.obligation == change.obligation }
            if was?.state != change.before {
                return "\(change.obligation) was \(String(describing: was)), told \(change)"
            }
            if was == change.verdict, !isNewStart { return "\(change.obligation) was told and has not changed" }
        }
        let cars = changes.map(\.car)
        return cars == cars.sorted() ? nil : "cars are not in order: \(cars)"
    }

    @Test("told one after the other they are the verdicts at every step", arguments: Races.seeds(40, set: 24))
    func told(seed: UInt64) {
        let trial = Trial.owing(seed: seed)
        hold(seed % 2 == 0 ? trial : trial.arriving(within: .seconds(30), seed: seed)) { trial in
            var timekeeper = Timekeeper(trial.session)
            var before = Self.verdicts(timekeeper)
            var charges = timekeeper.infringements
            for (place, input) in trial.inputs.enumerated() {
                let start = timekeeper.startedAt
                let effect = try? timekeeper.apply(input)
                let isNewStart = start != timekeeper.startedAt
                let after = Self.verdicts(timekeeper)
                if let fault = Self.fault(effect?.verdicts ?? [], before, after, isNewStart: isNewStart) {
                    return "input \(place + 1): \(fault)"
                }
                let now = timekeeper.infringements
                if (now != charges) != (effect?.infringementsChanged ?? false) {
                    return "input \(place + 1): infringements changed \(now != charges), told otherwise"
                }
                (before, charges) = (after, now)
            }
            return nil
        }
    }

    @Test("what is served stays served, but for amendments and corrections", arguments: Races.seeds(40, set: 25))
    func served(seed: UInt64) {
        hold(.owing(seed: seed)) { trial in
            var timekeeper = Timekeeper(trial.session)
            for (place, input) in trial.inputs.enumerated() {
                let (start, chequered) = (timekeeper.startedAt, timekeeper.chequeredAt)
                let before = Self.verdicts(timekeeper)
                guard let effect = try? timekeeper.apply(input) else { continue }
                // A flag taken back, a new start and an amendment change the past; so does a penalty that the visit
                // turns out to have served.
                if effect.isCorrection || start != timekeeper.startedAt || effect.penaltiesChanged
                    || (chequered != nil && chequered != timekeeper.chequeredAt) || input.isAmendment
                {
                    continue
                }
                for change in effect.verdicts
                where change.before == .served && Self.lasting.contains(change.obligation.kind) {
                    // The change of drivers at a visit that was no stop is none when a better one comes.
                    let stop = ObligationID(.stop, change.obligation.number)
                    let isOfStop = before[change.car.slot].contains { $0.obligation == stop && $0.state == .served }
                    if change.obligation.kind == .driverChange, !isOfStop { continue }
                    guard let state = change.verdict?.state, !Self.pending.contains(state) else {
                        return "input \(place + 1): \(change.obligation) was served, is \(change)"
                    }
                }
            }
            return nil
        }
    }

    @Test(
        "a pit crossing that comes late changes the verdict at once, and taken back changes it back",
        arguments: Races.seeds(40, set: 26))
    func lateCrossing(seed: UInt64) {
        hold(.owing(seed: seed)) { trial in
            let kinds = Dictionary(
                trial.session.circuit.loops.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
            let places = trial.inputs.indices.filter { place in
                guard case .crossing(let crossing) = trial.inputs[place] else { return false }
                return kinds[crossing.loop] == .pitEntry || kinds[crossing.loop] == .pitExit
            }
            var random = SeededGenerator(seed: seed, stream: 84)
            guard let place = places.randomElement(using: &random),
                case .crossing(let crossing) = trial.inputs[place]
            else { return nil }
            var without = trial
            without.inputs.remove(at: place)
            var timekeeper = Timekeeper(without.session)
            var accepted = without.run(in: &timekeeper)
            let before = Self.verdicts(timekeeper)
            let effect = timekeeper.apply(crossing)
            let after = Self.verdicts(timekeeper)
            if let fault = Self.fault(effect.verdicts, before, after) { return "late: \(fault)" }
            accepted.append(.crossing(crossing))
            let reference = ReferenceRace(trial.session, accepted).compliance
            if let found = Compliance(timekeeper).difference(from: reference, as: ("core", "reference")) {
                return "late: \(found)"
            }
            let void = Act(id: "not seen", at: crossing.at, by: "timekeeper", kind: .void(crossing.id))
            guard let back = try? timekeeper.apply(void) else { return nil }
            if let fault = Self.fault(back.verdicts, after, Self.verdicts(timekeeper)) { return "voided: \(fault)" }
            return Self.verdicts(timekeeper) == before ? nil : "voided, it is not as before"
        }
    }
}

extension Input {
    fileprivate var isAmendment: Bool {
        guard case .act(let act) = self else { return false }
        return switch act.kind {
        case .void, .count, .insert, .assign, .withdraw, .clock, .ruling, .served: true
        default: false
        }
    }
}
