/// The meaning of a crossing by the crossings beside it and the timekeeper's word, as they stand in the logs (R7).
extension Reading {
    /// Of the entry at this place of the log, before it is folded into the race. It is no initialiser: that would copy
    /// the logs.
    @inline(__always)
    static func of(
        _ crossing: Crossing, at index: Int, in log: InputLog, _ acts: ActLog, _ race: borrowing Race
    ) -> Reading {
        let id = crossing.id
        if acts.isCounted(id) { return .counts }
        if log.inserted > 0 {
            if id.decoder == 0, let measured = measured(beside: index, of: log, race.track) {
                return .measuredToo(log[measured].crossing)
            }
            if id.decoder != 0, isBesideInserted(index, of: log, race.track) { return .besideInserted }
        }
        if id.decoder == 0 { return .inserted }
        guard race.track.canReadElsewhere(crossing.loop) else { return .plain }
        return isElsewhere(index, of: log, in: race) ? .elsewhere : .plain
    }

    /// The measured crossing that a crossing by hand gives way to: that at the very loop, then the nearest, then the
    /// earlier.
    private static func measured(beside index: Int, of log: InputLog, _ track: Track) -> Int? {
        let inserted = log[index].crossing
        guard let own = track.detection(inserted.loop) else { return nil }
        func key(_ place: Int) -> (Int, Milliseconds, Int) {
            let crossing = log[place].crossing
            return (crossing.loop == inserted.loop ? 0 : 1, (crossing.at - inserted.at).magnitude, place)
        }
        return log.places(about: index, within: own.minimum).filter { place in
            log[place].crossing.id.decoder != 0
                && track.detection(log[place].crossing.loop).map { $0.slot == own.slot } ?? false
        }.min { key($0) < key($1) }
    }

    private static func isBesideInserted(_ index: Int, of log: InputLog, _ track: Track) -> Bool {
        guard let own = track.detection(log[index].crossing.loop) else { return false }
        return log.places(about: index, within: track.longestMinimum).contains { place in
            log[place].crossing.id.decoder == 0
                && track.detection(log[place].crossing.loop).map { $0.slot == own.slot } ?? false
                && measured(beside: place, of: log, track) == index
        }
    }

    /// A loop of the pit lane reads a car on the track, or the Line on the track one in the pit lane.
    private static func isElsewhere(_ index: Int, of log: InputLog, in race: borrowing Race) -> Bool {
        let entry = log[index]
        guard let own = race.track.detection(entry.crossing.loop)?.kind else { return false }
        if own == .pitEntry { return isEntryMisread(index, of: log, race.track) }
        guard own == .line || own == .linePit else { return false }
        let car = Int(entry.car)
        let isInPit = race.state.cars[car].isInPit
        if own == .line, !isInPit || race.state.stops[car].last?.entered == nil { return false }
        if own == .linePit, isInPit { return false }
        let other: Loop.Kind = own == .line ? .linePit : .line
        return isRead(by: other, about: index, of: log, race.track)
    }

    private static func isRead(by kind: Loop.Kind, about index: Int, of log: InputLog, _ track: Track) -> Bool {
        log.isTrue(ofOneBeside: index, within: track.lineMinimum) { place in
            log[place].crossing.id.decoder != 0 && track.detection(log[place].crossing.loop)?.kind == kind
        }
    }

    /// The Line on the track reads the car next, that in the pit lane does not, and before the car is seen at another
    /// loop no pit exit does: two loops of the pit lane would stand against the one.
    static func isEntryMisread(_ index: Int, of log: InputLog, _ track: Track) -> Bool {
        let car = log.carAndInstant(index).car
        var line: Instant?
        var beside = 0
        for place in index + 1..<max(log.count, index + 1) where log.carAndInstant(place).car == car {
            beside += 1
            if beside > InputLog.mostBeside { break }
            let entry = log[place]
            guard !entry.isVoid, entry.crossing.id.decoder != 0 else { continue }
            switch (track.detection(entry.crossing.loop)?.kind, line) {
            case (.line, nil):
                if isRead(by: .linePit, about: place, of: log, track) { return false }
                line = entry.crossing.at
            case (.line, let read?), (.linePit, let read?):
                if entry.crossing.at - read >= track.lineMinimum { return true }
            case (.linePit, nil), (.sector, nil), (.pitExit, _): return false
            case (.sector, _?), (.pitEntry, _?): return true
            case (.pitEntry, nil), (.speedTrap, _), (nil, _): continue
            }
        }
        return line != nil
    }
}
