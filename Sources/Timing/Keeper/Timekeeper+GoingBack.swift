/// Going back: checkpoints, and folding again what comes after a late input.
extension Timekeeper {
    /// Where a crossing came late the next is likely to: then there are more checkpoints.
    mutating func keepCheckpoint() {
        sinceCheckpoint += 1
        let isLikely = log.count - countWhenLate < Self.lateIsLikelyFor
        guard sinceCheckpoint >= (isLikely ? Self.checkpointEvery : Self.checkpointSeldom) else { return }
        checkpoint(crossings: log.count, acts: acts.folded.count)
    }

    mutating func checkpoint(crossings: Int, acts: Int, isTrailed: Bool = false) {
        sinceCheckpoint = 0
        if checkpoints.last?.isTrailed ?? false { checkpoints.removeLast() }
        assert(crossings <= log.count && acts <= self.acts.folded.count, "a checkpoint holds what there is")
        assert(checkpoints.last.map { $0.crossings <= crossings && $0.acts <= acts } ?? true, "and more than the last")
        checkpoints.append(
            Checkpoint(crossings: crossings, acts: acts, state: race.state, isTrailed: isTrailed))
        thinCheckpoints()
    }

    /// In inputs, like the two below.
    private static let checkpointEvery = 256
    private static let checkpointSeldom = 1024
    private static let lateIsLikelyFor = 8192
    /// Crossings that a fold takes again in less than a millisecond.
    private static let longFold = 4096

    /// Keeps the newest and, of the older ones, one in some thousand inputs: a crossing late by hours is
    /// allowed to cost more than one late by seconds, and a question about a lap of then is answered in milliseconds.
    mutating func thinCheckpoints() {
        let recent = 16
        guard checkpoints.count > recent + 1 else { return }
        let index = checkpoints.count - 1 - recent
        let previous = checkpoints[index - 1].crossings
        if checkpoints[index].crossings - previous < 16 * Self.checkpointEvery {
            checkpoints.remove(at: index)
        }
    }

    mutating func refold(
        from instant: Instant, watching id: CrossingID?, told: Instant? = nil, _ effect: inout Effect
    ) {
        let before = race.state
        keepShown(before, from: instant, told: told)
        countWhenLate = log.count
        while let last = checkpoints.last, last.state.folded >= instant {
            checkpoints.removeLast()
        }
        // The table of passages belongs to one start: to another start the only way back is from the beginning.
        if checkpoints.last?.state.startAt != before.startAt { checkpoints.removeAll() }
        assert(
            checkpoints.last.map { $0.state.folded < instant } ?? true,
            "a checkpoint lies before what it is gone back for")
        var crossing = checkpoints.last?.crossings ?? 0
        var act = checkpoints.last?.acts ?? 0
        race.state = checkpoints.last?.state ?? race.beginning
        sinceCheckpoint = 0
        if log.count - crossing > Self.longFold { foldedAgain += log.count - crossing }
        // What was provisional before is written over by the fold; a start signal begins with none.
        let startsAnew = acts.folded[act...].contains { $0.kind == .start }
        let first = startsAnew ? 0 : race.state.provisionalCount
        let known = race.provisional(from: min(first, before.provisionalCount), of: before)
        while crossing < log.count || act < acts.folded.count {
            if act < acts.folded.count,
                crossing == log.count || acts.folded[act].at <= log[crossing].crossing.at
            {
                // Acts told ahead of the crossings: the next of these finds the way back short.
                if crossing == log.count, crossing > checkpoints.last?.crossings ?? 0 {
                    checkpoint(crossings: crossing, acts: act, isTrailed: true)
                }
                race.fold(acts.folded[act], car: car(of: acts.folded[act]))
                act += 1
                continue
            }
            let entry = log[crossing]
            let outcome = fold(entry, at: crossing)
            crossing += 1
            if entry.crossing.id == id { effect.outcome = outcome }
            sinceCheckpoint += 1
            if sinceCheckpoint >= Self.checkpointEvery { checkpoint(crossings: crossing, acts: act) }
        }
        markDifferences(from: before)
        effect.provisional = race.provisional(from: first).filter { !known.contains($0) }
    }

    /// The last crossing of all, and no start signal before it: on a lap to the grid, when the signal has been told.
    func isBeforeStart(_ index: Int) -> Bool {
        guard index == log.count - 1 else { return false }
        let at = log[index].crossing.at
        return !acts.folded.contains { $0.kind == .start && $0.at <= at }
    }

    /// Nothing is read after it, and it is no part of the race: only the log is another.
    mutating func passOver(_ index: Int, _ before: Settled, _ effect: inout Effect) {
        let crossing = log[index].crossing
        while let last = checkpoints.last, last.state.folded >= crossing.at { checkpoints.removeLast() }
        sinceCheckpoint = 0
        let isKnown = race.track.detection(crossing.loop) != nil
        effect.outcome = log[index].isVoid ? .void : isKnown ? .beforeStart : .unknownLoop
        settleNet(&effect, before, now: now, isAct: false, isAsItWas: true)
        effect.at = crossing.at
        effect.flag = race.state.flags.flag(at: crossing.at)
    }

    /// Folds the entry that is at this place of the log.
    @inline(__always)
    mutating func fold(_ entry: InputLog.Entry, at index: Int) -> Outcome {
        if entry.isVoid {
            race.state.folded = max(race.state.folded, entry.crossing.at)
            return .void
        }
        let reading = Reading.of(entry.crossing, at: index, in: log, acts, race)
        return race.fold(entry.crossing, car: Int(entry.car), reading)
    }

    /// After folding again only real differences are marked as changed.
    mutating func markDifferences(from before: RaceState) {
        let now = race.state
        race.clearChanges()
        // Every time told since the start changes with the start.
        if now.startAt != before.startAt { race.changed.markAll(.all) }
        let points = race.track.pointsPerLap
        for car in now.cars.indices {
            let sectors = car * points..<(car + 1) * points
            if now.cars[car] != before.cars[car]
                || !now.sectors[sectors].elementsEqual(before.sectors[sectors], by: { $0.isAsQuick(as: $1) })
            {
                race.changed.mark(car, .laps)
            }
            if now.stops[car] != before.stops[car] { race.changed.mark(car, .stops) }
        }
        race.anew[.best] = true
        race.measuredAnew = .all
        race.anew[.orders] = now.orders != before.orders
        race.anew[.flags] = now.flags != before.flags
        race.anew[.doubts] = now.doubts != before.doubts
        race.anew[.loops] =
            now.clocks != before.clocks || now.misses.map(\.deadSince) != before.misses.map(\.deadSince)
        race.anew[.race] =
            race.anew[.flags] || now.startAt != before.startAt || now.formationAt != before.formationAt
            || now.chequeredAt != before.chequeredAt || now.endAt != before.endAt
            || now.durationSet != before.durationSet || now.bestLap != before.bestLap
            || now.classBestLaps != before.classBestLaps
    }
}
