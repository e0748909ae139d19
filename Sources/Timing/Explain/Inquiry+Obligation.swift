/// Why a verdict is as it is: the visit that it rests on, what is asked, and who changed that.
extension Inquiry {
    /// Nil where the car has no such obligation.
    mutating func obligation(_ name: ObligationID) -> Explanation? {
        let verdict = timekeeper.compliance.cars[car].verdicts.first { $0.obligation == name }
        guard let verdict else { return nil }
        let visit = verdict.visit.map { stop($0) }
        var reasons: StopReasons?
        if case .stop(let stop) = visit?.subject { reasons = stop }
        let bearing = Set(visit?.acts.map(\.act.id) ?? [])
        let acts = acts { act in bearing.contains(act.id) || isAbout(act, name) }
        return Explanation(
            car: CarIndex(car), subject: .obligation(ObligationReasons(verdict: verdict, stop: reasons)), acts: acts,
            rules: rules(name, begun: reasons.flatMap { $0.entered?.at ?? $0.left?.at } ?? timekeeper.now))
    }

    /// Bulletins that change what this asks of the car, rulings on it, and penalties for it.
    private func isAbout(_ act: Act, _ name: ObligationID) -> Bool {
        switch act.kind {
        case .bulletin(.addition(let number, _)): number == self.number && name.kind.isOfMandatoryStops
        case .bulletin(.window), .bulletin(.minimum): name.kind.isOfMandatoryStops
        case .bulletin(.prohibited): name.kind == .stopTime
        case .bulletin(.driving(let rule, _, _)): name.kind == .driving && name.number == rule
        case .ruling(number, name, _, _): true
        case .penalty(number, _, _): act.concerning == name
        default: false
        }
    }

    /// What was asked at that instant.
    private func rules(_ name: ObligationID, begun: Instant) -> [CitedRule] {
        let asked = timekeeper.compliance.asked
        let obligations = (asked.last { $0.from <= begun.milliseconds } ?? asked[0]).obligations
        switch name.kind {
        case .stop, .driverChange: return obligations.stops.map { rules($0, name) } ?? []
        case .technicalStop:
            return obligations.technicalStop.map {
                [
                    asks("technicalStop.minimum", .time($0.minimum)), asks("technicalStop.from", .time($0.from)),
                    asks("technicalStop.to", .time($0.to)), asks("technicalStop.greenOnly", .truth($0.greenOnly)),
                ]
            } ?? []
        case .stopTime:
            return obligations.stopTimes.map {
                [
                    asks("stopTimes.from", .time($0.from)), asks("stopTimes.to", .init($0.to[entry])),
                    asks("stopTimes.jokers", .number($0.jokers)), asks("stopTimes.block", .init($0.block)),
                ]
            } ?? []
        case .stint:
            return obligations.stint.map {
                [asks("stint.longest", .time($0.longest)), asks("stint.neutralised", .time($0.neutralised))]
            } ?? []
        case .continuous, .rest:
            return obligations.continuous.map {
                [
                    asks("continuous.most", .time($0.most)), asks("continuous.rest", .init($0.rest)),
                    asks("continuous.restAfter", .time($0.restAfter)),
                ]
            } ?? []
        case .driving:
            guard obligations.driving.indices.contains(name.number - 1) else { return [] }
            let driving = obligations.driving[name.number - 1]
            return [
                asks("driving.least", .init(driving.least)), asks("driving.most", .init(driving.most)),
                asks("driving.from", .time(driving.from)), asks("driving.block", .init(driving.block)),
            ]
        case .starter: return obligations.starters[number].map { [asks("starter", .number(Int($0)))] } ?? []
        case .qualifier: return [asks("qualifier", .word(obligations.qualifier.rawValue))]
        }
    }

    private func rules(_ stops: MandatoryStops, _ name: ObligationID) -> [CitedRule] {
        if name.kind == .driverChange { return [asks("stops.driverChange", .truth(stops.driverChange))] }
        var rules = [asks("stops.number", .number(stops.number))]
        if let window = stops.window {
            rules += [
                asks("stops.window.opens", .time(window.opens)), asks("stops.window.closes", .time(window.closes)),
                asks("stops.window.by", .word(window.by.rawValue)),
            ]
        } else {
            rules.append(asks("stops.window", .none))
        }
        rules.append(asks("stops.minimum", .init(stops.minimum[entry])))
        guard name.number == stops.number, let addition = stops.additions[number] else { return rules }
        return rules + [asks("stops.additions", .time(addition))]
    }

    /// By its name among what is asked of the cars.
    private func asks(_ key: String, _ value: CitedRule.Value) -> CitedRule { CitedRule(key: key, value: value) }

    private var entry: Entry { timekeeper.session.entries[car] }
}

extension ObligationID.Kind {
    fileprivate var isOfMandatoryStops: Bool { self == .stop || self == .driverChange }
}
