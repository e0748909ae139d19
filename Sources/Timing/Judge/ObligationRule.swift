/// One kind of obligation: its judging, the name of its infringement, the keys of the rulebook that it cites, and the
/// bulletins that change it. Each kind has a file of its own.
struct ObligationRule: Sendable {
    /// It is asked in races; else in practice and qualifying.
    var isOfRaces = true
    /// Says every verdict of the kind on the judge's record.
    let judge: @Sendable (inout Judge) -> Void
    /// The infringement of a verdict; nil for one that time may still make better, or that is in order.
    let infringement: @Sendable (Verdict) -> InfringementKind?
    /// The rules on which a verdict of this name rests, of what was asked of the car.
    let cites: @Sendable (ObligationID, Obligations, Entry) -> [CitedRule]
    /// Whether a bulletin changes what is asked by this name.
    let isChanged: @Sendable (ObligationID, Bulletin) -> Bool
}

extension ObligationID.Kind {
    var rule: ObligationRule {
        switch self {
        case .stop: .mandatoryStop
        case .driverChange: .driverChange
        case .technicalStop: .technicalStop
        case .stopTime: .stopTime
        case .stint: .stint
        case .continuous: .continuousDriving
        case .rest: .rest
        case .driving: .drivingTime
        case .starter: .starter
        case .qualifier: .qualifier
        case .report: .reports
        }
    }
}

extension InfringementKind {
    /// Nil while there is no infringement to report.
    init?(_ verdict: Verdict) {
        guard let kind = verdict.obligation.kind.rule.infringement(verdict) else { return nil }
        assert(!verdict.state.isInOrder, "of a verdict that is in order nothing is reported")
        self = kind
    }
}
