import Timing

/// Readings that cannot be.
extension ReferenceRace {
    var hasPitLine: Bool { session.circuit.loops.contains { $0.kind == .linePit } }

    /// What speaks against a reading; nil: nothing.
    func doubt(_ crossing: Crossing, _ car: Int, _ loop: Loop, at: Int64) -> Doubt.Kind? {
        let record = cars[car]
        let visit = record.stays.last.flatMap { $0.visit.isOpen ? $0 : nil }
        switch loop.kind {
        case .linePit: return visit == nil && isRead(car, by: .line, about: crossing.at) ? .pitLoopOnTrack : nil
        case .line:
            guard visit?.visit.entered != nil else { return nil }
            return isRead(car, by: .linePit, about: crossing.at) ? .trackLoopInPit : nil
        case .pitEntry:
            if visit.map({ !$0.isPastLine }) ?? false { return nil }
            return isMisread(crossing, car) ? .pitLoopOnTrack : nil
        case .pitExit:
            let isOnLine = record.point > 0 && record.point % sectorCount == 0
            guard hasPitLine, visit == nil, isOnLine, let line = record.lapEnds.last else { return nil }
            return line.isOnTrack && !line.isProvisional ? .pitLoopOnTrack : nil
        case .sector:
            guard visit != nil, let best = bestSector(ending: loop, car) else { return nil }
            let passed = record.passages[record.point]?.at ?? 0
            return 2 * (at - passed) < best ? .trackLoopInPit : nil
        case .speedTrap: return nil
        }
    }

    /// Whether a loop of the Line really read a car in this passage.
    private func isRead(_ car: Int, by kind: Loop.Kind, about instant: Instant) -> Bool {
        official.events.contains { event in
            guard case .crossing(let other, car) = event, other.id.decoder != 0,
                session.circuit.loops.contains(where: { $0.id == other.loop && $0.kind == kind })
            else { return false }
            return abs((other.at - instant).count) < lineMinimum
        }
    }

    /// The best time of the sector that this loop ends, by anybody of the car's class.
    private func bestSector(ending loop: Loop, _ car: Int) -> Int64? {
        guard let sector = session.circuit.sectorLoops.firstIndex(where: { $0.id == loop.id }) else { return nil }
        let carClass = session.entries[car].carClass
        return cars.indices.filter { session.entries[$0].carClass == carClass }
            .compactMap { cars[$0].bestSectors[sector] }.min()
    }

    /// Whether the Line on the track reads the car next, that in the pit lane does not, and no pit exit does before the
    /// car is seen at another loop.
    private func isMisread(_ entry: Crossing, _ car: Int) -> Bool {
        guard hasPitLine else { return false }
        var line: Crossing?
        for case .crossing(let other, car) in official.events where other.id.decoder != 0 {
            guard (entry.at, entry.id) < (other.at, other.id),
                let kind = session.circuit.loops.first(where: { $0.id == other.loop })?.kind
            else { continue }
            switch kind {
            case .pitExit: return false
            case .sector: return line != nil
            case .pitEntry: if line != nil { return true }
            case .speedTrap: continue
            case .line, .linePit:
                if let line {
                    if (other.at - line.at).count >= lineMinimum { return true }
                } else if kind == .linePit || isRead(car, by: .linePit, about: other.at) {
                    return false
                } else {
                    line = other
                }
            }
        }
        return line != nil
    }

    // MARK: Telling

    mutating func tell(_ kind: Doubt.Kind, _ car: Int, _ loop: LoopID) {
        let number = session.entries[car].number
        let about: (loop: LoopID?, car: CarNumber?) =
            switch kind {
            case .pitLoopOnTrack, .trackLoopInPit: (loop, nil)
            case .driverContradicted: (nil, number)
            default: (loop, number)
            }
        let doubted = Picture.Doubted(kind: kind, loop: about.loop, car: about.car, count: 1)
        if let place = doubts.firstIndex(where: { $0.isAbout(doubted) }) {
            doubts[place].count += 1
        } else {
            doubts.append(doubted)
        }
    }
}
