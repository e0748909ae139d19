/// Why a lap is as it is.
extension Inquiry {
    /// Nil where nothing is known of the Line that bounds it.
    mutating func lap(_ lap: Int) -> Explanation? {
        let points = timekeeper.race.track.pointsPerLap
        let (first, last) = ((lap - 1) * points, lap * points)
        guard let from = timekeeper.race.table.passageOrEstimate(car, at: first).map({ instant($0) }),
            let to = timekeeper.race.table.passageOrEstimate(car, at: last).map({ instant($0) }), from <= to
        else { return nil }
        witness = Witness(of: car, in: timekeeper, from...until(to, lap: lap))
        guard let began = evidence(at: first), let ended = evidence(at: last) else { return nil }
        let sectors = (first + 1...last).map { point in
            LapReasons.Sector(time: time(from: point - 1, to: point), ended: evidence(at: point))
        }
        let stops = timekeeper.race.state.stops[car]
        let reasons = LapReasons(
            lap: lap, time: to - from, began: began, ended: ended, sectors: sectors, flags: flags(from, to),
            isInLap: stops.contains { $0.entered.map { from <= $0 && $0 < to } ?? false },
            isOutLap: stops.contains { $0.left.map { from < $0 && $0 <= to } ?? false },
            notBest: notBest(lap, began, ended),
            isBestOfClass: isBest(lap, timekeeper.race.state.classBestLaps[classPlace]),
            isBestOfAll: isBest(lap, timekeeper.race.state.bestLap),
            others: others(in: from...to, beside: [began] + sectors.map(\.ended)))
        let crossings = crossings(from...to).map(\.crossing)
        let acts = acts { act in
            if case .penalty(number, .lapTime(lap), _) = act.kind { return true }
            if case .report(number, _) = act.kind, timekeeper.deletedLap(by: act) == lap { return true }
            if lap == 1, act.kind == .start { return true }
            return isAbout(act, from...to, crossings: crossings)
        }
        let start = lap == 1 ? [rule("start", .word(timekeeper.race.rules.start.rawValue))] : []
        return Explanation(car: CarIndex(car), subject: .lap(reasons), acts: acts, rules: start)
    }

    private var classPlace: Int { timekeeper.race.field.classOf[car] }

    /// The lap's end, or the crossing by which the last that was missed on it was found missing.
    private func until(_ end: Instant, lap: Int) -> Instant {
        timekeeper.race.provisional.filter { $0.car.slot == car && ($0.lap == lap || $0.lap == lap - 1) }
            .compactMap { spanOfEvidence($0)?.upperBound }.reduce(end, max)
    }

    private func time(from last: Int, to point: Int) -> Milliseconds? {
        guard let before = timekeeper.race.table.passageOrEstimate(car, at: last),
            let after = timekeeper.race.table.passageOrEstimate(car, at: point)
        else { return nil }
        return after - before
    }

    private func flags(_ from: Instant, _ to: Instant) -> [FlagPeriod] {
        timekeeper.flags.filter { $0.from < to && ($0.to.map { $0 > from } ?? true) }
    }

    private func isBest(_ lap: Int, _ best: BestLap?) -> Bool {
        best.map { $0.car.slot == car && $0.lap == lap } ?? false
    }

    private func notBest(_ lap: Int, _ began: Evidence, _ ended: Evidence) -> [LapReasons.NotBest] {
        var reasons: [LapReasons.NotBest] = []
        if lap == 1, !timekeeper.race.lap1IsFlying { reasons.append(.firstLap) }
        for act in timekeeper.acts.penaltyActs {
            if case .penalty(number, .lapTime(lap), _) = act.kind { reasons.append(.deleted(act: act.id)) }
        }
        for report in timekeeper.reports where report.car.slot == car && report.deletesLap && report.report.lap == lap {
            reasons.append(.deleted(act: report.act))
        }
        if began.isProvisional || ended.isProvisional || ended.basis == .estimated { reasons.append(.provisional) }
        if !timekeeper.race.pitLapsCount, isInPit(began) || isInPit(ended) { reasons.append(.pitLane) }
        if timekeeper.race.hasStepped(from: began.at, to: ended.at) { reasons.append(.clock) }
        let best = Int(state.bestLapNumber)
        if reasons.isEmpty, let time = state.bestLap.time, best != lap {
            reasons.append(.another(lap: best, time: time))
        }
        return reasons
    }
}

extension Inquiry {
    /// The Line was crossed in the pit lane: by its loop there, or while a visit lasted.
    private func isInPit(_ line: Evidence) -> Bool {
        if line.loop == timekeeper.race.track.lineInPit, line.loop != nil { return true }
        return timekeeper.race.state.stops[car].contains { $0.line == line.at && line.loop != nil }
    }
}

extension Evidence {
    /// No decoder reported it.
    var isProvisional: Bool {
        if case .provisional = basis { true } else { false }
    }
}
