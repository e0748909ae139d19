package import Timing

extension Act.Kind {
    /// Transponders that are a car's by the act.
    package var fitted: Set<Transponder> {
        switch self {
        case .assign(let transponder, _, _): [transponder]
        case .entry(let change): Set(change.details.transponders ?? [])
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .served, .withdraw, .void,
            .count, .insert, .clock, .bulletin, .ruling, .message, .report, .conditions:
            []
        }
    }
}
