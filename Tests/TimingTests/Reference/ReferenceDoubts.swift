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
        case .pitEntry: return misread.contains(crossing.id) ? .pitLoopOnTrack : nil
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

    /// The entry of a visit that the Line on the track denies; nil where its exit is read before the car is elsewhere.
    func misreading(_ car: Int, at: Int64) -> CrossingID? {
        guard hasPitLine, let stay = cars[car].stays.last, stay.visit.isOpen, stay.visit.entered != nil,
            !stay.isPastLine, let opener = stay.opener
        else { return nil }
        let now = Instant(milliseconds: at + (start ?? 0))
        for case .crossing(let other, car) in official.events where other.at > now {
            switch session.circuit.loops.first(where: { $0.id == other.loop })?.kind {
            case .pitExit: return nil
            case .sector, .pitEntry: return opener.id
            case .line, .linePit:
                if (other.at - now).count >= lineMinimum { return opener.id }
            default: continue
            }
        }
        return opener.id
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
