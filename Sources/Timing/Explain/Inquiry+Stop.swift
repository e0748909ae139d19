/// Why a visit to the pit lane is as it is.
extension Inquiry {
    mutating func stop(_ number: Int) -> Explanation {
        let stop = timekeeper.race.state.stops[car][number - 1]
        let began = stop.entered ?? stop.line ?? stop.left ?? start
        let ended = stop.left ?? (stop.isOpen ? state.lastSeen : stop.line ?? began)
        let span = began...max(began, ended)
        let witness = Witness(of: car, in: timekeeper, span)
        self.witness = witness
        let entered = seen(at: stop.entered, .pitEntry) { $0.kind == .pitEntry }
        let line = seen(at: stop.line, .lap) { $0.kind == .linePit || $0.kind == .line }
        let left = seen(at: stop.left, .pitExit) { $0.kind == .pitExit }
        let served = witness.sights.first { $0.crossing.id == left?.crossing?.id }?.served ?? []
        let reasons = StopReasons(
            stop: number, entered: entered, line: line, left: left, duration: stop.duration, isOpen: stop.isOpen,
            driverIn: driverIn(stop, at: began), driverOut: driverOut(stop, from: began), counts: stop.counts,
            beganUnderRed: stop.beganUnderRed, flag: timekeeper.flags.last { $0.from <= began }, served: served,
            others: others(in: span, beside: [entered, line, left]))
        let crossings = crossings(span).map(\.crossing)
        let orders = timekeeper.race.state.orders.filter { $0.car == car }
        let named = Set(orders.map(\.name))
        let acts = acts { act in
            if named.contains(act.id), act.at <= span.upperBound { return true }
            if case .served(let name, _) = act.kind { return named.contains(name) }
            return act.id == reasons.driverIn?.act || act.id == reasons.driverOut?.act
                || isAbout(act, span, crossings: crossings)
        }
        return Explanation(
            car: CarIndex(car), subject: .stop(reasons), acts: acts, rules: rules(hasOrders: !orders.isEmpty))
    }

    private func seen(
        at instant: Instant?, _ outcome: Outcome, _ isRight: (Track.Detection) -> Bool
    ) -> Evidence? {
        instant.flatMap { crossing(at: $0, isRight) }.map { evidence($0, outcome: outcome) }
    }

    private func rules(hasOrders: Bool) -> [CitedRule] {
        let transit = CitedRule(key: "circuit.pitTransit", value: .init(timekeeper.session.circuit.pitTransit))
        guard hasOrders else { return [transit] }
        return [
            transit, rule("serveWithin", .number(timekeeper.race.rules.serveWithin)),
            rule("driveThroughTime", .time(timekeeper.race.rules.driveThroughTime)),
        ]
    }

    // MARK: Drivers

    /// The driver named last at the pit entry.
    private func driverIn(_ stop: Stop, at entry: Instant) -> StopReasons.NamedDriver? {
        guard stop.driverIn != 0 else { return nil }
        return named(
            stop.driverIn, by: crossing(from: entry, forwards: false) { $0.driver == stop.driverIn },
            or: naming(stop.driverIn).last { $0.at <= entry }, isLatest: true)
    }

    /// Who was named on the way, or by the exit; else who was named first after it.
    private func driverOut(_ stop: Stop, from entry: Instant) -> StopReasons.NamedDriver? {
        guard stop.driverOut != 0 else { return nil }
        let exit = stop.left ?? stop.line ?? entry
        let meanwhile = crossing(from: exit, forwards: false) { $0.driver == stop.driverOut && $0.at >= entry }
        let told = naming(stop.driverOut).last { entry <= $0.at && $0.at <= exit }
        if meanwhile != nil || told != nil { return named(stop.driverOut, by: meanwhile, or: told, isLatest: true) }
        return named(
            stop.driverOut, by: crossing(from: exit, forwards: true) { $0.driver == stop.driverOut },
            or: naming(stop.driverOut).first { $0.at >= exit }, isLatest: false)
    }

    /// Commands that name the driver, in order of their instants.
    private func naming(_ driver: UInt8) -> [Act] {
        timekeeper.acts.folded.filter { $0.kind == .driver(number, driver: driver) }
    }

    /// Of a crossing and a command the one that came last, or first. At one instant commands come before crossings.
    private func named(
        _ driver: UInt8, by crossing: Crossing?, or act: Act?, isLatest: Bool
    ) -> StopReasons.NamedDriver {
        var isByAct = crossing == nil
        if let crossing, let act { isByAct = isLatest ? act.at > crossing.at : act.at <= crossing.at }
        let loop = crossing.flatMap { timekeeper.race.track.detection($0.loop) }
        let outcome: Outcome =
            switch loop?.kind {
            case .pitEntry: .pitEntry
            case .pitExit: .pitExit
            case .sector: .sector
            case .speedTrap: .speedTrap
            case .line, .linePit, nil: .lap
            }
        return StopReasons.NamedDriver(
            driver: driver, crossing: isByAct ? nil : crossing.map { evidence($0, outcome: outcome) },
            act: isByAct ? act?.id : nil)
    }
}
