/// Reports to the stewards: verdicts that only an amendment can make better, with the rulebook's penalty
/// (R32).
extension Timekeeper {
    /// Needs the verdicts, the reports and the stewards' decisions; leaves the list, read anew where verdicts have
    /// changed, with `isAll` all of it. True when penalties that hold without the stewards are others than before.
    mutating func report(_ effect: inout Effect, isAll: Bool) -> Bool {
        var (isChanged, isAutomaticChanged) = (false, false)
        func note(_ car: (isChanged: Bool, isAutomaticChanged: Bool)) {
            if car.isChanged { isChanged = true }
            if car.isAutomaticChanged { isAutomaticChanged = true }
        }
        if isAll {
            for car in compliance.cars.indices { note(report(car)) }
        } else {
            // The changes are in order of the cars: each car is read once.
            var last: CarIndex?
            for change in effect.verdicts where change.car != last && change.isOfInfringement {
                last = change.car
                note(report(change.car.slot))
            }
            assert(
                compliance.cars.indices.allSatisfy { found(on: $0) == infringements(of: CarIndex($0)) },
                "the infringements of a car change with verdicts that are not in order")
        }
        if isChanged { effect.infringementsChanged = true }
        return isAutomaticChanged
    }

    /// Whether the car's read differently, and whether those that hold without the stewards do.
    private mutating func report(_ car: Int) -> (isChanged: Bool, isAutomaticChanged: Bool) {
        compliance.take(found(on: car), of: car)
    }

    /// What there is to report of a car, in order of the obligations.
    private func found(on car: Int) -> [Infringement] {
        var found: [Infringement] = []
        let verdicts = compliance.cars[car].verdicts
        for place in verdicts.indices where !verdicts[place].state.isInOrder {
            guard let kind = InfringementKind(verdicts[place]) else { continue }
            found.append(infringement(kind, of: car, verdicts[place]))
        }
        for counted in told.reports where counted.car.slot == car {
            guard let id = counted.obligation, case .infringement(let proposal) = counted.following else { continue }
            found.append(infringement(id, of: car, proposal))
        }
        return found
    }

    private func infringement(_ kind: InfringementKind, of car: Int, _ verdict: Verdict) -> Infringement {
        let rules = session.rules.obligations
        let proposed = rules.penalties[kind].flatMap { proposal(for: verdict, in: $0) }
        let isAutomatic = rules.automatic.contains(kind) && proposed?.canBeAutomatic ?? false
        let decision = decision(on: verdict.obligation, of: car)
        return Infringement(
            car: CarIndex(car), kind: kind, verdict: verdict, proposed: proposed,
            state: decision?.state ?? (isAutomatic ? .automatic : .reported), act: decision?.act.id)
    }

    /// By the count of reports: never without the stewards.
    private func infringement(_ id: ObligationID, of car: Int, _ proposal: PenaltyBand.Proposal) -> Infringement {
        let decision = decision(on: id, of: car)
        return Infringement(
            car: CarIndex(car), kind: .reports, verdict: Verdict(id, .over), proposed: proposal.penalty(by: .zero),
            state: decision?.state ?? .reported, act: decision?.act.id)
    }

    /// The stewards' last word on it.
    private func decision(on obligation: ObligationID, of car: Int) -> (act: Act, state: Infringement.State)? {
        let penalty = acts.judgements.last { $0.concerning == obligation && self.car(of: $0) == car }
        let ruling = acts.rulings.last { act in
            guard case .ruling(_, obligation, .noAction, _) = act.kind else { return false }
            return self.car(of: act) == car
        }
        guard let penalty else { return ruling.map { ($0, .closed) } }
        guard let ruling, (penalty.at, penalty.id) < (ruling.at, ruling.id) else { return (penalty, .penalised) }
        return (ruling, .closed)
    }

    private func proposal(for verdict: Verdict, in bands: [PenaltyBand]) -> PenaltyKind? {
        if verdict.isInterrupted || verdict.isCurtailed { return nil }
        if verdict.by == nil, verdict.state == .late || verdict.state == .over { return nil }
        let size = verdict.by ?? .zero
        return bands.first { $0.below.map { size < $0 } ?? true }?.proposal.penalty(by: size)
    }
}

extension PenaltyBand.Proposal {
    /// For an infringement by so much.
    fileprivate func penalty(by size: Milliseconds) -> PenaltyKind? {
        let seconds = Milliseconds((size.count + 999) / 1000 * 1000)
        switch self {
        case .none: return nil
        case .driveThrough: return .driveThrough
        case .stopAndGo(let time, let shortfall): return .stopAndGo(shortfall ? time + seconds : time)
        case .time(let time, let shortfall): return .time(shortfall ? time + seconds : time)
        case .laps(let laps): return .laps(laps)
        case .disqualified: return .disqualified
        }
    }
}

extension PenaltyKind {
    /// It holds without any further act.
    fileprivate var canBeAutomatic: Bool {
        switch self {
        case .time, .laps, .disqualified: true
        case .position, .driveThrough, .stopAndGo, .grid, .lapTime: false
        }
    }
}
