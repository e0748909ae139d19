/// Cars that do not come to their next loop.
extension Race {
    /// When the car will be overdue, unless it is seen; nil while nothing says when to expect it.
    func overdueAfter(_ car: Int, asOf time: Int64) -> Int64? {
        guard state.startAt != nil, state.cars[car].isExpected, let flag = flag(asOf: time), flag != .red
        else { return nil }
        let expected = state.paces.expected(
            car, carClass: field.classOf[car], sector: Int(state.cars[car].progress) % track.pointsPerLap)
        guard expected > 0 else { return nil }
        let isRacing = flag == .green || flag == .chequered
        let patience = expected * Int64(isRacing ? rules.overdueRacing : rules.overdueNeutralised) / 100
        // A car that stood under red is expected from the end of the red flag on.
        return max(state.cars[car].lastSeen, state.flags.redUntil) + max(rules.overdueLeast.count, patience)
    }

    func isOverdue(_ car: Int, at: Int64) -> Bool {
        overdueAfter(car, asOf: at).map { at > $0 } ?? false
    }

    /// Which cars are overdue just before the red flag or the end.
    mutating func noteStopped(at instant: Int64) {
        for car in state.cars.indices { state.cars[car].wasStopped = isOverdue(car, at: instant) }
    }
}
