import Timing

/// How long a car stays out.
extension ReferenceJudge {
    /// Whether one of the flags was shown at any time between two instants.
    private func wasShown(_ flags: Set<Flag>, from: Int64, to: Int64) -> Bool {
        race.shown.indices.contains { place in
            let begin = race.shown[place].from - start
            let end = place + 1 < race.shown.count ? race.shown[place + 1].from - start : .max
            return flags.contains(race.shown[place].flag) && begin < end && begin <= to && end > from
        }
    }

    /// Since when it is out, and since when the driver on board drives.
    var since: Row.Since {
        guard car.isSeen else { return Row.Since() }
        let last = stintEnds.last?.visit
        let all = spans
        let own = all.reversed().prefix { $0.driver != 0 && $0.driver == car.driver }
        return Row.Since(stint: last.map { $0.isOpen ? nil : $0.left } ?? 0, driver: own.last?.from)
    }

    /// The visits that end a stint.
    private var stintEnds: [Stopping] {
        visits.filter { ($0.isBegunUnderRed || $0.visit.counts) && !penaltyVisits.contains($0.number) }
    }

    func stints() -> [Judged] {
        guard let rule = race.session.rules.obligations.stint, car.isSeen else { return [] }
        var stints: [Judged] = []
        var begin: Int64? = 0
        let stops = stintEnds
        for stop in stops {
            stints.append(stint(stints.count + 1, rule, from: begin, to: stop.visit.entered, endedBy: stop.number))
            begin = stop.visit.left
        }
        if stops.last?.visit.isOpen ?? false { return stints }
        if let finish {
            stints.append(stint(stints.count + 1, rule, from: begin, to: finish, endedBy: nil))
        } else {
            stints.append(running(stints.count + 1, rule, from: begin))
        }
        return stints
    }

    private func limit(_ rule: StintLimit, from: Int64, to: Int64) -> Int64 {
        (wasShown(rule.neutralisedBy, from: from, to: to) ? rule.neutralised : rule.longest).count
    }

    private func stint(
        _ number: Int, _ rule: StintLimit, from: Int64?, to: Int64?, endedBy visit: Int?
    ) -> Judged {
        var judged = Judged(ObligationID(.stint, number), .unproved)
        judged.visit = visit
        guard let from, let to else { return judged }
        let limit = limit(rule, from: from, to: to)
        judged.closes = from + limit
        judged.state = to - from <= limit ? .served : .late
        judged.by = abs(to - from - limit)
        return judged
    }

    private func running(_ number: Int, _ rule: StintLimit, from: Int64?) -> Judged {
        var judged = Judged(ObligationID(.stint, number), .unproved)
        guard let from else {
            if isOver { judged.state = .notApplicable }
            return judged
        }
        let until = isOver ? max(car.lastSeen ?? from, from) : now
        let closes = from + limit(rule, from: from, to: until)
        judged.closes = closes
        if until > closes {
            judged.state = .late
            judged.by = isOver ? until - closes : nil
        } else if isOver {
            judged.state = .notApplicable
        } else {
            wait(&judged, closes: closes)
        }
        return judged
    }
}
