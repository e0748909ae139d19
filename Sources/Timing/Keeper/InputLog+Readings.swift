extension InputLog {
    /// Crossings of the car, each way, of which the reading of one takes notice. No car makes so many in the minimum of
    /// a loop; where one transponder floods, each of its crossings would read all the others.
    static let mostBeside = 256

    /// The places of the same car's other crossings, not void, less than so long before or after. Those before it come
    /// first, and of these the nearest.
    func places(about index: Int, within span: Milliseconds) -> [Int] {
        var places: [Int] = []
        _ = isTrue(ofOneBeside: index, within: span) { place in
            places.append(place)
            return false
        }
        return places
    }

    /// Whether it is true of one of them.
    @inline(__always)
    func isTrue(ofOneBeside index: Int, within span: Milliseconds, _ isMeant: (Int) -> Bool) -> Bool {
        let (car, at) = carAndInstant(index)
        for step in [-1, 1] {
            var (place, beside) = (index + step, 0)
            while place >= 0, place < count, beside < Self.mostBeside {
                let other = carAndInstant(place)
                guard (other.at - at).magnitude < span else { break }
                if other.car == car {
                    beside += 1
                    if !self[place].isVoid, isMeant(place) { return true }
                }
                place += step
            }
        }
        return false
    }

    /// The instant of the earliest crossing whose reading this one can change: in the same passage of the Line, or in
    /// that of one by hand, or the pit entry before it. Nil where there is none before it.
    func earliestBeside(_ index: Int, _ track: Track) -> Instant? {
        let own = self[index]
        guard let loop = track.detection(own.crossing.loop) else { return nil }
        // One by hand can turn from another measured crossing to this one.
        let span = inserted > 0 ? 2 * track.longestMinimum : track.lineMinimum
        var earliest: Instant?
        // The Line in the pit lane can take back the reading of an entry on whose Line a sector loop has followed.
        var first = index
        var (place, beside) = (index - 1, 0)
        while place >= 0, beside < Self.mostBeside, own.crossing.at - carAndInstant(place).at < span {
            defer { place -= 1 }
            guard carAndInstant(place).car == own.car else { continue }
            beside += 1
            let entry = self[place]
            if !entry.isVoid, let other = track.detection(entry.crossing.loop),
                other.slot == loop.slot, inserted > 0 || other.kind != loop.kind
            {
                earliest = entry.crossing.at
                first = place
            }
        }
        guard loop.kind != .speedTrap,
            let entry = openEntries(before: first, track) ?? openEntries(before: index, track)
        else { return earliest }
        let entered = self[entry.first].crossing.at
        return min(earliest ?? entered, entered)
    }

    /// The car's pit entries before this place, after its last sector loop: the place of the first, and how many.
    func openEntries(before index: Int, _ track: Track) -> (first: Int, count: Int)? {
        guard track.lineInPit != nil, track.hasPitEntry else { return nil }
        let car = carAndInstant(index).car
        var found: (first: Int, count: Int)?
        var (place, beside) = (index - 1, 0)
        while place >= 0, beside < Self.mostBeside {
            defer { place -= 1 }
            guard carAndInstant(place).car == car else { continue }
            beside += 1
            let entry = self[place]
            guard !entry.isVoid, let kind = track.detection(entry.crossing.loop)?.kind else { continue }
            if kind == .sector { break }
            if kind == .pitEntry { found = (place, (found?.count ?? 0) + 1) }
        }
        return found
    }

    /// The first pit entry of any car before an instant after which no sector loop has read it, but for the Line's
    /// `minimum` before the instant: what is amended from there on can change its reading.
    func earliestOpenEntry(before instant: Instant, cars: Int, _ track: Track) -> Instant? {
        guard track.lineInPit != nil, track.hasPitEntry else { return nil }
        var earliest: Instant?
        var isSettled = Array(repeating: false, count: cars)
        var unsettled = cars
        var place = count - 1
        while place >= 0, unsettled > 0 {
            let entry = self[place]
            place -= 1
            guard entry.crossing.at < instant, !isSettled[Int(entry.car)],
                let kind = track.detection(entry.crossing.loop)?.kind
            else { continue }
            if kind == .pitEntry { earliest = entry.crossing.at }
            guard kind == .sector, instant - entry.crossing.at >= track.lineMinimum else { continue }
            isSettled[Int(entry.car)] = true
            unsettled -= 1
        }
        return earliest
    }
}
