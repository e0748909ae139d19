/// A recording that is read to its end: nobody is told of what follows from each crossing, so that verdicts, standings
/// and the rest are read once after many.
extension Timekeeper {
    /// Takes crossings, best in official order. All stands then as after `read` of one after the other.
    ///
    /// The net classification stands as it was last told. So the last crossings of a race that runs are taken one by
    /// one, from one on after which it is told. `lastAlone`: so many of them at least; a leader ends a lap in as many.
    public mutating func read(together crossings: ArraySlice<Crossing>, lastAlone: Int = 1024) {
        let first = crossings.startIndex
        readMany(crossings.count, lastAlone: lastAlone) { .crossing(crossings[first + $0]) }
    }

    /// The same of crossings and times; other inputs are taken one by one.
    public mutating func read(together inputs: ArraySlice<Input>, lastAlone: Int = 1024) {
        let first = inputs.startIndex
        readMany(inputs.count, lastAlone: lastAlone) { inputs[first + $0] }
    }

    private mutating func readMany(_ count: Int, lastAlone: Int, _ input: (Int) -> Input) {
        let (early, late) = placeBefore(last: lastAlone, of: count, input)
        var next = 0
        var isNetTold = false
        while next < count {
            if mayTellNet, isNetTold || next >= late {
                read(input(next))
                next += 1
            } else {
                isNetTold = addMany(from: &next, to: mayTellNet ? late : count, early: early, input)
            }
        }
    }

    /// The places before the last crossings of cars: twice as many, and as many. Nothing else ends a lap.
    private func placeBefore(
        last alone: Int, of count: Int, _ input: (Int) -> Input
    ) -> (early: Int, late: Int) {
        guard mayTellNet else { return (count, count) }
        var (place, late, seen) = (count, alone == 0 ? count : 0, 0)
        while place > 0, seen < 2 * alone {
            place -= 1
            guard case .crossing(let crossing) = input(place), book.isWorn(crossing.transponder) else { continue }
            seen += 1
            if seen == alone { late = place }
        }
        return (place, late)
    }

    /// The net classification is told of a race with mandatory stops until it is over.
    private var mayTellNet: Bool {
        compliance.asksForStops && settled.phase != .finishing && settled.phase != .ended
    }

    /// Takes inputs of which what follows is read at the end; from `early` on only up to one after which the net
    /// classification is told.
    /// - Returns: whether it was told after the last one taken.
    private mutating func addMany(
        from next: inout Int, to end: Int, early: Int, _ input: (Int) -> Input
    ) -> Bool {
        var before = begin()
        var isNetTold = false
        while next < end {
            switch input(next) {
            case .crossing(let crossing): isNetTold = add(crossing, &before)
            case .time(let instant, let decoder):
                if believes(decoder) { hear(instant, of: decoder) }
                isNetTold = false
            case .act, .late, .lateTaken:
                settleTogether(before)
                read(input(next))
                before = begin()
                isNetTold = false
            }
            next += 1
            if isNetTold, next > early { break }
        }
        settleTogether(before)
        return isNetTold
    }

    /// Takes one of them. What follows from it is read later, but for one that bears on what was folded before.
    /// - Returns: whether the net classification of a race that runs is told after it.
    private mutating func add(_ crossing: Crossing, _ before: inout Settled) -> Bool {
        guard noteNumber(crossing.id) else { return false }
        counts.crossings += 1
        let decoder = crossing.id.decoder
        let (crossing, wearer) = official(crossing)
        guard let car = wearer else {
            _ = unknown.hold(crossing)
            return false
        }
        trust(decoder)
        switch insert(InputLog.Entry(crossing: crossing, car: car, isVoid: acts.isVoid(crossing.id))) {
        case .last(.pitEntry), .last(.pitExit): return true
        case .last(.lap): return race.state.order[0] == Int(car)
        case .last: return false
        case .earlier(let from, let place):
            settleTogether(before)
            before = begin()
            var effect = Effect(outcome: .done, car: CarIndex(Int(car)))
            goBack(to: from, for: place, before, &effect)
            before = begin()
            return false
        }
    }

    private mutating func settleTogether(_ before: Settled) {
        var effect = Effect(outcome: .done)
        effect.isCorrection = true
        settle(&effect, before, areMany: true)
    }
}
