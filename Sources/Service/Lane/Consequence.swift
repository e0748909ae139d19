import Timing
import Wire

/// An act taken, with what it was understood as and what followed.
struct Consequence {
    let effect: Effect
    let decision: Decision

    /// Takes an act that is new. `standpoint` is how the session stood, where that is known from the act before, and is
    /// how it stands then.
    /// - Throws: why it is refused; the state is unchanged then.
    init(of act: Act, in timekeeper: inout Timekeeper, since standpoint: inout Standpoint?) throws(ActRefusal) {
        let before = standpoint ?? Standpoint(timekeeper)
        effect = try timekeeper.apply(.act(act))
        let after = Standpoint(timekeeper)
        standpoint = after
        var lines = after.lines(since: before)
        if lines.isEmpty { lines = [Self.rest(effect, timekeeper)] }
        decision = Decision(act, understood: Understood.words(act, in: timekeeper), follows: lines)
    }

    /// The same, where nothing is known from the act before.
    init(of act: Act, in timekeeper: inout Timekeeper) throws(ActRefusal) {
        var standpoint: Standpoint?
        try self.init(of: act, in: &timekeeper, since: &standpoint)
    }

    /// Where nothing that has a line of its own is different.
    private static func rest(_ effect: Effect, _ timekeeper: borrowing Timekeeper) -> String {
        let rows = timekeeper.changedRows.sorted().map { timekeeper.session.entries[$0.slot].number.text }
        if !rows.isEmpty { return "details change of \(rows.prefix(6).joined(separator: ", "))" }
        let isOther =
            effect.raceChanged || effect.flagsChanged || effect.penaltiesChanged || effect.loopsChanged
            || effect.doubtsChanged || effect.unknownChanged || effect.infringementsChanged || !effect.verdicts.isEmpty
        return isOther ? "details change, and no place, time or verdict" : "nothing changes in the table"
    }
}

extension Reply.Consequences {
    /// After the act was taken.
    init(_ decision: Decision, _ effect: Effect, in timekeeper: borrowing Timekeeper) {
        let entries = timekeeper.session.entries
        self.init(
            understood: decision.understood, follows: decision.follows,
            changed: timekeeper.changedRows.sorted().map { entries[$0.slot].number },
            moved: effect.reassigned.map { Reply.Moved($0, entries) })
    }
}
