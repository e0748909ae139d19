/// The first crossing of the Line is the start, whenever it comes (R6).
extension Race {
    /// The meaning of a car's first crossing of the Line.
    enum FirstCrossing: Equatable {
        case start
        /// The car went round, or had the time to.
        case endOfLap1(isInDoubt: Bool)
    }

    func firstCrossing(_ car: Int, since: SinceStart, isPitLane: Bool) -> FirstCrossing {
        if hasBeenSeenOnItsWay(car) { return .endOfLap1(isInDoubt: false) }
        if rules.firstCrossing == .start { return .start }
        if isPitLane, track.hasPitEntry { return .start }
        return hasTimeOfLap1(since) ? .endOfLap1(isInDoubt: state.isStartRead) : .start
    }

    /// Lap 1 is driven from Line to Line, and can be the best: laps are counted from the first crossing.
    var lap1IsFlying: Bool { rules.firstCrossing == .start }

    /// No loop has seen it on its way: its time alone says whether it can have been round.
    private func hasTimeOfLap1(_ since: SinceStart) -> Bool {
        let isSuspicious = state.isSectorRead && state.isStartRead
        if let first = firstCompletionOfLap1 {
            let (time, first) = (since.elapsed, first.elapsed)
            if time.isLess(than: Tolerances.possible, of: first) { return false }
            return !isSuspicious || !time.isMore(than: Tolerances.suspiciousLap1, of: first)
        }
        if isSuspicious || nobodyCanHaveLapped { return false }
        guard track.minimumLap != nil || track.lapByLength != nil else { return !state.isStartRead }
        return since.elapsed >= max(track.minimumLap ?? .zero, track.lapByLength ?? .zero)
    }

    mutating func start(_ crossing: Crossing, car: Int, slot: Int, isOnTrack: Bool, isLate: Bool) -> Outcome {
        let at = crossing.at
        see(crossing, slot: slot)
        note(crossing, car: car, at: at)
        state.cars[car].lineAt = LastTime(at)
        if lap1IsFlying { state.cars[car].lapBegan = at }
        state.cars[car].hasEntered = false
        state.cars[car].isLineOnTrack = isOnTrack
        state.cars[car].lapBeganInPit = !isOnTrack
        if state.cars[car].leftPit <= at {
            state.cars[car].leftPit = .never
            state.cars[car].isOutLap = false
        }
        // A start from the pit lane does not show that the loop of the grid reads.
        if isLate, rules.firstCrossing == nil {
            doubt(.lateStart, crossing, car: car)
        } else if isOnTrack {
            state.isStartRead = true
        }
        return .start
    }
}
