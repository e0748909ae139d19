/// Classifications on the way: the result if the race had ended there.
extension Timekeeper {
    /// The classification at a time of the race clock; nil before the leader has crossed the Line then or after it.
    public func intermediate(at time: Milliseconds) -> Intermediate? {
        guard session.kind == .race, let start = race.state.startAt, let clockAt = race.clockAt,
            let fell = VirtualFlag.leader(from: SinceStart(clockAt + time, from: start), in: race)
        else { return nil }
        let counted = VirtualFlag(in: race, fell: fell).cars
        let order = counted.indices.sorted {
            (-counted[$0].laps, counted[$0].at, $0) < (-counted[$1].laps, counted[$1].at, $1)
        }
        var places = DeadHeat(classes: race.field.classes.count)
        let rows = order.map { car in
            let own = counted[car]
            let hasPosition = own.laps > 0
            let position = places.next(
                car, carClass: race.field.classOf[car], total: SettledTotal(laps: own.laps, time: own.at.elapsed))
            return Intermediate.Row(
                car: CarIndex(car), position: hasPosition ? position.overall : nil,
                classPosition: hasPosition ? position.inClass : nil, laps: own.laps,
                total: hasPosition ? own.at.elapsed : nil, gap: Self.gap(own, behind: counted[order[0]]),
                hasCrossed: own.hasFinished)
        }
        let isComplete = hasEnded || counted.indices.allSatisfy { counted[$0].hasFinished || isOut($0) }
        return Intermediate(
            time: time, fell: fell.instant(from: start), rows: rows, isComplete: isComplete)
    }

    /// It will not come to the Line: told to be out, never seen, or past its finish.
    private func isOut(_ car: Int) -> Bool {
        let state = race.state.cars[car]
        return state.isRetired || !state.wasSeen || state.hasFinished
    }

    private static func gap(_ own: VirtualFlag.Counted, behind first: VirtualFlag.Counted) -> Distance {
        guard own.laps > 0 else { return .unknown }
        if own.laps < first.laps { return Distance(time: nil, laps: first.laps - own.laps) }
        return Distance(time: own.at - first.at, laps: 0)
    }
}
