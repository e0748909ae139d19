/// The end of a session: race clock, chequered flag, count-back (regulations 1.3 to 1.6, 1.14, 1.24).
extension Race {
    /// From when the race clock runs.
    var clockAt: Int64? {
        state.clockStart ?? (rules.start == .formation ? state.formationAt : nil)
    }

    /// Laps of the car that leads on the road.
    var leaderLaps: Int32 {
        guard state.order.count > 0, !state.cars[state.order[0]].isDisqualified else { return state.leaderLapsAtLeast }
        return max(state.cars[state.order[0]].laps, state.leaderLapsAtLeast)
    }

    /// How long the session lasts by its clock, in milliseconds.
    var duration: Int64? { state.durationSet ?? rules.duration?.count }

    /// When time runs out, as far as it is known: also by a command that prolongs the session afterwards.
    var deadline: Int64? {
        guard state.startAt != nil, let clockAt, duration != nil else { return nil }
        var lasts = rules.duration?.count ?? .max
        var deadline = lasts == .max ? .max : instant(of: lasts, since: clockAt)
        for told in durations {
            let runsOut = instant(of: told.duration, since: clockAt)
            // What prolongs holds from the beginning. A session cut short to less than has passed ends when that is
            // said.
            deadline = told.duration > lasts ? max(deadline, runsOut) : min(deadline, max(told.at, runsOut))
            lasts = told.duration
        }
        return deadline
    }

    /// When the race clock reaches a time; never while it stands short of it.
    private func instant(of time: Int64, since began: Int64) -> Int64 {
        guard rules.redFlag.stopsClock else { return began + time }
        return RaceClock(from: began, flags: state.flags, rule: rules.redFlag).deadline(of: time)
    }

    /// The instant from which cars finish, as it is known at `now`. Practice and qualifying end with their time,
    /// whether anybody crosses the Line or not.
    func flagFell(by now: Int64) -> Int64? {
        if let chequered = state.chequeredAt { return chequered }
        guard kind != .race, let deadline, now >= deadline, state.endAt.map({ $0 >= deadline }) ?? true else {
            return nil
        }
        return deadline
    }

    @inline(__always)
    mutating func passDeadline(_ now: Int64) {
        guard kind != .race, state.chequeredAt == nil, let fell = flagFell(by: now) else { return }
        backdateFlag(to: fell, laps: nil)
        showFlag(.chequered, from: fell, isTaken: true)
    }

    // MARK: Flags

    /// What is shown at this time, if nothing more is folded.
    @inline(__always)
    func flag(asOf time: Int64) -> Flag? {
        kind != .race && state.chequeredAt == nil && flagFell(by: time) != nil ? .chequered : state.flags.now
    }

    mutating func show(_ flag: Flag, at: Int64, isEstimated: Bool, throughPitLane: Bool) {
        if flag == .chequered, state.startAt != nil, state.chequeredAt == nil, state.endAt == nil {
            let isEarly = !isEstimated && kind == .race && rules.earlyFlag == .lastCrossing && !isOver(at)
            let leader = state.cars[leader(at: at)]
            // A flag shown by hand some seconds after the leader had passed was meant for that crossing.
            let isMeantForCrossing = kind == .race && at - leader.lapBegan <= rules.flagByHand.count
            backdateFlag(to: (isEarly || isMeantForCrossing) && leader.laps > 0 ? leader.lapBegan : at, laps: nil)
        }
        showFlag(flag, from: at, isEstimated: isEstimated, throughPitLane: throughPitLane)
    }

    private mutating func showFlag(
        _ flag: Flag, from at: Int64, isEstimated: Bool = false, throughPitLane: Bool = false, isTaken: Bool = false
    ) {
        // A flag that fell before what is shown now was not seen before that.
        let from = max(at, state.flags.shown.last?.from ?? at)
        if flag == .red, state.flags.now != .red, state.endAt == nil { noteStopped(at: from) }
        state.flags.show(
            FlagLog.Shown(
                flag: flag, from: from, laps: leaderLaps, isEstimated: isEstimated,
                throughPitLane: throughPitLane, isTaken: isTaken))
        flagsChanged = true
        raceChanged = true
        isOverdueAnew = true
    }

    // MARK: Finish

    /// Whether the leader's race would end here: by time, or by the laps of the leader. Nothing is early where
    /// neither is fixed.
    private func isOver(_ at: Int64) -> Bool {
        if let deadline, at >= deadline { return true }
        if let laps = rules.laps, state.cars[state.order[0]].laps >= laps { return true }
        return deadline == nil && rules.laps == nil
    }

    /// The car has crossed the Line: it finishes, or it is the leader and the flag falls for it.
    @inline(__always)
    mutating func takeFlag(_ car: Int, at: Int64, isProvisional: Bool = false) {
        if let chequered = state.chequeredAt {
            if at >= chequered {
                finish(car)
            } else {
                correctFlag(by: car, at: at)
            }
            return
        }
        guard kind == .race, state.endAt == nil, !state.cars[car].isDisqualified, isDone(car, at: at),
            leads(car, at: at)
        else { return }
        letFlagFall(at: at, laps: state.cars[car].laps)
        finish(car)
        if isProvisional { finishCrossed(since: at) }
        showFlag(.chequered, from: at, isTaken: true)
    }

    @inline(__always)
    private func isDone(_ car: Int, at: Int64) -> Bool {
        // While a race is suspended no signal of its end is given.
        if state.flags.flag(at: at) == .red { return false }
        if let deadline, at >= deadline { return true }
        if let laps = rules.laps { return state.cars[car].laps >= laps }
        return false
    }

    /// The first on the road that still runs.
    private func leader(at: Int64) -> Int {
        let place = (0..<state.order.count).first { isRunning(state.order[$0], at: at) }
        return state.order[place ?? 0]
    }

    private func leads(_ car: Int, at: Int64) -> Bool {
        (0..<state.order.rank(of: car)).allSatisfy { !isRunning(state.order[$0], at: at) }
    }

    /// A car that stands or is out does not lead, whatever it has behind it (regulations 1.5).
    private func isRunning(_ car: Int, at: Int64) -> Bool {
        !state.cars[car].isRetired && !state.cars[car].isDisqualified && !isOverdue(car, at: at)
    }

    /// A missed crossing shows that the car for which the flag fell was not the leader: the leader was there before
    /// it. The flag fell then, or, where his time had not run out, has not fallen yet.
    private mutating func correctFlag(by car: Int, at: Int64) {
        guard let laps = state.chequeredLaps, state.cars[car].laps >= laps, !isGone(car, by: at) else { return }
        flagsChanged = true
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
        raceChanged = true
        isOverdueAnew = true
    }

    /// The flag fell at an instant that may lie in the past.
    private mutating func backdateFlag(to at: Int64, laps: Int32?) {
        letFlagFall(at: at, laps: laps)
        finishCrossed(since: at)
    }

    /// Cars finish from this instant on; `laps` are those of the car for which the flag fell.
    private mutating func letFlagFall(at: Int64, laps: Int32?) {
        state.chequeredAt = at
        state.chequeredLaps = laps
        raceChanged = true
    }

    /// Those that have crossed the Line since the flag fell have finished.
    private mutating func finishCrossed(since at: Int64) {
        for car in state.cars.indices where state.cars[car].laps > 0 && state.cars[car].lapBegan >= at {
            finish(car)
        }
    }

    private mutating func finish(_ car: Int) {
        guard !state.cars[car].hasFinished else { return }
        state.cars[car].hasFinished = true
        changed.mark(car, .standing)
        if !state.orders.isEmpty {
            takeBackServed(of: car, since: state.cars[car].lapBegan)
            convertOrders(of: car)
        }
    }

    // MARK: Count-back

    /// The lap was ended by a provisional crossing.
    private func isEstimated(_ lap: Int, of car: Int) -> Bool {
        table.passage(car, at: lap * track.pointsPerLap) == nil
    }

    /// Disqualified by then.
    func isGone(_ car: Int, by instant: Int64) -> Bool {
        state.cars[car].isDisqualified && state.cars[car].disqualifiedAt <= instant
    }

    private func lapsUntilDisqualified(_ car: Int) -> Int {
        var laps = Int(state.cars[car].laps)
        guard state.cars[car].isDisqualified, let start = state.startAt else { return laps }
        while laps > 0, let end = VirtualFlag.lapEnd(laps, of: car, in: self), isGone(car, by: start + end) {
            laps -= 1
        }
        return laps
    }

    /// Of the car that led then, of those that had not been disqualified; since the start signal.
    private func lapsOfTheLeader(before since: Int64) -> Int {
        var most = 0
        for car in state.cars.indices where !isGone(car, by: since + (state.startAt ?? 0)) {
            var laps = Int(state.cars[car].laps)
            while laps > most, VirtualFlag.lapEnd(laps, of: car, in: self).map({ $0 >= since }) ?? true { laps -= 1 }
            most = max(most, laps)
        }
        return most
    }

    /// The race was ended under the red flag: the result is that of a lap before it was shown (regulations 1.24).
    mutating func countBack() {
        guard let back = rules.countBackLaps, let red = state.flags.shown.last, let start = state.startAt else {
            return
        }
        let lap = max(1, lapsOfTheLeader(before: red.from - start) + 1 - back)
        guard let fell = VirtualFlag.completion(of: lap, in: self, disqualifiedAfter: red.from),
            fell < red.from - start
        else { return }
        state.countedBackTo = start + fell
        let result = VirtualFlag(in: self, fell: fell, until: red.from - start)
        for car in state.cars.indices {
            let counted = result.cars[car]
            state.cars[car].laps = Int32(counted.laps)
            state.cars[car].progress = Int32(counted.laps * track.pointsPerLap)
            state.cars[car].lapBegan = start + counted.at
            let before = counted.laps > 1 ? VirtualFlag.lapEnd(counted.laps - 1, of: car, in: self) : 0
            state.cars[car].lastLap = Int32(clamping: counted.at - (before ?? counted.at))
            state.cars[car].lapBeganEstimated = counted.laps > 0 && isEstimated(counted.laps, of: car)
            state.cars[car].lastLapEstimated =
                state.cars[car].lapBeganEstimated || counted.laps > 1 && isEstimated(counted.laps - 1, of: car)
            if counted.hasFinished { finish(car) }
        }
        let cars = state.cars
        func ranked(_ order: RunningOrder) -> RunningOrder {
            func key(_ car: Int) -> (Int, Int32, Int64, Int) {
                (cars[car].isDisqualified ? 1 : 0, -cars[car].laps, cars[car].lapBegan, order.rank(of: car))
            }
            let sorted = (0..<order.count).map { order[$0] }.sorted { key($0) < key($1) }
            return RunningOrder(members: sorted, count: cars.count)
        }
        state.order = ranked(state.order)
        state.classOrders = state.classOrders.map(ranked)
        // Who was disqualified later led then.
        state.leaderLapsAtLeast = 0
        for car in state.cars.indices {
            state.leaderLapsAtLeast = max(state.leaderLapsAtLeast, Int32(lapsUntilDisqualified(car)))
        }
        state.flags.countBack(to: leaderLaps)
        changed.markAll(.all)
    }
}
