/// Compliance, for a publication (R24).
extension Timekeeper {
    /// The verdicts on the car, in order of the kinds.
    public func verdicts(of car: CarIndex) -> [Verdict] { compliance.cars[car.slot].verdicts }

    /// Infringements, in order of the entry list.
    public var infringements: [Infringement] { compliance.infringements.flatMap { $0 } }

    /// A car's infringements, in order of the obligations.
    public func infringements(of car: CarIndex) -> [Infringement] { compliance.infringements[car.slot] }
}

/// Keeping the verdicts: judging again those cars whose record reads differently, or whose time has come.
extension Timekeeper {
    /// Needs the fold, the phase, the overdue cars and the requirements; leaves the verdicts. `isEach`: each car whose
    /// row is another, touched or not.
    mutating func judge(_ effect: inout Effect, before: Settled, now: Instant, isAct: Bool, isEach: Bool) {
        let isAll =
            isAct || settled.phase != before.phase || race.anew[.orders] || race.state.startAt != compliance.startAt
            || race.state.countedBackTo != compliance.countedBackTo
            || race.state.chequeredAt != compliance.chequeredAt
            || race.anew[.flags] && race.state.flags != compliance.flags
        if isAll {
            compliance.flags = race.state.flags
            for car in compliance.cars.indices { judge(car, now: now, &effect) }
            compliance.findNextChange()
        } else {
            for car in race.changed.cars where isEach || isTouched(car.slot) {
                judge(car.slot, now: now, &effect)
            }
            for car in overdue.turned where isAnother(car) { judge(car, now: now, &effect) }
            if compliance.pitEntryToLine != race.state.paces.pitEntryToLine { race.measuredAnew = .all }
            var other = race.firstMeasuredAnew()
            while let car = other {
                if seesAnotherLap(car) || isAnother(car) { judge(car, now: now, &effect) }
                other = race.firstMeasuredAnew(from: car + 1)
            }
            if compliance.changesAt.isReached(at: now) {
                for car in compliance.cars.indices where compliance.cars[car].changesAt.isReached(at: now) {
                    judge(car, now: now, &effect)
                }
                compliance.findNextChange()
            }
        }
        if effect.verdicts.count > 1 { effect.verdicts.sort { $0.car < $1.car } }
        if isAll {
            compliance.startAt = race.state.startAt
            compliance.countedBackTo = race.state.countedBackTo
            compliance.chequeredAt = race.state.chequeredAt
        }
        compliance.pitEntryToLine = race.state.paces.pitEntryToLine
    }

    private mutating func judge(_ car: Int, now: Instant, _ effect: inout Effect) {
        let before = compliance.cars[car].verdicts
        var sheet = compliance.takeSheet()
        guard let record = record(of: car, now: now, on: &sheet) else {
            compliance.putBack(sheet)
            compliance.take(Compliance.Judged(), read: nil, StopAccount(), of: car)
            VerdictChange.add(to: &effect.verdicts, before, [], of: car)
            return
        }
        let judge = Judge(record, on: &sheet)
        let isEach = compliance.startAt != race.state.startAt || effect.recrewed.contains(CarIndex(car))
        VerdictChange.add(to: &effect.verdicts, before, judge.verdicts, of: car, isEach: isEach)
        var account = StopAccount(judge.verdicts, stops: race.state.stops[car])
        if !effect.isCorrection, account.latest == compliance.accounts[car].latest {
            account.constant = compliance.accounts[car].constant
        }
        compliance.take(
            Compliance.Judged(verdicts: judge.verdicts, watches: judge.watches, changesAt: judge.changesAt),
            read: own(of: car), account, of: car)
        compliance.putBack(judge.leave(before))
    }

    /// Whether the verdicts on a car may read differently after a crossing.
    @inline(__always)
    private func isTouched(_ car: Int) -> Bool {
        race.changed.parts[car].contains(.stops) || isAnother(car)
            || race.changed.parts[car].contains(.laps) && seesAnotherLap(car)
    }

    /// Whether what verdicts rest on beside stops and laps reads differently than when the car was judged.
    @inline(__always)
    private func isAnother(_ car: Int) -> Bool {
        guard let own = compliance.owns[car] else { return true }
        return !own.isOf(race.state.cars[car], isOnTrack: isOnTrack(car))
    }

    /// True when the car has another count of chances left.
    @inline(__always)
    private func seesAnotherLap(_ car: Int) -> Bool {
        guard let first = compliance.watched[car] else { return false }
        let entries = isOnTrack(car) ? race.pitEntries(car) : nil
        return first.isAnother(by: entries) || compliance.cars[car].watches.doOthersChange(with: entries)
    }

    @inline(__always)
    private func own(of car: Int) -> CarRecord.Own {
        CarRecord.Own(race.state.cars[car], isOnTrack: isOnTrack(car))
    }

    /// On the track, and not overdue at its next loop.
    @inline(__always)
    private func isOnTrack(_ car: Int) -> Bool {
        race.state.cars[car].isExpected && !overdue.isOverdue[car] && settled.phase != .ended
    }

    /// Nil before the start signal, and of a car that is withdrawn: it owes nothing.
    private func record(of car: Int, now: Instant, on sheet: inout Judge.Sheet) -> CarRecord? {
        if book.isWithdrawn(car) { return nil }
        let end = settled.phase == .ended ? end : nil
        guard let start = race.state.startAt, let clock = race.raceClock(end: Deadline(end?.at)) else { return nil }
        let stopsUnderRed = race.rules.obligations.stops?.underRed ?? false
        var visits: [CarRecord.Visit] = []
        swap(&visits, &sheet.visits)
        find(&visits, of: car, stopsUnderRed: stopsUnderRed)
        return CarRecord(
            entry: session.entries[car], kind: session.kind, start: start, clock: clock,
            now: end.map { min(now, $0.at) } ?? now, end: end, chequered: race.state.chequeredAt,
            visits: visits, flags: race.state.flags, own: own(of: car),
            duration: race.duration, pitEntries: race.pitEntries(car),
            asked: compliance.asked,
            present: compliance.asked.last(at: now),
            stopsUnderRed: stopsUnderRed, rulings: compliance.rulings[car])
    }

    private var end: CarRecord.End? {
        guard let at = endedAt else { return nil }
        let curtain = race.state.flags.redSince(asOf: at) ?? at
        return CarRecord.End(at: at, curtain: curtain, countedBackTo: race.state.countedBackTo)
    }

    private func find(_ visits: inout [CarRecord.Visit], of car: Int, stopsUnderRed: Bool) {
        let served = race.servedFrom(car)
        let flags = race.state.flags
        let wasRed = !stopsUnderRed && flags.shown.contains { $0.flag == .red }
        for (index, stop) in race.state.stops[car].enumerated() {
            let entered = stop.entered
            let left = stop.left
            let isPenalty = entered.map(served.contains) ?? false
            var red = Milliseconds.zero
            if wasRed, let entered, let left { red = flags.red(from: entered, to: left) }
            visits.append(
                CarRecord.Visit(
                    number: index + 1, entered: entered, left: left, isOpen: stop.isOpen, driverIn: stop.driverIn,
                    driverOut: stop.driverOut, counts: stop.counts && !isPenalty,
                    endsStint: stop.endsStint(served: served),
                    duration: stop.duration.map { $0 - red }, isInterrupted: red > .zero))
        }
    }
}

extension VerdictChange {
    /// Adds the differences between two verdict lists of one car, both in order of their names; with `isEach` all
    /// verdicts.
    static func add(
        to changes: inout [VerdictChange], _ before: [Verdict], _ after: [Verdict], of car: Int, isEach: Bool = false
    ) {
        func add(_ was: Verdict.State?, _ now: Verdict?, _ name: ObligationID) {
            // A pit stop changes some eight of a car's.
            if changes.isEmpty { changes.reserveCapacity(8) }
            changes.append(VerdictChange(car: CarIndex(car), before: was, verdict: now, obligation: name))
        }
        before.withUnsafeBufferPointer { before in
            after.withUnsafeBufferPointer { after in
                var (old, new) = (0, 0)
                while old < before.count || new < after.count {
                    // Most read as they did.
                    if !isEach, old < before.count, new < after.count, before[old] == after[new] {
                        old += 1
                        new += 1
                        continue
                    }
                    if new == after.count || old < before.count && before[old].obligation < after[new].obligation {
                        add(before[old].state, nil, before[old].obligation)
                        old += 1
                    } else if old == before.count || after[new].obligation < before[old].obligation {
                        add(nil, after[new], after[new].obligation)
                        new += 1
                    } else {
                        add(before[old].state, after[new], after[new].obligation)
                        old += 1
                        new += 1
                    }
                }
            }
        }
    }
}
