import Timing
import Wire

/// An act taken, with what it was understood as and what followed.
struct Consequence {
    let effect: Effect
    let decision: Decision

    /// Takes an act that is new.
    /// - Throws: why it is refused; the state is unchanged then.
    init(of act: Act, in timekeeper: inout Timekeeper) throws(ActRefusal) {
        let before = Standpoint(timekeeper)
        effect = try timekeeper.apply(.act(act))
        decision = Decision(
            act, understood: Understood.words(act, in: timekeeper),
            follows: Standpoint(timekeeper).lines(since: before))
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
