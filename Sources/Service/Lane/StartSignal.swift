package import Timing
package import Wire

/// A start signal for a session that has one: said with its instant it puts the start right, said again it begins anew.
package enum StartSignal {
    /// The command as it is meant.
    /// - Throws: why a start signal cannot be meant.
    package static func meant(
        _ spoken: SpokenCommand, in timekeeper: borrowing Timekeeper
    ) throws(Refusal) -> Command {
        let command = spoken.command
        guard command.kind == .start, command.replaces == nil else { return command }
        // The act repeated, as after a lost answer.
        if let id = command.id, let known = timekeeper.act(named: id) { return command.replacing(known.replaces) }
        guard let holding = timekeeper.startSignals.last else { return command }
        if spoken.startsAgain {
            try checkAgain(spoken, after: holding, timekeeper)
            return command
        }
        guard let at = command.at else { throw alreadyStarted(holding, timekeeper) }
        if let other = timekeeper.startSignals.dropLast().last(where: { $0.at >= at }), !spoken.insists {
            throw Refusal(
                .wrongValue, field: "atUs",
                "an earlier start signal holds: \(other.id), \(words(other.at, timekeeper))",
                expected: "an instant after it",
                remedy: "withdraw that one first (lapwing control withdraw \(other.id)), or say a later instant")
        }
        return command.replacing(holding.id)
    }

    private static func checkAgain(
        _ spoken: SpokenCommand, after holding: Act, _ timekeeper: borrowing Timekeeper
    ) throws(Refusal) {
        if spoken.insists { return }
        if let at = spoken.command.at, at <= holding.at {
            throw Refusal(
                .wrongValue, field: "atUs", "the session started later, \(words(holding.at, timekeeper))",
                expected: "an instant after that", remedy: "leave again out to put the start right")
        }
        let lost = losses(timekeeper)
        if lost.isEmpty || spoken.isDryRun { return }
        throw Refusal(
            .wouldLose, field: "command.again", "to start anew loses \(lost.joined(separator: ", "))",
            expected: "anyway, if that is meant",
            remedy: "to put the start right give its instant (--at, --clock) and leave --again out; to begin anew add "
                + "--anyway")
    }

    /// What the session would begin without.
    private static func losses(_ timekeeper: borrowing Timekeeper) -> [String] {
        func words(_ count: Int, _ name: String) -> String? {
            count == 0 ? nil : "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        var (laps, cars, stops) = (0, 0, 0)
        for slot in timekeeper.session.entries.indices {
            let driven = timekeeper.lapsDriven(by: CarIndex(slot))
            laps += driven
            if driven > 0 { cars += 1 }
            stops += timekeeper.stops(of: CarIndex(slot)).count
        }
        let flags = max(0, timekeeper.flags.count - 1)
        var lost = [
            words(laps, "lap").map { "\($0) of \(words(cars, "car") ?? "")" }, words(stops, "stop"),
            words(flags, "flag"),
        ].compactMap(\.self)
        if timekeeper.chequeredAt != nil { lost.append("the chequered flag") }
        if timekeeper.hasEnded { lost.append("the end of the session") }
        if timekeeper.result == .final { lost.append("the final result") }
        return lost
    }

    private static func alreadyStarted(_ holding: Act, _ timekeeper: borrowing Timekeeper) -> Refusal {
        let state =
            switch timekeeper.phase {
            case .ended: timekeeper.result == .final ? "its result is final" : "it has ended"
            case .finishing: "its chequered flag is out"
            case .running, .scheduled: "it runs"
            }
        return Refusal(
            .alreadyStarted, field: "command.action",
            "the session started at \(words(holding.at, timekeeper)) by \(holding.by), and \(state)",
            expected: "the instant of the start signal, to put it right, or again",
            remedy: "to put the start right give its instant (lapwing control session start --at or --clock); to begin "
                + "anew say --again")
    }

    private static func words(_ instant: Instant, _ timekeeper: borrowing Timekeeper) -> String {
        Understood.ofDay(instant, in: timekeeper)
    }
}

extension Command {
    fileprivate func replacing(_ act: String?) -> Command {
        Command(id: id, by: by, session: session, at: at, kind: kind, concerning: concerning, replaces: act)
    }
}
