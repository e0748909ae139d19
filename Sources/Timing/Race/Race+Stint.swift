/// The stint that a car is on, and the time of its driver (R29, R30): functions of its visits and of who is on board.
extension Race {
    func stint(of car: Int) -> Stint {
        guard let start = state.startAt, state.cars[car].wasSeen else { return .none }
        return Stint(began: stintBegan(car, start: start), driverBegan: driverBegan(car, start: start))
    }

    private func stintBegan(_ car: Int, start: Instant) -> Instant? {
        let served = servedFrom(car)
        guard let last = state.stops[car].last(where: { $0.endsStint(served: served) }) else { return start }
        return last.isOpen ? nil : last.left
    }

    private func driverBegan(_ car: Int, start: Instant) -> Instant? {
        let driver = state.cars[car].driver
        guard driver != 0 else { return nil }
        let stops = state.stops[car]
        for place in stops.indices.reversed() where stops.driver(before: place) != driver {
            // In a visit that lasts he is not known to drive out.
            return stops[place].isOpen ? nil : stops[place].left
        }
        return start
    }

    /// The entries of the car's visits that served a penalty.
    func servedFrom(_ car: Int) -> [Instant] {
        state.orders.isEmpty ? [] : state.orders.filter { $0.car == car }.compactMap(\.servedFrom)
    }
}

extension Stop {
    /// It ends a stint where it counts, or would but for the red flag, and served no penalty (R29.2).
    func endsStint(served: [Instant]) -> Bool {
        (counts || beganUnderRed) && !(entered.map(served.contains) ?? false)
    }
}

extension [Stop] {
    /// Who drove the span that a visit ends, zero where not identified (R30.2).
    fileprivate func driver(before place: Int) -> UInt8 {
        if self[place].driverIn != 0 || place == 0 { return self[place].driverIn }
        return self[place - 1].driverOut
    }
}
