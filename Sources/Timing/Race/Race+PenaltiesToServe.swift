extension Race {
    mutating func order(_ act: Act, car: Int, standing: Milliseconds?) {
        var order = PenaltyOrder(name: act.id, car: car, standing: standing, notified: act.at)
        if state.cars[car].hasFinished || state.endAt != nil { order.state = .converted }
        state.orders.append(order)
        anew[.orders] = true
    }

    /// The stewards' word.
    mutating func decide(_ name: String, isServed: Bool) {
        guard let place = state.orders.firstIndex(where: { $0.name == name }) else { return }
        state.orders[place].state = isServed ? .served : .converted
        state.orders[place].isDecided = true
        if !isServed {
            state.orders[place].servedFrom = nil
            state.orders[place].servedUntil = nil
        }
        anew[.orders] = true
    }

    /// A new race: penalties not served in the one before can be served again.
    mutating func renewOrders() {
        for place in state.orders.indices where state.orders[place].state != .served && !state.orders[place].isDecided {
            state.orders[place].state = .notified
            state.orders[place].servedFrom = nil
            state.orders[place].servedUntil = nil
            state.orders[place].crossings = 0
        }
    }

    /// The car has crossed the Line on the track once more without having served.
    @inline(__always)
    mutating func countAgainstOrders(of car: Int) {
        guard !state.orders.isEmpty, state.flags.now != .safetyCar else { return }
        for place in state.orders.indices
        where state.orders[place].car == car && state.orders[place].state == .notified {
            state.orders[place].crossings += 1
            if state.orders[place].crossings > rules.serveWithin { convert(place) }
        }
    }

    /// The flag turns out to have fallen before the car served: after its finish no visit serves, and it is a stop like
    /// any other. What the stewards have said of the penalty holds.
    mutating func takeBackServed(of car: Int, since finish: Instant) {
        for place in state.orders.indices where state.orders[place].car == car {
            guard let until = state.orders[place].servedUntil, until > finish else { continue }
            if !state.orders[place].isDecided { state.orders[place].state = .notified }
            state.orders[place].servedFrom = nil
            state.orders[place].servedUntil = nil
        }
    }

    /// Penalties not served can no longer be served: of one car, or of all.
    mutating func convertOrders(of car: Int? = nil) {
        for place in state.orders.indices
        where state.orders[place].state == .notified && (car ?? state.orders[place].car) == state.orders[place].car {
            convert(place)
        }
    }

    private mutating func convert(_ place: Int) {
        state.orders[place].state = .converted
        anew[.orders] = true
    }

    /// Whether the visit that has just ended serves the order that was notified first.
    mutating func serve(_ stop: Stop, of car: Int) {
        guard !state.orders.isEmpty, stop.counts, !stop.beganUnderSafetyCar,
            let entered = stop.entered, let left = stop.left
        else { return }
        let duration = left - entered - state.flags.red(from: entered, to: left)
        let place = state.orders.firstIndex { order in
            order.car == car && order.state == .notified && order.notified <= entered
                && isServed(order, by: duration)
        }
        guard let place else { return }
        state.orders[place].state = .served
        state.orders[place].servedFrom = entered
        state.orders[place].servedUntil = left
        anew[.orders] = true
    }

    /// `duration` is without the time under the red flag.
    private func isServed(_ order: PenaltyOrder, by duration: Milliseconds) -> Bool {
        let transit = state.pitTransit
        guard let standing = order.standing else {
            return duration <= transit.map { $0 + rules.driveThroughOver } ?? rules.withoutTransit
        }
        let least = (transit ?? .zero) + standing
        guard let over = rules.stopAndGoOver else { return duration >= least }
        return duration >= least && duration <= least + (transit == nil ? rules.withoutTransit : over)
    }

    /// The time that the order adds to the car's total once it is converted.
    func conversion(of order: PenaltyOrder) -> Milliseconds {
        rules.driveThroughTime + (order.standing ?? .zero)
    }
}
