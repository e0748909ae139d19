/// A recording that is read to its end: nobody is told of what follows from each crossing, so that verdicts, standings
/// and the rest are read once after many.
extension Timekeeper {
    /// Takes crossings, best in official order. All stands then as after `read` of one after the other.
    ///
    /// The net classification stands as it was last told. So the last crossings of a race that runs are taken one by
    /// one, from one on after which it is told. `lastAlone`: so many of them at least; a leader ends a lap in as many.
    public mutating func read(together crossings: ArraySlice<Crossing>, lastAlone: Int = 1024) {
        var rest = crossings
        while !rest.isEmpty {
            if rest.count <= lastAlone, mayTellNet {
                read(.crossing(rest.removeFirst()))
            } else {
                addMany(of: &rest, lastAlone: lastAlone)
            }
        }
    }

    /// The net classification is told of a race with mandatory stops until it is over.
    private var mayTellNet: Bool {
        compliance.asksForStops && settled.phase != .finishing && settled.phase != .ended
    }

    /// Takes those that need not be taken alone; what follows from them is read at the end.
    private mutating func addMany(of crossings: inout ArraySlice<Crossing>, lastAlone: Int) {
        var next = crossings.startIndex
        var before = begin()
        while crossings.endIndex - next > (mayTellNet ? lastAlone : 0) {
            let isNetTold = add(crossings[next], &before)
            next += 1
            if isNetTold, mayTellNet, crossings.endIndex - next <= 2 * lastAlone { break }
        }
        crossings = crossings[next...]
        settleTogether(before)
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
