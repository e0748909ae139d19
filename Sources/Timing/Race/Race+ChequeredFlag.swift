/// The end of a session: the flags that are shown, and the chequered flag (R15, R19).
extension Race {
    /// Laps of the car that leads on the road.
    var leaderLaps: Int32 {
        guard state.order.count > 0, !state.cars[state.order[0]].isDisqualified else { return state.leaderLapsAtLeast }
        return max(state.cars[state.order[0]].laps, state.leaderLapsAtLeast)
    }

    /// The instant from which cars finish, as it is known at `now`. Practice and qualifying end with their time, also
    /// when no car crosses the Line.
    func flagFell(by now: Instant) -> Instant? {
        if let chequered = state.chequeredAt { return chequered }
        guard kind != .race, let deadline, deadline.isReached(at: now),
            state.endAt.map({ deadline.isReached(at: $0) }) ?? true
        else { return nil }
        return deadline.instant
    }

    @inline(__always)
    mutating func passDeadline(_ now: Instant) {
        guard kind != .race, state.chequeredAt == nil, let fell = flagFell(by: now) else { return }
        backdateFlag(to: fell, laps: nil)
        showFlag(.chequered, from: fell, isTaken: true)
    }

    // MARK: Flags

    /// The flag shown at this time, if nothing more is folded.
    @inline(__always)
    func flag(asOf time: Instant) -> Flag? {
        kind != .race && state.chequeredAt == nil && flagFell(by: time) != nil ? .chequered : state.flags.now
    }

    mutating func show(_ flag: Flag, at: Instant, isEstimated: Bool, throughPitLane: Bool) {
        if flag == .chequered, state.startAt != nil, state.chequeredAt == nil, state.endAt == nil {
            let isEarly = !isEstimated && kind == .race && rules.earlyFlag == .lastCrossing && !isOver(at)
            var fell = at
            if let leader = leader(at: at).map({ state.cars[$0] }), leader.laps > 0 {
                // A flag shown by hand some seconds after the leader had passed was meant for that crossing.
                let isMeantForCrossing = kind == .race && at - leader.lapBegan <= rules.flagByHand
                if isEarly || isMeantForCrossing { fell = leader.lapBegan }
            }
            backdateFlag(to: fell, laps: nil)
        }
        showFlag(flag, from: at, isEstimated: isEstimated, throughPitLane: throughPitLane)
    }

    private mutating func showFlag(
        _ flag: Flag, from at: Instant, isEstimated: Bool = false, throughPitLane: Bool = false, isTaken: Bool = false
    ) {
        // A flag that fell before the flag shown now was seen only from now on.
        let from = max(at, state.flags.shown.last?.from ?? at)
        if flag == .red, state.flags.now != .red, state.endAt == nil { noteStopped(at: from) }
        state.flags.show(
            FlagLog.Shown(
                flag: flag, from: from, laps: leaderLaps, isEstimated: isEstimated,
                throughPitLane: throughPitLane, isTaken: isTaken))
        anew[.flags] = true
        anew[.race] = true
        measuredAnew = .all
    }

    // MARK: Finish

    /// Whether the leader's race would end here: by time, or by the laps of the leader. Nothing is early where
    /// neither is fixed.
    private func isOver(_ at: Instant) -> Bool {
        if let deadline, deadline.isReached(at: at) { return true }
        if let laps = rules.laps, state.cars[state.order[0]].laps >= laps { return true }
        return deadline == nil && rules.laps == nil
    }

    /// The car has crossed the Line: it finishes, or as the leader it brings the flag down.
    @inline(__always)
    mutating func takeFlag(_ car: Int, at: Instant, isProvisional: Bool = false) {
        if let chequered = state.chequeredAt {
            if at >= chequered {
                finish(car)
            } else {
                correctFlag(by: car, at: at)
            }
            return
        }
        guard kind == .race, state.endAt == nil, !isGone(car, by: at), isDone(car, at: at),
            leads(car, at: at)
        else { return }
        letFlagFall(at: at, laps: state.cars[car].laps)
        finish(car)
        if isProvisional { finishCrossed(since: at) }
        showFlag(.chequered, from: at, isTaken: true)
    }

    @inline(__always)
    private func isDone(_ car: Int, at: Instant) -> Bool {
        // While a race is suspended no signal of its end is given.
        if state.flags.flag(at: at) == .red { return false }
        if let deadline, deadline.isReached(at: at) { return true }
        if let laps = rules.laps { return state.cars[car].laps >= laps }
        return false
    }

    /// The first on the road that still runs; where none does, the first that is not disqualified.
    private func leader(at: Instant) -> Int? {
        let places = 0..<state.order.count
        let place =
            places.first { isRunning(state.order[$0], at: at) } ?? places.first { !isGone(state.order[$0], by: at) }
        return place.map { state.order[$0] }
    }

    private func leads(_ car: Int, at: Instant) -> Bool {
        let rank = state.order.rank(of: car)
        let isDisqualified = state.cars[car].isDisqualified
        return (0..<state.order.count).allSatisfy { place in
            let other = state.order[place]
            if other == car || !isRunning(other, at: at) { return true }
            // A missed crossing can lie before a disqualification, which has put the car behind all others since.
            return isDisqualified || state.cars[other].isDisqualified
                ? !wasThere(other, before: car, by: at) : place > rank
        }
    }

    /// The other car had been at the Line that this one has just crossed.
    private func wasThere(_ other: Int, before car: Int, by at: Instant) -> Bool {
        let point = Int(state.cars[car].progress)
        guard let start = state.startAt, Int(state.cars[other].progress) >= point else { return false }
        return table.passageOrEstimate(other, at: point).map { $0.instant(from: start) <= at } ?? false
    }

    /// A car that stands or is out does not lead, with any number of laps (R15.2).
    private func isRunning(_ car: Int, at: Instant) -> Bool {
        !state.cars[car].isRetired && !isGone(car, by: at) && !isOverdue(car, at: at)
    }

    /// A missed crossing shows that the car for which the flag fell was not the leader: the leader was there before
    /// it. The flag fell then, or, where his time had not run out, has not fallen yet.
    private mutating func correctFlag(by car: Int, at: Instant) {
        guard let laps = state.chequeredLaps, state.cars[car].laps >= laps, !isGone(car, by: at) else { return }
        anew[.flags] = true
        if isDone(car, at: at) {
            backdateFlag(to: at, laps: state.cars[car].laps)
            state.flags.moveTaken(to: at)
            return
        }
        state.chequeredAt = nil
        state.chequeredLaps = nil
        state.flags.takeBack()
        for finished in state.cars.indices where state.cars[finished].hasFinished {
            state.cars[finished].hasFinished = false
            changed.mark(finished, .standing)
        }
        anew[.race] = true
        measuredAnew = .all
    }

    /// The flag fell at an instant that may lie in the past.
    private mutating func backdateFlag(to at: Instant, laps: Int32?) {
        letFlagFall(at: at, laps: laps)
        finishCrossed(since: at)
    }

    /// Cars finish from this instant on; `laps` are those of the car for which the flag fell.
    private mutating func letFlagFall(at: Instant, laps: Int32?) {
        state.chequeredAt = at
        state.chequeredLaps = laps
        anew[.race] = true
    }

    /// Those that have crossed the Line since the flag fell have finished.
    private mutating func finishCrossed(since at: Instant) {
        for car in state.cars.indices where state.cars[car].laps > 0 && state.cars[car].lapBegan >= at {
            finish(car)
        }
    }

    mutating func finish(_ car: Int) {
        guard !state.cars[car].hasFinished else { return }
        state.cars[car].hasFinished = true
        changed.mark(car, .standing)
        if !state.orders.isEmpty {
            takeBackServed(of: car, since: state.cars[car].lapBegan)
            convertOrders(of: car)
        }
    }
}
