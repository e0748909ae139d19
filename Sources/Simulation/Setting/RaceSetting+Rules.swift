import Timing

/// The rules of a simulated session, as its event states them.
extension RaceSetting {
    /// `entries` in grid order.
    func rules(_ entries: [Entry]) -> RaceRules {
        var rules = RaceRules(
            duration: duration, classifiedPercent: classifiedPercent, classifiedBasis: classifiedBasis,
            mustTakeFlag: mustTakeFlag)
        if kind == .race { rules.obligations = obligations(entries) }
        return rules
    }

    private func obligations(_ entries: [Entry]) -> Obligations {
        var obligations = Obligations()
        switch stops {
        case .window(let opens, let closes) where opens < closes:
            obligations.stops = MandatoryStops(
                window: MandatoryStops.Window(opens: opens, closes: closes), driverChange: crew > 1)
        case .spread(let number) where number > 0:
            obligations.stops = MandatoryStops(number: number, driverChange: crew > 1)
        default: return obligations
        }
        obligations.stops?.minimum = TimeByClass(leastStop)
        obligations.stops?.additions = additions(entries)
        obligations.penalties = [
            .shortStop: [PenaltyBand(.stopAndGo(.zero, shortfall: true))],
            .earlyStop: [PenaltyBand(.driveThrough)], .lateStop: [PenaltyBand(.driveThrough)],
        ]
        return obligations
    }

    /// The additions of the first cars of each class to their minimum.
    func additions(_ entries: [Entry]) -> [CarNumber: Milliseconds] {
        var additions: [CarNumber: Milliseconds] = [:]
        var places: [String: Int] = [:]
        for entry in entries {
            let place = places[entry.carClass, default: 0]
            places[entry.carClass] = place + 1
            if place < successPenalties.count { additions[entry.number] = successPenalties[place] }
        }
        return additions
    }
}
