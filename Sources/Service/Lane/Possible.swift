package import Timing
package import Wire

/// Commands that say what cannot be: slips of the hand. Who insists is believed: the entry list may be behind, and a
/// recording that is played fast is ahead of its crossings.
package enum Possible {
    /// Why a command cannot be meant; nil where it can, where it is insisted on, and where it is known already.
    package static func refusal(
        of command: Command, insists: Bool, in timekeeper: borrowing Timekeeper, machine: Instant
    ) -> Refusal? {
        if insists { return nil }
        if let id = command.id, timekeeper.act(named: id) != nil { return nil }
        if let at = command.at,
            let refusal = SpokenInstant.refusal(of: at, command.kind, in: timekeeper, machine: machine)
        {
            return refusal
        }
        switch command.kind {
        case .driver(let car, let driver): return refusal(of: driver, in: car, timekeeper)
        case .insert(let car, let loop, let driver):
            return refusal(of: loop, timekeeper.session.circuit) ?? refusal(of: driver, in: car, timekeeper)
        case .penalty(let car, .lapTime(let lap), _): return refusal(ofLap: lap, car, timekeeper)
        case .bulletin(.minimum(let carClass?, _)): return refusal(ofClass: carClass, timekeeper.session.entries)
        case .withdraw(let id): return refusal(ofWithdrawn: id, timekeeper)
        case .ruling(let car, let obligation, _, _):
            return refusal(of: obligation, "command.obligation", of: car, timekeeper)
        case .report(let car, let report):
            return report.lap.flatMap { refusal(ofReported: $0, car, timekeeper) }
        case .penalty(let car, _, _):
            return command.concerning.flatMap { refusal(of: $0, "command.for", of: car, timekeeper) }
        case .formation, .start, .end, .final, .duration, .flag, .retired, .served, .void, .count, .assign,
            .clock, .bulletin, .message, .conditions, .entry:
            return nil
        }
    }

    private static func refusal(
        of driver: UInt8, in number: CarNumber, _ timekeeper: borrowing Timekeeper
    ) -> Refusal? {
        guard driver != 0, let entry = timekeeper.session.entries.first(where: { $0.number == number }) else {
            return nil
        }
        // Of a crew that the entry list leaves out nothing is known.
        if entry.drivers.isEmpty || entry.drivers.contains(where: { $0.id == driver }) { return nil }
        let crew = entry.drivers.map { "\($0.id) \($0.name)" }.joined(separator: ", ")
        return Refusal(
            .unknownDriver, field: "command.driver", "the crew of car \(number.text) has no driver \(driver)",
            expected: "one of \(crew), or 0 for nobody known", remedy: "check car and driver against the entry list")
    }

    private static func refusal(of loop: LoopID, _ circuit: Circuit) -> Refusal? {
        if circuit.loops.contains(where: { $0.id == loop }) { return nil }
        let known = circuit.loops.map { "\($0.id.value) \($0.name)" }.joined(separator: ", ")
        return Refusal(
            .unknownLoop, field: "command.loop", "the circuit has no loop \(loop.value)", expected: "one of \(known)",
            remedy: "write the id of the loop")
    }

    private static func refusal(
        ofLap lap: Int, _ number: CarNumber, _ timekeeper: borrowing Timekeeper
    ) -> Refusal? {
        guard let car = timekeeper.car(number) else { return nil }
        let laps = timekeeper.lapsDriven(by: car)
        if lap <= laps { return nil }
        return Refusal(
            .unknownLap, field: "command.lapTime",
            "car \(number.text) has not driven lap \(lap): it has completed \(laps)",
            expected: laps == 0 ? "a lap that is completed" : "1 to \(laps)",
            remedy: "check car and lap, or wait until the lap is completed")
    }

    /// It may be on the lap that runs.
    private static func refusal(
        ofReported lap: Int, _ number: CarNumber, _ timekeeper: borrowing Timekeeper
    ) -> Refusal? {
        guard let car = timekeeper.car(number) else { return nil }
        let present = timekeeper.lapsDriven(by: car) + 1
        if lap <= present { return nil }
        return Refusal(
            .unknownLap, field: "command.lap", "car \(number.text) is not on lap \(lap) yet, but on lap \(present)",
            expected: "1 to \(present)", remedy: "check car and lap")
    }

    /// Nothing is judged before the start signal: what a car will owe is not known then.
    private static func refusal(
        of obligation: ObligationID, _ field: String, of number: CarNumber, _ timekeeper: borrowing Timekeeper
    ) -> Refusal? {
        guard let car = timekeeper.car(number) else { return nil }
        let reported = timekeeper.infringements.filter { $0.car == car && $0.kind == .reports }
        let owed = (timekeeper.verdicts(of: car) + reported.map(\.verdict)).map(\.obligation)
        if owed.isEmpty || owed.contains(obligation) { return nil }
        return Refusal(
            .wrongValue, field: field, "nothing named \"\(obligation)\" is asked of car \(number.text)",
            expected: "one of \(owed.map(\.description).joined(separator: ", "))",
            remedy: "take the id from lapwing compliance --car \(number.text); if it is meant, insist with anyway")
    }

    private static func refusal(ofWithdrawn id: String, _ timekeeper: borrowing Timekeeper) -> Refusal? {
        guard let other = timekeeper.acts(against: id).first else { return nil }
        let isTaken = other.replaces != nil
        return Refusal(
            .wrongValue, field: "command.act",
            isTaken
                ? "\"\(id)\" holds no more: \(other.id) has its place" : "\"\(id)\" has been taken back by \(other.id)",
            expected: "an act that holds",
            remedy: isTaken
                ? "withdraw \(other.id) to have \(id) back"
                : "withdraw \(other.id) to have it back; lapwing decisions lists the acts")
    }

    private static func refusal(ofClass name: String, _ entries: [Entry]) -> Refusal? {
        var known: [String] = []
        for entry in entries {
            let cup = entry.cup.map { [$0, "\(entry.carClass) \($0)"] } ?? []
            for one in [entry.carClass] + cup where !known.contains(one) { known.append(one) }
        }
        if known.contains(name) { return nil }
        return Refusal(
            .wrongValue, field: "command.class", "no car is entered in \"\(name)\"",
            expected: "one of \(known.sorted().joined(separator: ", "))",
            remedy: "write class, cup or both as the entry list does")
    }
}
