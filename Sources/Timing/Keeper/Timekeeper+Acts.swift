/// Brings the acts of timekeepers and stewards into the logs, or refuses them.
extension Timekeeper {
    func car(of act: Act) -> Int? {
        switch act.kind {
        case .driver(let number, _), .retired(let number), .penalty(let number, _, _), .insert(let number, _, _),
            .assign(_, let number, _), .ruling(let number, _, _, _), .bulletin(.addition(let number, _)),
            .report(let number, _):
            return numbers[number]
        case .entry(let change): return change.action == .add ? nil : numbers[change.car]
        case .formation, .start, .end, .final, .duration, .flag, .served, .withdraw, .void, .count, .clock, .bulletin,
            .message, .conditions:
            return nil
        }
    }

    /// Whether a new act can be taken; nothing is done.
    /// - Throws: why it would be refused.
    public func check(_ act: Act) throws(ActRefusal) {
        if acts.setAside(named: act.id) != nil { throw .nameInUse(act.id) }
        if let replaced = act.replaces, acts.named(replaced) == nil, acts.setAside(named: replaced) == nil {
            throw .nothingToReplace(replaced)
        }
        switch act.kind {
        case .driver(let number, _), .retired(let number), .assign(_, let number, _), .ruling(let number, _, _, _),
            .bulletin(.addition(let number, _)):
            guard numbers[number] != nil else { throw .unknownCar(number) }
        case .bulletin(.startList(let list)):
            if let number = list.cars.first(where: { numbers[$0] == nil }) { throw .unknownCar(number) }
        case .message(_, let cars):
            if let number = cars.first(where: { numbers[$0] == nil }) { throw .unknownCar(number) }
        case .report(let number, let report):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            let known = session.rules.reports.map(\.kind)
            guard known.contains(report.kind) else { throw .unknownReport(report.kind, known: known) }
        case .penalty(let number, let kind, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            if case .position(let position) = kind, !(1...session.entries.count).contains(position) {
                throw .wrongPosition(position, of: session.entries.count)
            }
        case .insert(let number, let loop, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            guard race.track.detection(loop) != nil else { throw .unknownLoop(loop) }
        case .void(let id), .count(let id):
            guard log.index(of: id) != nil || unknown.holds(id) || late.holds(id) else { throw .unknownCrossing(id) }
        case .withdraw(let name):
            guard acts.named(name) != nil || acts.setAside(named: name) != nil else { throw .unknownAct(name) }
        case .served(let name, _):
            guard let order = acts.named(name) else { throw .unknownAct(name) }
            guard order.isToBeServed else { throw .nothingToServe(name) }
        case .entry(let change): try check(change, replacing: act.replaces)
        case .formation, .start, .end, .final, .duration, .flag, .clock, .bulletin, .conditions:
            break
        }
        try checkEntries(with: act)
    }

    /// Brings an act into the logs, and takes the one out whose place it takes. Returns the instant from which the race
    /// reads differently, if any.
    mutating func amend(_ act: Act, _ effect: inout Effect) -> Instant? {
        guard let replaced = act.replaces else { return amendAlone(act, &effect) }
        let instants = [turn(replaced, &effect), amendAlone(act, &effect)]
        return instants.compactMap(\.self).min()
    }

    private mutating func amendAlone(_ act: Act, _ effect: inout Effect) -> Instant? {
        switch act.kind {
        case .formation, .start, .end, .flag, .driver, .retired, .served, .bulletin,
            .penalty(_, .driveThrough, _), .penalty(_, .stopAndGo, _), .penalty(_, .disqualified, _):
            return act.at
        case .duration: return beforeTheFlag(act.at)
        case .final, .ruling, .message, .conditions, .entry:
            return nil
        case .report: return deletedLap(by: act).flatMap { lapBegan($0, car: car(of: act)) }
        case .clock(let clock):
            return retime(clock, &effect)
        case .penalty(_, .lapTime(let lap), _):
            return lapBegan(lap, car: car(of: act))
        case .penalty:
            return nil
        case .void(let id):
            return setVoid(true, id)
        case .count(let id): return crossing(id)
        case .insert: return insertCrossing(of: act)
        case .assign(let transponder, _, _):
            effect.unknownChanged = true
            return reassign(transponder, &effect)
        case .withdraw(let name):
            return turn(name, &effect)
        }
    }

    mutating func insertCrossing(of act: Act) -> Instant? {
        guard case .insert(let number, let loop, let driver) = act.kind, let car = numbers[number] else { return nil }
        let crossing = Crossing(
            id: CrossingID(insertedBy: act.id), stamp: act.at.microseconds,
            transponder: session.entries[car].transponders.first ?? Transponder(0), loop: loop, driver: driver)
        _ = log.insert(InputLog.Entry(crossing: crossing, car: Int32(car), isVoid: acts.isVoid(crossing.id)))
        return act.at
    }

    /// An act that held is taken back, or one that was taken back holds again.
    private mutating func turn(_ name: String, _ effect: inout Effect) -> Instant? {
        guard let act = acts.named(name) else { return nil }
        guard let replaced = act.replaces else { return turnAlone(act, &effect) }
        let instants = [turn(replaced, &effect), turnAlone(act, &effect)]
        return instants.compactMap(\.self).min()
    }

    private mutating func turnAlone(_ act: Act, _ effect: inout Effect) -> Instant? {
        switch act.kind {
        case .formation, .start, .end, .flag, .driver, .retired, .served, .bulletin,
            .penalty(_, .driveThrough, _), .penalty(_, .stopAndGo, _), .penalty(_, .disqualified, _):
            return act.at
        case .duration: return beforeTheFlag(act.at)
        case .clock(let clock): return retime(clock, &effect)
        case .penalty(_, .lapTime(let lap), _): return lapBegan(lap, car: car(of: act))
        case .void(let id): return setVoid(acts.isVoid(id), id)
        case .count(let id): return crossing(id)
        case .insert:
            let id = CrossingID(insertedBy: act.id)
            guard acts.stands(act.id) else { return log.remove(id) }
            return log.index(of: id) == nil ? insertCrossing(of: act) : nil
        case .assign(let transponder, _, _):
            effect.unknownChanged = true
            return reassign(transponder, &effect)
        case .withdraw(let target): return turn(target, &effect)
        case .report: return deletedLap(by: act).flatMap { lapBegan($0, car: car(of: act)) }
        case .penalty, .final, .ruling, .message, .conditions, .entry: return nil
        }
    }

    private func crossing(_ id: CrossingID) -> Instant? { log.index(of: id).map { log[$0].crossing.at } }

    /// A session that is prolonged goes on where a flag had fallen by itself; one that is no longer so ended before.
    private func beforeTheFlag(_ at: Instant) -> Instant {
        min(Deadline(race.state.chequeredAt), race.deadline ?? .none).orEarlier(at)
    }

    /// From where a car's lap is to be folded again when its time counts or does not; nil where it has not begun.
    private func lapBegan(_ lap: Int, car: Int?) -> Instant? {
        guard let car, let start = race.state.startAt, lap - 1 <= Int(race.state.cars[car].laps) else { return nil }
        return (VirtualFlag.lapEnd(lap - 1, of: car, in: race) ?? .signal).instant(from: start)
    }

    /// Lap times that the stewards have deleted.
    var deletedLaps: Set<DeletedLap> {
        var laps: Set<DeletedLap> = []
        for act in acts.deletions {
            guard case .penalty(_, .lapTime(let lap), _) = act.kind, let car = car(of: act) else { continue }
            laps.insert(DeletedLap(car: car, lap: lap))
        }
        for act in acts.reports {
            guard let lap = deletedLap(by: act), let car = car(of: act) else { continue }
            laps.insert(DeletedLap(car: car, lap: lap))
        }
        return laps
    }

    /// A clock is known to be off, or no longer: its crossings go where they belong.
    private mutating func retime(_ clock: ClockCorrection, _ effect: inout Effect) -> Instant? {
        correctTold()
        func corrected(_ crossing: Crossing) -> Crossing { crossing.clockAhead(acts.clockAhead(crossing)) }
        if unknown.replaceAll(of: clock.decoder, by: corrected) { effect.unknownChanged = true }
        return reread(
            { $0.id.decoder == clock.decoder }, held: acts.assigned.union(book.wornForATime.keys).sorted(), &effect)
    }

    private mutating func setVoid(_ isVoid: Bool, _ id: CrossingID) -> Instant? {
        guard let index = log.index(of: id) else { return nil }
        log.setVoid(isVoid, at: index)
        return log[index].crossing.at
    }
}

extension Act {
    /// A drive-through or stop-and-go.
    var isToBeServed: Bool {
        guard case .penalty(_, let penalty, _) = kind else { return false }
        return switch penalty {
        case .driveThrough, .stopAndGo: true
        case .time, .position, .laps, .disqualified, .grid, .lapTime: false
        }
    }

    /// Whether the list of penalties reads differently for it.
    var concernsPenalties: Bool {
        switch kind {
        case .penalty, .served: true
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .withdraw, .void, .count, .insert,
            .assign, .clock, .bulletin, .ruling, .message, .report, .conditions, .entry:
            false
        }
    }
}
