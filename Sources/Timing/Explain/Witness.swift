/// A span of the session folded once more, by the same fold, to note what became of each crossing of one car.
///
/// It begins at the checkpoint before the span, so that it costs some thousand steps however long the race.
struct Witness {
    struct Sight {
        let crossing: Crossing
        let outcome: Outcome
        /// Penalties that were served with it.
        let served: [String]
    }

    private(set) var sights: [Sight] = []
    private(set) var missed: [(crossing: ProvisionalCrossing, estimate: Estimate?)] = []

    /// What is at the span's ends lies in it.
    init(of car: Int, in timekeeper: borrowing Timekeeper, _ span: ClosedRange<Instant>) {
        var race = Race(copying: timekeeper.race)
        // The table of passages is of one start: only from before any start, or after the same, is there a way.
        let checkpoint = timekeeper.checkpoints.last {
            $0.state.folded < span.lowerBound
                && ($0.state.startAt == nil || $0.state.startAt == timekeeper.race.state.startAt)
        }
        race.state = checkpoint?.state ?? RaceState(field: race.field, track: race.track)
        let (log, acts) = (timekeeper.log, timekeeper.acts.folded)
        var crossing = checkpoint?.crossings ?? 0
        var act = checkpoint?.acts ?? 0
        while true {
            let nextCrossing = crossing < log.count ? log[crossing].crossing.at : nil
            let nextAct = act < acts.count ? acts[act].at : nil
            if let at = nextAct, at <= nextCrossing ?? at {
                guard at <= span.upperBound else { break }
                race.fold(acts[act], car: timekeeper.car(of: acts[act]))
                act += 1
            } else if let at = nextCrossing {
                guard at <= span.upperBound else { break }
                let entry = log[crossing]
                let reading = Reading.of(entry.crossing, at: crossing, in: log, timekeeper.acts, race)
                crossing += 1
                if Int(entry.car) == car, at >= span.lowerBound {
                    note(entry, reading, in: &race)
                } else if !entry.isVoid {
                    _ = race.fold(entry.crossing, car: Int(entry.car), reading)
                }
            } else {
                break
            }
        }
    }

    private mutating func note(_ entry: InputLog.Entry, _ reading: Reading, in race: inout Race) {
        guard !entry.isVoid else {
            sights.append(Sight(crossing: entry.crossing, outcome: .void, served: []))
            return
        }
        let car = Int(entry.car)
        let before = Estimating(car, seenBy: entry.crossing, in: race)
        let orders = race.state.orders
        let known = race.state.provisionalCount
        let outcome = race.fold(entry.crossing, car: car, reading)
        let served = zip(orders, race.state.orders).filter { $0.state == .notified && $1.state == .served }
        sights.append(Sight(crossing: entry.crossing, outcome: outcome, served: served.map(\.1.name)))
        for crossing in race.provisional(from: known) {
            missed.append((crossing, before?.estimate(crossing, in: race)))
        }
    }
}
