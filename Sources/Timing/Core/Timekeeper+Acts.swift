/// What the acts of timekeepers and stewards mean to the logs, and which of them are refused.
extension Timekeeper {
    func car(of act: Act) -> Int? {
        switch act.kind {
        case .driver(let number, _), .penalty(let number, _, _), .insert(let number, _, _),
            .assign(_, let number):
            return numbers[number]
        case .start, .end, .flag, .withdraw, .void:
            return nil
        }
    }

    func check(_ act: Act) throws(ActRefusal) {
        switch act.kind {
        case .driver(let number, _), .assign(_, let number):
            guard numbers[number] != nil else { throw .unknownCar(number) }
        case .penalty(let number, let kind, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            if case .position(let position) = kind, !(1...session.entries.count).contains(position) {
                throw .wrongPosition(position, of: session.entries.count)
            }
        case .insert(let number, let loop, _):
            guard numbers[number] != nil else { throw .unknownCar(number) }
            guard race.track.detection(loop) != nil else { throw .unknownLoop(loop) }
        case .void(let id):
            guard log.index(of: id) != nil || unknown.holds(id) else { throw .unknownCrossing(id) }
        case .withdraw(let name):
            guard acts.named(name) != nil else { throw .unknownAct(name) }
        case .start, .end, .flag:
            break
        }
    }

    /// Brings an amendment into the logs. Returns the instant from which the race reads differently, if any.
    mutating func amend(_ act: Act, _ effect: inout Effect) -> Instant? {
        switch act.kind {
        case .start, .end, .flag, .driver:
            return act.at
        case .penalty:
            return nil
        case .void(let id):
            return setVoid(true, id)
        case .insert: return insertCrossing(of: act)
        case .assign(let transponder, _):
            effect.unknownChanged = true
            return reassign(transponder)
        case .withdraw(let name):
            return turn(name, &effect)
        }
    }

    private mutating func insertCrossing(of act: Act) -> Instant? {
        guard case .insert(let number, let loop, let driver) = act.kind, let car = numbers[number] else { return nil }
        let crossing = Crossing(
            id: CrossingID(insertedBy: act.id), stamp: act.at.milliseconds * 1000,
            transponder: session.entries[car].transponders.first ?? Transponder(0), loop: loop, driver: driver)
        _ = log.insert(InputLog.Entry(crossing: crossing, car: Int32(car), isVoid: acts.isVoid(crossing.id)))
        return act.at
    }

    /// An act that stood does so no more, or one that had been taken back stands again.
    private mutating func turn(_ name: String, _ effect: inout Effect) -> Instant? {
        guard let act = acts.named(name) else { return nil }
        switch act.kind {
        case .start, .end, .flag, .driver: return act.at
        case .void(let id): return setVoid(acts.isVoid(id), id)
        case .insert:
            let id = CrossingID(insertedBy: act.id)
            guard acts.stands(act.id) else { return log.remove(id) }
            return log.index(of: id) == nil ? insertCrossing(of: act) : nil
        case .assign(let transponder, _):
            effect.unknownChanged = true
            return reassign(transponder)
        case .withdraw(let target): return turn(target, &effect)
        case .penalty: return nil
        }
    }

    private mutating func setVoid(_ isVoid: Bool, _ id: CrossingID) -> Instant? {
        guard let index = log.index(of: id) else { return nil }
        log.setVoid(isVoid, at: index)
        return log[index].crossing.at
    }

    /// The transponder is the car's of the last assignment that stands, or else of the entry list.
    private mutating func reassign(_ transponder: Transponder) -> Instant? {
        var car = session.entries.firstIndex { $0.transponders.contains(transponder) }
        if let number = acts.owner(of: transponder) { car = numbers[number] }
        transponders[transponder] = car.map { Int32($0) }
        let crossings = log.removeAll(of: transponder) + unknown.release(transponder)
        for crossing in crossings {
            guard let car else {
                _ = unknown.hold(crossing)
                continue
            }
            _ = log.insert(
                InputLog.Entry(crossing: crossing, car: Int32(car), isVoid: acts.isVoid(crossing.id)))
        }
        return crossings.map(\.at).min()
    }
}
