/// Keeping every car's standing. Needs the order on the road, the overdue cars, the phase and the sums of penalties,
/// all as this input leaves them; leaves the standings, and marks the rows that differ.
extension Timekeeper {
    /// After a crossing the rows that it moved, after other inputs all rows. `isAll`: all rows in any case.
    mutating func stand(_ effect: Effect, _ before: Settled, isAll: Bool) {
        let phase = settled.phase
        if isAll || effect.isCorrection || phase != before.phase { return restandAll() }
        let isMoved: Bool
        if session.kind != .race {
            isMoved = race.anew[.best] || race.anew[.orders]
        } else {
            // Most of what is seen after the flag are cars that have finished: it changes nothing.
            let isResult = phase == .finishing || phase == .ended
            isMoved = isResult && (!race.changed.cars.isEmpty || race.anew[.orders])
        }
        if isMoved { return restand(onlyMarked: session.kind == .race && !race.anew[.orders]) }
        restandMarked()
        if !overdue.turned.isEmpty { restandTurned() }
    }

    /// While the race runs the road's order is the classification. In practice and qualifying positions change only
    /// with a best lap.
    private mutating func restandMarked() {
        let isRace = session.kind == .race
        for car in race.changed.cars where race.changed.parts[car.slot].contains(.standing) {
            if isRace {
                standings[car.slot] = standingOnTheRoad(car.slot)
            } else {
                standings[car.slot].status = status(car.slot, isClassified: standings[car.slot].position != nil)
                standings[car.slot].total = total(car.slot)
            }
        }
    }

    /// Cars that have become overdue at their next loop, or are so no more.
    private mutating func restandTurned() {
        for car in overdue.turned {
            let status = status(car, isClassified: standings[car].position != nil)
            guard status != standings[car].status else { continue }
            standings[car].status = status
            standings[car].isGapNow = isGapNow(car)
            race.changed.mark(car, .standing)
        }
    }

    private func standingOnTheRoad(_ car: Int) -> Standing {
        if race.state.cars[car].isDisqualified { return notThere(car) }
        let order = race.state.order
        let classOrder = race.state.classOrders[race.field.classOf[car]]
        let rank = order.rank(of: car)
        let classRank = classOrder.rank(of: car)
        let gap = rank == 0 ? .none : race.distanceOnTheRoad(car, behind: order[0])
        let interval =
            rank <= 1 ? gap : race.distanceOnTheRoad(car, behind: order[rank - 1])
        let classGap: Distance
        if classRank == 0 {
            classGap = .none
        } else {
            classGap = classOrder[0] == order[0] ? gap : race.distanceOnTheRoad(car, behind: classOrder[0])
        }
        let classInterval: Distance
        if classRank <= 1 {
            classInterval = classGap
        } else {
            let ahead = classOrder[classRank - 1]
            classInterval =
                ahead == order[rank - 1] ? interval : race.distanceOnTheRoad(car, behind: ahead)
        }
        assert(rank == 0 || race.addsUp(car, gap, interval, leader: order[0], ahead: order[rank - 1]))
        return Standing(
            position: rank + 1, classPosition: classRank + 1, gap: gap, interval: interval,
            classGap: classGap, classInterval: classInterval, status: status(car, isClassified: true),
            total: total(car), penalty: sumsOfPenalties.time[car],
            penaltyLaps: sumsOfPenalties.laps[car], isGapNow: isGapNow(car))
    }

    /// Of a car that is disqualified or withdrawn while the race runs.
    private func notThere(_ car: Int) -> Standing {
        Standing(
            position: nil, classPosition: nil, gap: .unknown, interval: .unknown, classGap: .unknown,
            classInterval: .unknown, status: status(car, isClassified: false), total: total(car),
            penalty: sumsOfPenalties.time[car], penaltyLaps: sumsOfPenalties.laps[car])
    }

    /// Reads the whole classification anew and marks the rows that differ.
    mutating func restandAll() { restand(onlyMarked: false) }

    /// The same. `onlyMarked`: nothing has changed but the cars that are marked. If the order has stayed, only these
    /// are read, and the cars whose gaps are measured to them. A row that now differs is marked as well: in a dead heat
    /// of three the last car is read because the second has moved.
    private mutating func restand(onlyMarked: Bool) {
        let hasEnded = settled.phase == .ended
        let isResult = settled.phase == .ended || settled.phase == .finishing
        let result = Classification(
            race, penalties: sumsOfPenalties, isResult: isResult, hasEnded: hasEnded)
        let isPart = onlyMarked && result == readOrder
        readOrder = result
        func isMarked(_ car: Int?) -> Bool { car.map { !race.changed.parts[$0].isEmpty } ?? false }
        var places = DeadHeat(classes: race.field.classes.count)
        for (rank, car) in result.cars.enumerated() {
            let place = race.field.classOf[car]
            let isClassified = rank < result.classified
            func distance(_ ahead: Int?) -> Distance {
                guard let ahead else { return .none }
                if session.kind != .race { return race.distanceByBestLap(car, behind: ahead) }
                return isResult
                    ? race.distanceInResult(car, behind: ahead, penalties: sumsOfPenalties, hasEnded: hasEnded)
                    : race.distanceOnTheRoad(car, behind: ahead)
            }
            let (leader, ahead) = (places.first, places.last)
            let (classLeader, classAhead) = (places.first(of: place), places.last(of: place))
            let position = places.next(
                car, carClass: place, total: result.placed.contains(car) ? nil : settledTotal(car, hasEnded: hasEnded))
            let isRead =
                !isPart || isMarked(car) || isMarked(leader) || isMarked(ahead) || isMarked(classLeader)
                || isMarked(classAhead)
            guard isRead else { continue }
            let isNotThere =
                race.state.cars[car].isDisqualified
                || (isResult || session.kind != .race) && sumsOfPenalties.isGone(car)
            guard !isNotThere else {
                take(notThere(car), of: car)
                continue
            }
            let gap = distance(leader)
            let interval = ahead == leader ? gap : distance(ahead)
            let classGap = classLeader == leader ? gap : distance(classLeader)
            let classInterval =
                classAhead == ahead ? interval : classAhead == classLeader ? classGap : distance(classAhead)
            take(
                Standing(
                    position: isClassified ? position.overall : nil,
                    classPosition: isClassified ? position.inClass : nil, gap: gap, interval: interval,
                    classGap: classGap, classInterval: classInterval, status: status(car, isClassified: isClassified),
                    total: total(car), penalty: sumsOfPenalties.time[car], penaltyLaps: sumsOfPenalties.laps[car],
                    isGapNow: isGapNow(car)), of: car)
        }
        guard isPart else { return }
        restandTurned()
        assert(isStanding, "a car that is not read again stands as before")
    }

    /// Whether no row differs when all are read.
    private var isStanding: Bool {
        mutating get {
            let before = standings
            restandAll()
            return standings == before
        }
    }

    /// Marks the row where it differs.
    private mutating func take(_ standing: Standing, of car: Int) {
        guard standing != standings[car] else { return }
        standings[car] = standing
        race.changed.mark(car, .standing)
    }

    /// The basis of a dead heat: laps and time in the result; nil while the race may still change them.
    private func settledTotal(_ car: Int, hasEnded: Bool) -> SettledTotal? {
        let state = race.state.cars[car]
        guard session.kind == .race, hasEnded || state.hasFinished else { return nil }
        return SettledTotal(
            laps: Int(state.laps) - sumsOfPenalties.laps[car],
            time: state.lapBegan - (race.state.startAt ?? state.lapBegan) + sumsOfPenalties.time[car])
    }

    private func status(_ car: Int, isClassified: Bool) -> CarStatus {
        if sumsOfPenalties.isDisqualified[car] { return .disqualified }
        if sumsOfPenalties.isWithdrawn[car] { return .withdrawn }
        if settled.phase == .ended {
            if !race.state.cars[car].wasSeen { return .notStarted }
            if session.kind != .race { return .finished }
            if !isClassified { return .notClassified }
            return race.state.cars[car].hasFinished ? .finished : .retired
        }
        if race.state.cars[car].hasFinished { return .finished }
        if race.state.cars[car].isRetired { return .retired }
        if race.state.cars[car].isInPit { return .inPit }
        if !race.state.cars[car].wasSeen { return .notStarted }
        if overdue.isOverdue[car] { return .stopped }
        return race.state.cars[car].isOutLap ? .outLap : .onTrack
    }

    /// A car keeps the gaps of its last point: in the pit lane, until it comes to the first point after it, where it is
    /// overdue or another has gone by it since, and once it is out.
    @inline(__always)
    private func isGapNow(_ car: Int) -> Bool {
        if session.kind != .race || settled.phase == .ended || race.state.cars[car].hasFinished { return true }
        return !race.state.cars[car].isInPit && !race.state.cars[car].leftPit.hasBeen && !overdue.isOverdue[car]
            && !race.state.cars[car].isRetired && !isPassed(car)
    }

    /// After the flag the result's order is another than the road's.
    @inline(__always)
    private func isPassed(_ car: Int) -> Bool {
        let rank = race.state.order.rank(of: car)
        guard rank > 0, settled.phase == .running else { return false }
        return race.hasPassed(race.state.order[rank - 1], car)
    }

    private func total(_ car: Int) -> Milliseconds? {
        guard race.state.cars[car].laps > 0, let start = race.state.startAt else { return nil }
        let elapsed = race.state.cars[car].lapBegan - start
        let isSettled = race.state.cars[car].hasFinished || settled.phase == .ended
        return elapsed + (isSettled ? sumsOfPenalties.time[car] : .zero)
    }
}

extension Standing {
    static let notStarted = Standing(
        position: nil, classPosition: nil, gap: .none, interval: .none, classGap: .none,
        classInterval: .none, status: .notStarted, total: nil, penalty: .zero)
}
