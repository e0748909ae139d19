/// Why a car is where it is in the classification.
extension Inquiry {
    func position() -> Explanation {
        let standing = timekeeper.standings[car]
        let order = timekeeper.classification.map(\.slot)
        let place = order.firstIndex(of: car) ?? 0
        let ahead = place > 0 ? order[place - 1] : nil
        let behind = place + 1 < order.count ? order[place + 1] : nil
        let placedBy = placingAct
        let notClassified = notClassified
        let reasons = PositionReasons(
            basis: basis, position: standing.position, classPosition: standing.classPosition, status: standing.status,
            last: evidence(at: lastPoint), account: account(of: car), deadHeatWith: deadHeat(standing, order),
            placedBy: placedBy, notClassified: notClassified,
            ahead: ahead.map { neighbour($0, isAhead: true) }, behind: behind.map { neighbour($0, isAhead: false) })
        let cars = [car, ahead, behind].compactMap { $0 }.map { timekeeper.session.entries[$0].entered }
        let last = reasons.last?.crossing
        let acts = acts { act in
            switch act.kind {
            case .penalty(let car, _, _): return cars.contains(car)
            case .retired(number): return true
            case .end, .final: return basis != .road
            case .flag(.chequered, _, _): return basis != .road
            case .served(let name, _): return orders.contains(name)
            case .assign(_, number, _), .duration: return true
            case .entry(let change): return change.car == number
            case .retired, .flag, .assign, .formation, .start, .driver, .withdraw, .void, .count, .insert,
                .clock, .bulletin, .ruling, .message, .report, .conditions:
                break
            }
            guard let last else { return false }
            return isAbout(act, last.at...last.at, crossings: [last])
        }
        return Explanation(car: CarIndex(car), subject: .position(reasons), acts: acts, rules: rules(notClassified))
    }

    private var orders: Set<String> { Set(timekeeper.race.state.orders.filter { $0.car == car }.map(\.name)) }

    private var basis: PositionReasons.Basis {
        if timekeeper.session.kind != .race { return .bestLap }
        return isResult ? .result : .road
    }

    private var isResult: Bool { timekeeper.chequeredAt != nil || timekeeper.hasEnded }

    /// The last point passed; in the result the Line that completed the last lap, or the best one.
    private var lastPoint: Int {
        let points = timekeeper.race.track.pointsPerLap
        switch basis {
        case .road: return Int(state.progress)
        case .result: return isSettled(car) ? Int(state.laps) * points : Int(state.progress)
        case .bestLap: return state.bestLap.isKnown ? Int(state.bestLapNumber) * points : 0
        }
    }

    private func isSettled(_ car: Int) -> Bool { timekeeper.hasEnded || timekeeper.race.state.cars[car].hasFinished }

    private func rules(_ reason: PositionReasons.NotClassified?) -> [CitedRule] {
        let rules = timekeeper.race.rules
        let duration = [rule("duration", .init(timekeeper.duration), act: timekeeper.acts.lastDuration?.id)]
        guard basis == .result else { return basis == .bestLap ? duration : [] }
        let laps = rules.laps.map { [rule("laps", .number($0))] } ?? []
        let classified = [
            rule("classifiedPercent", .number(rules.classifiedPercent)),
            rule("classifiedBasis", .word(rules.classifiedBasis.rawValue)),
            rule("mustTakeFlag", .truth(rules.mustTakeFlag)),
        ]
        let isConverted = timekeeper.race.state.orders.contains { $0.car == car }
        let orders =
            isConverted
            ? [
                rule("serveWithin", .number(rules.serveWithin)),
                rule("driveThroughTime", .time(rules.driveThroughTime)),
            ]
            : []
        return duration + laps + classified + orders
    }

    // MARK: Accounts

    private func account(of car: Int) -> PositionReasons.Account {
        let state = timekeeper.race.state.cars[car]
        let penalties = timekeeper.sumsOfPenalties
        return PositionReasons.Account(
            laps: Int(state.laps), penaltyLaps: penalties.laps[car],
            road: state.laps > 0 ? state.lapBegan - start : nil,
            penalty: penalties.time[car], hasFinished: state.hasFinished,
            bestLap: state.bestLap.time,
            bestLapNumber: state.bestLap.isKnown ? Int(state.bestLapNumber) : nil,
            bestSet: state.bestLap.isKnown ? state.bestSet : nil,
            secondBest: state.secondBest.time)
    }

    private func neighbour(_ other: Int, isAhead: Bool) -> PositionReasons.Neighbour {
        let (front, back) = isAhead ? (other, car) : (car, other)
        let isOnRoad = basis == .road || basis == .result && !(isSettled(front) && isSettled(back))
        return PositionReasons.Neighbour(
            car: CarIndex(other), position: timekeeper.standings[other].position,
            distance: timekeeper.standings[back].interval,
            meeting: isOnRoad ? meeting(with: other, isAhead: isAhead) : nil, account: account(of: other),
            tie: basis == .bestLap ? tie(with: other) : nil)
    }

    private func tie(with other: Int) -> PositionReasons.Tie? {
        let (own, its) = (state, timekeeper.race.state.cars[other])
        guard own.bestLap.isKnown, own.bestLap == its.bestLap else { return nil }
        if own.bestSet != its.bestSet { return .setFirst }
        return own.secondBest == its.secondBest ? .entryList : .secondBest
    }

    private func deadHeat(_ standing: Standing, _ order: [Int]) -> [CarIndex] {
        guard let position = standing.position else { return [] }
        return order.filter { $0 != car && timekeeper.standings[$0].position == position }.map { CarIndex($0) }
    }

    // MARK: Stewards and rulebook

    private var placingAct: String? {
        guard basis == .result, classification(withPositions: true).placed.contains(car) else { return nil }
        return timekeeper.acts.penaltyActs.last { act in
            if case .penalty(number, .position, _) = act.kind { true } else { false }
        }?.id
    }

    private func classification(withPositions: Bool) -> Classification {
        var penalties = timekeeper.sumsOfPenalties
        if !withPositions { penalties.positions = [] }
        return Classification(timekeeper.race, penalties: penalties, isResult: isResult, hasEnded: timekeeper.hasEnded)
    }

    private var notClassified: PositionReasons.NotClassified? {
        guard timekeeper.standings[car].position == nil else { return nil }
        let penalties = timekeeper.sumsOfPenalties
        if penalties.isDisqualified[car] {
            let act = timekeeper.acts.penaltyActs.last { act in
                if case .penalty(number, .disqualified, _) = act.kind { true } else { false }
            }
            return .disqualified(act: act?.id ?? "")
        }
        if let act = timekeeper.book.withdrawnBy[car] { return .withdrawn(act: act) }
        guard basis == .result, state.laps > 0 else { return .noLap }
        if timekeeper.race.rules.mustTakeFlag, timekeeper.hasEnded, !state.hasFinished { return .mustTakeFlag }
        let classes = timekeeper.race.field.classOf
        let isOverall = timekeeper.race.rules.classifiedBasis == .overall
        // The first that is classified, before the stewards put anybody in place, is the winner.
        let classified = classification(withPositions: false)
        let winner = classified.cars[..<classified.classified].first { isOverall || classes[$0] == classes[car] }
        func laps(_ car: Int) -> Int { Int(timekeeper.race.state.cars[car].laps) - penalties.laps[car] }
        return winner.map {
            .classifiedPercent(
                laps: laps(car), needed: laps($0) * timekeeper.race.rules.classifiedPercent / 100, winner: CarIndex($0),
                winnerLaps: laps($0))
        }
    }

    // MARK: On the road

    /// The two passages from which the distance on the road is taken (`Race.distanceOnTheRoad`).
    private func meeting(with other: Int, isAhead: Bool) -> PositionReasons.Meeting? {
        let (front, back) = isAhead ? (other, car) : (car, other)
        guard let points = timekeeper.race.pointsOfDistance(back, behind: front) else { return nil }
        let theirs = Inquiry(timekeeper, car: other)
        guard let own = evidence(at: isAhead ? points.back : points.front),
            let its = theirs.evidence(at: isAhead ? points.front : points.back)
        else { return nil }
        return PositionReasons.Meeting(own: own, other: its)
    }
}

extension Race {
    /// The points at which the distance of two cars on the road is read; nil where they have none in common.
    func pointsOfDistance(_ car: Int, behind ahead: Int) -> (back: Int, front: Int)? {
        let (point, reach) = (Int(state.cars[car].progress), Int(state.cars[ahead].progress))
        guard point > 0, let time = table.passage(car, at: point) else { return nil }
        let laps = track.pointsPerLap
        var whole = max(0, (reach - point) / laps)
        while whole > 0 {
            if let then = table.passage(ahead, at: point + whole * laps), then <= time { break }
            whole -= 1
        }
        // The other has been by, since, where this one has not come yet.
        let lost = lapsLost(from: point, to: reach)
        if lost > whole { return (point, point + 1 + lost * laps) }
        if whole > 0 { return (point, point + whole * laps) }
        let common = min(point, reach)
        guard common > 0 else { return nil }
        let shared = (max(1, common - laps)...common).last {
            table.passage(car, at: $0) != nil && table.passage(ahead, at: $0) != nil
        }
        guard let shared, let here = table.passage(car, at: shared), let there = table.passage(ahead, at: shared)
        else { return nil }
        return here >= there ? (shared, shared) : nil
    }
}
