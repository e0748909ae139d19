/// Cars that do not come to their next loop.
extension Race {
    /// When the car will be overdue, unless it is seen; nil while nothing says when to expect it.
    @inline(__always)
    func overdueAfter(_ car: Int, asOf time: Instant) -> Instant? {
        guard state.startAt != nil, state.cars[car].isExpected, let flag = flag(asOf: time), flag != .red
        else { return nil }
        let sector = Int(state.cars[car].progress) % track.pointsPerLap
        guard let expected = state.paces.expected(car, carClass: field.classOf[car], sector: sector).time else {
            return nil
        }
        let isRacing = flag == .green || flag == .chequered
        let percent = isRacing ? rules.overdueRacing : rules.overdueNeutralised
        let patience = Share(of: Int64(percent), by: 100).most(of: expected)
        // A car that stood under red is expected from the end of the red flag on.
        return state.flags.redUntil.orLater(state.cars[car].lastSeen) + max(rules.overdueLeast, patience)
    }

    func isOverdue(_ car: Int, at: Instant) -> Bool {
        overdueAfter(car, asOf: at).map { at > $0 } ?? false
    }

    /// Which cars are overdue just before the red flag or the end.
    mutating func noteStopped(at instant: Instant) {
        for car in state.cars.indices { state.cars[car].wasStopped = isOverdue(car, at: instant) }
    }

    /// The first car, this one or a later in the entry list, that may be measured by another time than it was; nil
    /// where there is none. One that is not on the track is not measured: else a car that does not start, and so never
    /// has times of its own, would be looked at with every crossing of the others.
    @inline(__always)
    func firstMeasuredAnew(from car: Int = 0) -> Int? {
        switch measuredAnew {
        case .none: return nil
        case .sector(let sector):
            var first = state.paces.firstWithoutOwn(sector: sector, from: car)
            while let car = first, !state.cars[car].isExpected {
                first = state.paces.firstWithoutOwn(sector: sector, from: car + 1)
            }
            return first
        case .all: return car < state.cars.count ? car : nil
        }
    }

    /// Whether the car may be measured by another time than it was: by one of another car.
    @inline(__always)
    func isMeasuredAnew(_ car: Int) -> Bool {
        switch measuredAnew {
        case .none: false
        case .sector(let sector): !state.paces.own(car, sector: sector).isKnown
        case .all: true
        }
    }
}
