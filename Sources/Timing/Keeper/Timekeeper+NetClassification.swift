/// The net classification: the outstanding stops of all cars taken as made (R33).
extension Timekeeper {
    /// The order with all outstanding stops made, as it was last told; empty unless a race with mandatory stops
    /// runs.
    public var netClassification: [NetRow] { compliance.net }

    /// Official time at which it was told last; nil where it never was.
    public var netToldAt: Instant? { compliance.netToldAt.instant }

    /// Needs the verdicts on stops; leaves the net classification, where it is due. `isAsItWas`: nothing has changed
    /// but perhaps the time.
    mutating func settleNet(
        _ effect: inout Effect, _ before: Settled, now: Instant, isAct: Bool, isAsItWas: Bool = false
    ) {
        effect.isNetDue = isNetDue(effect, now: now, phase: before.phase, isAct: isAct)
        guard effect.isNetDue, !isAsItWas || compliance.netToldAt != LastTime(now) else { return }
        compliance.net = settled.phase == .running ? net(now: now) : []
        compliance.netToldAt = LastTime(now)
    }

    /// The net classification is told where it moves by more than a lap's running.
    private func isNetDue(_ effect: Effect, now: Instant, phase before: Phase, isAct: Bool) -> Bool {
        guard compliance.asksForStops, settled.phase == .running || before == .running else { return false }
        if isAct || effect.isCorrection || settled.phase != before { return true }
        switch effect.outcome {
        case .pitEntry, .pitExit: return true
        case .lap:
            if let car = effect.car, race.state.order[0] == car.slot { return true }
            return !compliance.netToldAt.isWithin(Tolerances.netEvery, before: now) && compliance.isUneven
        default: return false
        }
    }

    private mutating func net(now: Instant) -> [NetRow] {
        for car in compliance.accounts.indices where compliance.accounts[car].constant == nil { readConstant(car) }
        let cost = compliance.stopCost(onTrack: session.circuit.pitOnTrack, transit: race.state.pitTransit)
        var leader: Int?
        // The rows of before give their room.
        var rows: [NetRow] = []
        swap(&rows, &compliance.net)
        rows.removeAll(keepingCapacity: true)
        rows.reserveCapacity(race.state.order.count)
        for rank in 0..<race.state.order.count {
            let car = race.state.order[rank]
            guard isInNet(car) else { continue }
            let first = leader ?? car
            leader = first
            let account = compliance.accounts[car]
            let lost = race.lost(by: car, required: account.inPit, now: now)
            let outstanding = cost.outstanding(account)
            let delay = race.delay(of: car, to: first, asOf: lost == nil ? now : nil) + (lost.map(cost.whole) ?? .zero)
            let remaining = account.exitFrom.map { max(.zero, $0 - now) } ?? .zero
            rows.append(
                NetRow(car: CarIndex(car), delay: delay + outstanding, owed: outstanding + remaining))
        }
        NetRow.settle(&rows, classOf: race.field.classOf, classes: race.field.classes.count)
        return rows
    }

    private func isInNet(_ car: Int) -> Bool {
        race.state.cars[car].wasSeen && !race.state.cars[car].isRetired && !race.state.cars[car].isDisqualified
    }
}

extension Timekeeper {
    /// A car's latest stop gives the cost of a stop once the lap after it is complete.
    private mutating func readConstant(_ car: Int) {
        guard let visit = compliance.accounts[car].latest,
            let constant = race.constant(of: race.state.stops[car][visit - 1], by: car)
        else { return }
        compliance.take(constant: constant, of: car)
    }
}

extension Race {
    /// How long after the leader the car is, however many laps; with `now` also by that it has not come to
    /// its next point yet.
    fileprivate func delay(of car: Int, to leader: Int, asOf now: Instant?) -> Milliseconds {
        let reached = Int(state.cars[car].progress)
        var delay = Milliseconds.zero
        var common = reached
        while common > 0 {
            if let own = table.passageOrEstimate(car, at: common),
                let first = table.passageOrEstimate(leader, at: common)
            {
                delay = own - first
                break
            }
            common -= 1
        }
        guard let now, let start = state.startAt else { return delay }
        let furthest = Int(state.cars[leader].progress)
        var point = reached + 1
        while point <= furthest {
            if let first = table.passageOrEstimate(leader, at: point) {
                return max(delay, SinceStart(now, from: start) - first)
            }
            point += 1
        }
        return delay
    }
}

extension Race {
    /// The part of the current pit visit that the gap at the car's last point does not contain yet; `required`: of the
    /// stop that it is in the pit lane for.
    fileprivate func lost(by car: Int, required: Milliseconds?, now: Instant) -> Milliseconds? {
        let reached = Int(state.cars[car].progress)
        guard let start = state.startAt, let stop = state.stops[car].last, let entered = stop.entered else {
            return nil
        }
        let last = (table.passageOrEstimate(car, at: reached) ?? .signal).instant(from: start)
        guard stop.isOpen || stop.left.map({ last <= $0 }) ?? false else { return nil }
        let duration = stop.duration ?? max(required ?? .zero, now - entered)
        return duration - max(.zero, last - entered)
    }

    /// In-lap + out-lap − 2 × the lap before − time in the pit lane; nil until the out-lap is complete. In-lap: the lap
    /// on which the car came in.
    func constant(of stop: Stop, by car: Int) -> Milliseconds? {
        guard let start = state.startAt, let entered = stop.entered, let duration = stop.duration
        else { return nil }
        var lap = Int(state.cars[car].laps)
        while lap > 1, let before = end(of: lap - 1, by: car), before.instant(from: start) >= entered { lap -= 1 }
        guard lap > 1, let before = end(of: lap - 2, by: car), let began = end(of: lap - 1, by: car),
            lap + 1 <= Int(state.cars[car].laps), let ended = end(of: lap + 1, by: car)
        else { return nil }
        return (ended - began) - 2 * (began - before) - duration
    }

    private func end(of lap: Int, by car: Int) -> SinceStart? {
        VirtualFlag.lapEnd(lap, of: car, in: self)
    }
}
