/// Summing up the stewards' decisions.
extension Timekeeper {
    mutating func sumPenalties() {
        var sums = Penalties(count: session.entries.count)
        for car in book.entries.indices { sums.isWithdrawn[car] = book.isWithdrawn(car) }
        let decided = acts.penaltyActs
        // By place: an act that is taken out whole is copied, and there may be a thousand.
        for place in decided.indices {
            guard case .penalty(let number, let kind, _) = decided[place].kind, let car = numbers[number] else {
                continue
            }
            switch kind {
            case .time(let time): sums.time[car] += time
            case .position(let position):
                sums.positions.removeAll { $0.car == car }
                sums.positions.append((position, car))
            case .laps(let laps): sums.laps[car] += laps
            case .disqualified: sums.isDisqualified[car] = true
            case .driveThrough, .stopAndGo, .grid, .lapTime: break
            }
        }
        for infringements in compliance.infringements {
            for infringement in infringements where infringement.isAutomatic { sums.add(infringement) }
        }
        if session.rules.redFlag.lapsOff > 0, session.kind == .race {
            let off =
                session.rules.redFlag.lapsOff * race.state.flags.resumptions(before: Deadline(endedAt))
            for car in sums.laps.indices { sums.laps[car] += off }
        }
        sums.positions.sort { ($0.position, $0.car) < ($1.position, $1.car) }
        for order in race.state.orders where state(of: order) == .converted {
            sums.time[order.car] += race.conversion(of: order)
        }
        sumsOfPenalties = sums
    }

    /// When all is over, penalties still to serve can no longer be served.
    private func state(of order: PenaltyOrder) -> PenaltyOrder.State {
        order.state == .notified && settled.phase == .ended ? .converted : order.state
    }

    /// Decisions that hold, in order of their instant.
    public var penalties: [PenaltyRecord] {
        let orders = ordersByName
        return acts.penaltyActs.compactMap { record(of: $0, orders[$0.id]) }
    }

    /// The decision at a place of `penaltyStates`; nil where its car is no longer in the entry list.
    public func penalty(at place: Int) -> PenaltyRecord? {
        let act = acts.penaltyActs[place]
        return record(of: act, act.isToBeServed ? race.state.orders.first { $0.name == act.id } : nil)
    }

    private func record(of act: Act, _ order: PenaltyOrder?) -> PenaltyRecord? {
        guard case .penalty(_, let kind, let reason) = act.kind, let car = car(of: act) else { return nil }
        var state = act.isToBeServed ? PenaltyRecord.State.notified : .applied
        var added = Milliseconds.zero
        if case .time(let time) = kind { added = time }
        if let order {
            state = told(of: order)
            if state == .converted { added = race.conversion(of: order) }
        }
        return PenaltyRecord(act: act, car: CarIndex(car), kind: kind, reason: reason, state: state, added: added)
    }

    private func told(of order: PenaltyOrder) -> PenaltyRecord.State {
        switch state(of: order) {
        case .notified: .notified
        case .served: .served
        case .converted: .converted
        }
    }

    /// Of each decision that holds its name, its instant, and what has become of it: by these alone a decision reads
    /// otherwise than before. In the order of `penalties`, and for little where there are many.
    public var penaltyStates: [(name: String, at: Instant, state: PenaltyRecord.State)] {
        let orders = ordersByName
        let decided = acts.penaltyActs
        var states: [(name: String, at: Instant, state: PenaltyRecord.State)] = []
        states.reserveCapacity(decided.count)
        for place in decided.indices {
            let name = decided[place].id
            let isToBeServed = decided[place].isToBeServed
            var state = isToBeServed ? PenaltyRecord.State.notified : .applied
            if isToBeServed, let order = orders[name] { state = told(of: order) }
            states.append((name, decided[place].at, state))
        }
        return states
    }

    private var ordersByName: [String: PenaltyOrder] {
        Dictionary(race.state.orders.map { ($0.name, $0) }) { first, _ in first }
    }
}
