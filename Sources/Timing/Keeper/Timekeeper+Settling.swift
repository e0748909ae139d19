/// Settling: the steps that follow a folded input, in one direction and each once.
///
///     fold → phase → overdue → words → judge → infringements → penalties → stand → effect
///
/// A step needs the results of the steps before it, and none of those after it: verdicts and penalties read no
/// standing, and the standing is made once, after everything that it rests on.
extension Timekeeper {
    /// The state after the last input, to see the changes of the next one.
    struct Settled {
        var phase = Phase.scheduled
        var result: ResultState?
        var provisional = 0
        var penalties = 0
        var pending = 0
        var leaderLaps: Int32 = 0
    }

    /// Before an input: nothing has changed yet.
    mutating func begin() -> Settled {
        race.clearChanges()
        return settled
    }

    /// After the fold. `before` is how things stood before the input, or before the first of many (`areMany`).
    mutating func settle(_ effect: inout Effect, _ before: Settled, isAct: Bool = false, areMany: Bool = false) {
        settlePhase()
        notePhase(before)
        let now = now
        // An act can put time back, or change the measure of all cars.
        overdue.look(at: race, isAll: isAct || race.measuredAnew == .all || settled.phase != before.phase, now: now)
        let areReportsAnew = settleTold(&effect, isAct: isAct)
        var areAutomaticOthers = false
        if !compliance.asksNothing {
            let isEach = effect.isCorrection && !areMany
            judge(&effect, before: before, now: now, isAct: isAct, isEach: isEach)
        }
        race.measuredAnew = .none
        if isAct || areReportsAnew || !effect.verdicts.isEmpty {
            areAutomaticOthers = report(&effect, isAll: isAct || areReportsAnew)
        }
        let isAll = isAct || areAutomaticOthers
        settlePenalties(&effect, before, isAll: isAll)
        stand(effect, before, isAll: isAll)
        settleStints(effect, before, isAct: isAct)
        settleCorrections()
        if !compliance.asksNothing { settleNet(&effect, before, now: now, isAct: isAct) }
        effect.anew.formUnion(race.anew.told)
    }

    /// Needs the fold and the acts; leaves how far the session has come. The usual case, a race that runs, is seen
    /// without asking for the time.
    @inline(__always)
    private mutating func settlePhase() {
        if session.kind == .race, race.state.startAt != nil, race.state.chequeredAt == nil, race.state.endAt == nil {
            settled.phase = .running
            settled.result = nil
        } else {
            settled.phase = phase
            settled.result = result
        }
        settled.provisional = race.state.provisionalCount
        settled.penalties = acts.penaltyActs.count
        settled.pending = acts.pending.count
        settled.leaderLaps = race.leaderLaps
    }

    /// Needs the phase; leaves whether race and flags read differently for it.
    @inline(__always)
    private mutating func notePhase(_ before: Settled) {
        if settled.phase != before.phase {
            race.anew[.race] = true
            race.anew[.flags] = true
        }
        if settled.result != before.result { race.anew[.race] = true }
        if settled.leaderLaps != before.leaderLaps { race.anew[.flags] = true }
    }

    /// Needs the infringements that hold without the stewards (`isAll`: they are others, or an act was taken), the
    /// orders of the fold and the phase; leaves the sums.
    private mutating func settlePenalties(_ effect: inout Effect, _ before: Settled, isAll: Bool) {
        let isResumed = race.anew[.flags] && session.rules.redFlag.lapsOff > 0
        let areOrdersAnew =
            race.anew[.orders] || isResumed || (settled.phase == .ended) != (before.phase == .ended)
        if areOrdersAnew, !race.state.orders.isEmpty { effect.penaltiesChanged = true }
        if isAll || areOrdersAnew { sumPenalties() }
    }
}
