/// What the crossings beside a crossing, and the timekeeper, say of it.
enum Reading: Equatable {
    /// Nothing.
    case plain
    /// It counts, by command.
    case counts
    /// The timekeeper entered it by hand.
    case inserted
    /// It was measured in the passage for which the timekeeper entered one by hand.
    case besideInserted
    /// It was entered by hand in a passage that was measured: by this crossing.
    case measuredToo(CrossingID)
    /// The other loop of the Line read the car in the same passage, and that is where the car is.
    case elsewhere
}

extension Reading {
    /// Of the entry at this place of the log, before it is folded into the race.
    init(_ index: Int, of log: InputLog, _ acts: ActLog, in race: borrowing Race) {
        let entry = log[index]
        let id = entry.crossing.id
        if acts.isCounted(id) {
            self = .counts
        } else if log.inserted > 0, let other = Self.byHandOrNot(index, of: log, race.track) {
            self = id.decoder == 0 ? .measuredToo(other) : .besideInserted
        } else if id.decoder == 0 {
            self = .inserted
        } else if race.track.lineInPit != nil, Self.isElsewhere(index, of: log, in: race) {
            self = .elsewhere
        } else {
            self = .plain
        }
    }

    /// A crossing by hand in the passage of a measured one, or the measured one in that of one by hand.
    private static func byHandOrNot(_ index: Int, of log: InputLog, _ track: Track) -> CrossingID? {
        let crossing = log[index].crossing
        guard let own = track.detection(crossing.loop) else { return nil }
        let isByHand = crossing.id.decoder == 0
        return log.nearest(to: index, within: own.minimum) { other in
            (other.crossing.id.decoder == 0) != isByHand
                && track.detection(other.crossing.loop).map { $0.slot == own.slot } ?? false
        }?.crossing.id
    }

    /// The Line's loop in the pit lane reads a car on the track, or that on the track one in the pit lane.
    private static func isElsewhere(_ index: Int, of log: InputLog, in race: borrowing Race) -> Bool {
        let entry = log[index]
        guard let own = race.track.detection(entry.crossing.loop)?.kind, own == .line || own == .linePit else {
            return false
        }
        let car = Int(entry.car)
        let isInPit = race.state.cars[car].isInPit
        if own == .line, !isInPit || race.state.stops[car].last?.entered == nil { return false }
        if own == .linePit, isInPit { return false }
        let other: Loop.Kind = own == .line ? .linePit : .line
        return log.nearest(to: index, within: race.track.lineMinimum) { beside in
            beside.crossing.id.decoder != 0 && race.track.detection(beside.crossing.loop)?.kind == other
        } != nil
    }
}

extension InputLog {
    /// The nearest crossing of the same car, not void, less than so long before or after; of two as near the earlier.
    func nearest(to index: Int, within span: Int64, where isWanted: (Entry) -> Bool) -> Entry? {
        let own = self[index]
        func look(_ step: Int) -> Entry? {
            var place = index + step
            while place >= 0, place < count,
                abs(self[place].crossing.at.milliseconds - own.crossing.at.milliseconds) < span
            {
                let entry = self[place]
                if entry.car == own.car, !entry.isVoid, isWanted(entry) { return entry }
                place += step
            }
            return nil
        }
        guard let before = look(-1) else { return look(1) }
        guard let after = look(1) else { return before }
        return after.crossing.at - own.crossing.at < own.crossing.at - before.crossing.at ? after : before
    }

    /// The instant of the earliest crossing whose reading one of this car at this place can change: one by hand, or at
    /// the other loop of the Line, in the same passage. Nil where there is none before it.
    func earliestBeside(_ index: Int, _ track: Track) -> Instant? {
        let own = self[index]
        guard let loop = track.detection(own.crossing.loop) else { return nil }
        var earliest: Instant?
        var place = index - 1
        while place >= 0,
            own.crossing.at.milliseconds - self[place].crossing.at.milliseconds < max(loop.minimum, track.lineMinimum)
        {
            let entry = self[place]
            if entry.car == own.car, !entry.isVoid, let other = track.detection(entry.crossing.loop),
                other.slot == loop.slot, other.kind != loop.kind || entry.crossing.id.decoder == 0
            {
                earliest = entry.crossing.at
            }
            place -= 1
        }
        return earliest
    }
}
