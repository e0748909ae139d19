/// The car that wears a transponder, and when: by command, else by the entry list (R10).
extension Timekeeper {
    /// The crossing by official time, and the car that wore its transponder then; nil: unassigned.
    @inline(__always)
    func official(_ crossing: Crossing) -> (crossing: Crossing, car: Int32?) {
        // The usual case: no clock is known to be off, and no car wears another's transponder.
        if acts.clocks.isEmpty, acts.assigned.isEmpty, book.offsets.isEmpty, crossing.clockAheadBy == 0 {
            return (crossing, book.wearer(of: crossing.transponder, at: crossing.at))
        }
        return corrected(crossing)
    }

    private func corrected(_ crossing: Crossing) -> (crossing: Crossing, car: Int32?) {
        let ahead = acts.clocks.isEmpty ? 0 : acts.clockAhead(crossing)
        let read = ahead == 0 && crossing.clockAheadBy == 0 ? crossing : crossing.clockAhead(ahead)
        guard let car = wearer(of: crossing.transponder, at: read.at) else { return (read, nil) }
        guard !book.offsets.isEmpty, let offset = book.offsets[crossing.transponder]?[car] else { return (read, car) }
        return (crossing.clockAhead(ahead + offset.microseconds), car)
    }

    @inline(__always)
    private func wearer(of transponder: Transponder, at instant: Instant) -> Int32? {
        guard !acts.assigned.isEmpty, acts.assigned.contains(transponder) else {
            return book.wearer(of: transponder, at: instant)
        }
        guard let number = acts.wearer(of: transponder, at: instant) else {
            return book.wearer(of: transponder, at: instant)
        }
        return numbers[number].map { Int32($0) }
    }

    /// An assignment has been made or taken back: the transponder's crossings go to their cars. Returns the
    /// earliest instant from which the race reads differently.
    mutating func reassign(_ transponder: Transponder, _ effect: inout Effect) -> Instant? {
        reread({ $0.transponder == transponder }, held: [transponder], &effect)
    }

    /// Reads those crossings again: by the clocks and the assignments that hold now.
    mutating func reread(
        _ isMeant: (Crossing) -> Bool, held: [Transponder], _ effect: inout Effect
    ) -> Instant? {
        var moved = MovedCrossings()
        var earliest: Instant?
        func begin(at instant: Instant) { earliest = min(earliest ?? instant, instant) }
        var entries: [InputLog.Entry] = []
        var names: Set<CrossingID> = []
        for entry in log.entries where entry.crossing.id.decoder != 0 && isMeant(entry.crossing) {
            let (crossing, car) = official(entry.crossing)
            guard crossing.at != entry.crossing.at || car != entry.car else { continue }
            names.insert(entry.crossing.id)
            begin(at: min(entry.crossing.at, crossing.at))
            if car != entry.car { moved.add(entry.crossing, from: entry.car, to: car, in: race) }
            if let car {
                entries.append(InputLog.Entry(crossing: crossing, car: car, isVoid: entry.isVoid))
            } else {
                _ = unknown.hold(crossing)
                effect.unknownChanged = true
            }
        }
        for transponder in held {
            for crossing in unknown.release(transponder) {
                let (crossing, car) = official(crossing)
                effect.unknownChanged = true
                guard let car else {
                    _ = unknown.hold(crossing)
                    continue
                }
                begin(at: crossing.at)
                moved.add(crossing, from: nil, to: car, in: race)
                entries.append(InputLog.Entry(crossing: crossing, car: car, isVoid: acts.isVoid(crossing.id)))
            }
        }
        log.replace(names, by: entries)
        effect.reassigned += moved.all
        return earliest
    }
}

extension Race {
    /// Whether a lap of the car ends with this crossing.
    func endsLap(_ crossing: Crossing, of car: Int) -> Bool {
        guard let start = state.startAt, let kind = track.detection(crossing.loop)?.kind,
            kind == .line || kind == .linePit, state.cars[car].laps > 0
        else { return false }
        let since = SinceStart(crossing.at, from: start)
        return (1...Int(state.cars[car].laps)).contains { table.passage(car, at: $0 * track.pointsPerLap) == since }
    }
}
