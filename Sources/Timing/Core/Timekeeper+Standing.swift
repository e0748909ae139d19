/// Keeping every car's standing: after a crossing for the rows it moved, after anything else for all.
extension Timekeeper {
    /// While the race runs the road's order is the classification.
    mutating func restandMarked() {
        for car in race.changed.cars where race.changed.parts[car.slot].contains(.standing) {
            standings[car.slot] = standingOnTheRoad(car.slot)
        }
    }

    private func standingOnTheRoad(_ car: Int) -> Standing {
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
        return Standing(
            position: rank + 1, classPosition: classRank + 1, gap: gap, interval: interval,
            classGap: classGap, classInterval: classInterval, status: status(car, isClassified: true),
            total: total(car), penalty: Milliseconds(acts.penalties.time[car]))
    }

    /// Reads the whole classification anew and marks the rows that differ.
    mutating func restandAll() {
        let hasEnded = hasEnded
        let result = Classification(race, penalties: acts.penalties, hasEnded: hasEnded)
        let isResult = race.state.chequeredAt != nil || hasEnded
        var classAhead = [Int?](repeating: nil, count: race.field.classes.count)
        var classLeader = classAhead
        var classCount = [Int](repeating: 0, count: race.field.classes.count)
        for (rank, car) in result.cars.enumerated() {
            let place = race.field.classOf[car]
            let isClassified = rank < result.classified
            func distance(_ ahead: Int?) -> Distance {
                guard let ahead else { return .none }
                return isResult
                    ? race.distanceInResult(car, behind: ahead, penalties: acts.penalties, hasEnded: hasEnded)
                    : race.distanceOnTheRoad(car, behind: ahead)
            }
            classCount[place] += 1
            let standing = Standing(
                position: isClassified ? rank + 1 : nil,
                classPosition: isClassified ? classCount[place] : nil,
                gap: distance(rank == 0 ? nil : result.cars[0]),
                interval: distance(rank == 0 ? nil : result.cars[rank - 1]),
                classGap: distance(classLeader[place]), classInterval: distance(classAhead[place]),
                status: status(car, isClassified: isClassified), total: total(car),
                penalty: Milliseconds(acts.penalties.time[car]))
            if standing != standings[car] {
                standings[car] = standing
                race.changed.mark(car, .standing)
            }
            classAhead[place] = car
            if classLeader[place] == nil { classLeader[place] = car }
        }
    }

    private func status(_ car: Int, isClassified: Bool) -> CarStatus {
        let state = race.state.cars[car]
        if hasEnded {
            if !state.wasSeen { return .notStarted }
            if !isClassified { return .notClassified }
            return state.hasFinished ? .finished : .retired
        }
        if state.hasFinished { return .finished }
        if state.isInPit { return .inPit }
        return state.wasSeen ? .onTrack : .notStarted
    }

    private func total(_ car: Int) -> Milliseconds? {
        let state = race.state.cars[car]
        guard state.laps > 0, let start = race.state.startAt else { return nil }
        let elapsed = state.lapBegan - start
        return Milliseconds(elapsed + (state.hasFinished || hasEnded ? acts.penalties.time[car] : 0))
    }
}

extension Standing {
    static let notStarted = Standing(
        position: nil, classPosition: nil, gap: .none, interval: .none, classGap: .none,
        classInterval: .none, status: .notStarted, total: nil, penalty: .zero)
}
