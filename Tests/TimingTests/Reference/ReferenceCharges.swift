import Timing

/// What was not complied with, and what the rulebook makes of it.
extension ReferenceRace {
    var charges: [Charge] {
        cars.indices.flatMap { place in
            verdicts(place).compactMap { charge($0, session.entries[place].number) }
        }
    }

    private func charge(_ verdict: Judged, _ car: CarNumber) -> Charge? {
        guard let kind = kind(verdict) else { return nil }
        var charge = Charge(
            car: car, id: verdict.id, kind: kind, by: verdict.by, visit: verdict.visit,
            proposed: proposal(kind, verdict), state: .reported, act: nil)
        switch charge.proposed {
        case .time, .laps, .disqualified:
            if session.rules.obligations.automatic.contains(kind) { charge.state = .automatic }
        default: break
        }
        let words = (official.decisions + official.rulings).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        for act in words {
            switch act.kind {
            case .penalty(car, _, _) where act.concerning == verdict.id:
                (charge.state, charge.act) = (.penalised, act.id)
            case .ruling(car, verdict.id, .noAction, _): (charge.state, charge.act) = (.closed, act.id)
            default: break
            }
        }
        return charge
    }

    private func kind(_ verdict: Judged) -> InfringementKind? {
        switch (verdict.id.kind, verdict.state) {
        case (.stop, .short): .shortStop
        case (.stop, .unproved): verdict.isInterrupted ? .shortStop : nil
        case (.stop, .early): .earlyStop
        case (.stop, .late): .lateStop
        case (.stop, .missed): .missedStop
        case (.driverChange, .unproved): .driverChangeUnproved
        case (.technicalStop, .missed): .technicalStopMissed
        case (.stopTime, .short): .prohibitedStopTime
        case (.stopTime, .unproved): verdict.isInterrupted ? .prohibitedStopTime : nil
        case (.stint, .late): .stintOverrun
        case (.continuous, .over), (.driving, .over): .drivingOver
        case (.driving, .short): .drivingUnder
        case (.rest, .short): .restShort
        case (.starter, .missed): .wrongStarter
        case (.qualifier, .missed): .wrongQualifier
        default: nil
        }
    }

    private func proposal(_ kind: InfringementKind, _ verdict: Judged) -> PenaltyKind? {
        // The stewards rule on what the end or the red flag has cut.
        if verdict.isInterrupted || verdict.isCurtailed { return nil }
        // What still grows has no size yet.
        if verdict.by == nil, verdict.state == .late || verdict.state == .over { return nil }
        let by = verdict.by ?? 0
        let bands = session.rules.obligations.penalties[kind] ?? []
        let band = bands.first { $0.below.map { $0.count > by } ?? false } ?? bands.first { $0.below == nil }
        let shortfall = Milliseconds((by + 999) / 1000 * 1000)
        return switch band?.proposal {
        case .driveThrough: .driveThrough
        case .stopAndGo(let time, let adds): .stopAndGo(adds ? time + shortfall : time)
        case .time(let time, let adds): .time(adds ? time + shortfall : time)
        case .laps(let laps): .laps(laps)
        case .disqualified: .disqualified
        case nil, .some(.none): nil
        }
    }

    /// Penalties that the rulebook gives without the stewards.
    private func automatic(_ car: Int) -> [PenaltyKind] {
        if session.rules.obligations.automatic.isEmpty { return [] }
        return verdicts(car).compactMap { charge($0, session.entries[car].number) }
            .filter { $0.state == .automatic }.compactMap(\.proposed)
    }

    func automaticTime(_ car: Int) -> Int64 {
        automatic(car).reduce(0) { if case .time(let time) = $1 { $0 + time.count } else { $0 } }
    }

    func isDisqualifiedAutomatically(_ car: Int) -> Bool { automatic(car).contains(.disqualified) }

    func automaticLaps(_ car: Int) -> Int {
        automatic(car).reduce(0) { if case .laps(let laps) = $1 { $0 + laps } else { $0 } }
    }
}
