/// Crossings that come late by minutes or hours (R1.10). Each of them would have all that came after it folded again.
/// So they wait, and take effect together with one fold.
extension Timekeeper {
    /// How many crossings wait to take effect.
    public var waitingCrossings: Int { late.waiting.count }

    /// How many crossings would be folded again for this one. 0 where none is after it, or where it is no car's.
    public func crossingsAfter(_ crossing: Crossing) -> Int {
        let (crossing, car) = official(crossing)
        return car == nil ? 0 : log.count(after: crossing)
    }

    mutating func wait(_ crossing: Crossing) -> Effect {
        _ = begin()
        guard noteNumber(crossing.id) else { return Effect(outcome: .repeated) }
        counts.crossings += 1
        late.wait(crossing)
        let (crossing, car) = official(crossing)
        return Effect(outcome: .late, car: car.map { CarIndex(Int($0)) }, at: crossing.at)
    }

    /// The first `count` crossings that wait take effect: one fold from the earliest of them on.
    mutating func takeLate(_ count: Int) -> Effect {
        let before = begin()
        var effect = Effect(outcome: .done)
        let entries = entriesOfLate(count, &effect)
        guard let earliest = entries.map(\.crossing.at).min() else { return effect }
        log.replace([], by: entries)
        effect.isCorrection = true
        refold(from: beside(earliest), watching: nil, &effect)
        settle(&effect, before)
        return effect
    }

    /// The same, where another has done the fold: a copy of this one, in which they have taken effect and which has
    /// taken every input since.
    public mutating func takeLate(_ count: Int, foldedBy copy: borrowing Timekeeper) -> Effect {
        let before = begin()
        var effect = Effect(outcome: .done)
        assert(late.waiting.dropFirst(count).elementsEqual(copy.late.waiting), "the copy has taken the same crossings")
        // As where all is read from the journal: strangers are held after those that have come since.
        let entries = entriesOfLate(count, &effect)
        late = copy.late
        guard late.hadCars || !entries.isEmpty else { return effect }
        let folded = race.state
        let known = Set(race.provisional)
        log = copy.log
        // Only now: a restart dates the correction with the late crossings in the log, too.
        if let earliest = entries.map(\.crossing.at).min() { keepShown(folded, from: beside(earliest), told: nil) }
        checkpoints = copy.checkpoints
        sinceCheckpoint = copy.sinceCheckpoint
        foldedAgain = copy.foldedAgain
        race = Race(copying: copy.race)
        effect.isCorrection = true
        markDifferences(from: folded)
        effect.provisional = race.provisional.filter { !known.contains($0) }
        settle(&effect, before)
        return effect
    }

    /// Lets the first that wait go: those of cars as entries of the log, the others are held.
    private mutating func entriesOfLate(_ count: Int, _ effect: inout Effect) -> [InputLog.Entry] {
        var entries: [InputLog.Entry] = []
        for crossing in late.takeFirst(count) {
            let (crossing, wearer) = official(crossing)
            if let car = wearer {
                entries.append(InputLog.Entry(crossing: crossing, car: car, isVoid: acts.isVoid(crossing.id)))
            } else {
                _ = unknown.hold(crossing)
                effect.unknownChanged = true
            }
        }
        late.note(hadCars: !entries.isEmpty)
        return entries
    }
}
