import Timing

/// Who drove from when to when, and how long.
extension ReferenceJudge {
    /// From the start signal or the exit of a visit to the entry of the next, the finish, or now.
    struct Span {
        var driver: UInt8
        var from: Int64?
        var to: Int64?
        /// The visit that ends it; nil for the last one.
        var end: Visit?
        /// It goes on.
        var isCurrent = false
    }

    var spans: [Span] { spans(withPitLane: false) }

    /// Where the rule says so, visits too in which the driver is known to have stayed.
    func spans(withPitLane: Bool) -> [Span] {
        guard car.isSeen else { return [] }
        var spans: [Span] = []
        var from: Int64? = 0
        var out: UInt8 = 0
        for visit in visits.map(\.visit) {
            let driver = visit.driverIn != 0 ? visit.driverIn : out
            spans.append(Span(driver: driver, from: from, to: visit.entered, end: visit))
            (from, out) = (visit.left, visit.driverOut)
            let hasStayed = visit.driverIn != 0 && visit.driverIn == visit.driverOut
            guard withPitLane, hasStayed, let entered = visit.entered, let left = visit.left else { continue }
            spans.append(Span(driver: out, from: entered, to: left, end: visit))
        }
        if visits.last?.visit.isOpen ?? false { return spans }
        let until = finish ?? (isOut ? car.lastSeen : ended ?? now)
        return spans + [Span(driver: car.driver, from: from, to: until, end: nil, isCurrent: !isOver)]
    }

    /// Without the time under the red flag, and only what lies between two instants.
    func driven(_ span: Span, after first: Int64 = .min, before last: Int64 = .max) -> Int64 {
        guard let from = span.from, let to = span.to else { return 0 }
        let (begin, end) = (max(from, first), min(to, last))
        let red = race.reds.map { max(0, min($0.to, end) - max($0.from, begin)) }.reduce(0, +)
        return max(0, end - begin) - (end > begin ? red : 0)
    }

    /// Who is driving at this moment: not in the pit lane, not under the red flag.
    private var atTheWheel: UInt8 {
        guard let last = spans.last, last.isCurrent, last.from != nil,
            race.flag(at: race.official.now.milliseconds)?.flag != .red
        else { return 0 }
        return last.driver
    }

    // MARK: Without another driver

    private struct Run {
        var driver: UInt8
        var spans: [Span]
        /// Those after it.
        var later: ArraySlice<Span>
    }

    private func runs(_ rule: ContinuousDriving) -> [Run] {
        let all = spans(withPitLane: rule.withPitLane)
        var runs: [Run] = []
        for place in all.indices where all[place].driver != 0 {
            let later = all[(place + 1)...]
            if place > 0, all[place - 1].driver == all[place].driver {
                runs[runs.count - 1].spans.append(all[place])
                runs[runs.count - 1].later = later
            } else {
                runs.append(Run(driver: all[place].driver, spans: [all[place]], later: later))
            }
        }
        return runs
    }

    func continuous() -> [Judged] {
        guard let rule = race.session.rules.obligations.continuous else { return [] }
        return runs(rule).enumerated().map { place, run in
            var judged = Judged(ObligationID(.continuous, place + 1), .open)
            judged.driver = run.driver
            let time = run.spans.map { driven($0) }.reduce(0, +)
            let drivesOn = run.later.isEmpty && atTheWheel == run.driver
            if time > rule.most.count {
                judged.state = .over
                judged.by = drivesOn ? nil : time - rule.most.count
            } else if !run.later.isEmpty || isOver {
                (judged.state, judged.by) = (.served, rule.most.count - time)
            } else if drivesOn {
                judged.closes = now + rule.most.count - time
            }
            return judged
        }
    }

    func rests() -> [Judged] {
        guard let rule = race.session.rules.obligations.continuous, let rest = rule.rest?.count else { return [] }
        return runs(rule).enumerated().compactMap { place, run in
            let time = run.spans.map { driven($0) }.reduce(0, +)
            guard time >= rule.restAfter.count, !run.later.isEmpty, let visit = run.spans.last?.end,
                let end = visit.entered
            else { return nil }
            var judged = Judged(ObligationID(.rest, place + 1), now < end + rest && !isOver ? .open : .served)
            (judged.driver, judged.closes, judged.required) = (run.driver, end + rest, rest)
            if let again = run.later.first(where: { $0.driver == run.driver })?.from, again < end + rest {
                (judged.state, judged.by) = (.short, end + rest - again)
            }
            return judged
        }
    }

    // MARK: Driving times

    func driving() -> [Judged] {
        present.driving.enumerated().flatMap { place, rule in
            driving(place + 1, rule)
        }
    }

    private func driving(_ number: Int, _ rule: DrivingTime) -> [Judged] {
        guard car.isSeen, rule.carClass.map({ $0 == entry.carClass }) ?? true,
            rule.cup.map({ $0 == entry.cup }) ?? true
        else { return [] }
        let meant = entry.drivers.filter { driver in rule.grade.map { $0 == driver.grade } ?? true }.map(\.id)
        if meant.isEmpty { return [] }
        var rule = rule
        if meant.count == 1 { rule.least = rule.leastAlone ?? rule.least }
        let groups = rule.together ? [meant] : meant.map { [$0] }
        return groups.flatMap { drivers in
            let driver = rule.together ? 0 : drivers[0]
            guard let block = rule.block?.count else {
                return [judge(ObligationID(.driving, number, driver: driver), rule, drivers, .min, .max)]
            }
            return blocks(of: block).map { place in
                judge(
                    ObligationID(.driving, number, driver: driver, block: place + 1), rule, drivers,
                    race.deadline(ofClock: Int64(place) * block), race.deadline(ofClock: Int64(place + 1) * block))
            }
        }
    }

    /// Those that have begun, counted from 0.
    private func blocks(of length: Int64) -> [Int] {
        let until = [now, finish, curtain, isOut ? car.lastSeen : nil].compactMap { $0 }.min() ?? now
        return (0...min(Int(max(0, race.clock(until)) / length), 99)).filter { place in
            place == 0 || race.duration.map { Int64(place) * length < $0 } ?? true
        }
    }

    private func judge(
        _ id: ObligationID, _ rule: DrivingTime, _ drivers: [UInt8], _ blockBegin: Int64, _ blockEnd: Int64
    ) -> Judged {
        var judged = Judged(id, .open)
        (judged.driver, judged.required) = (id.driver, rule.least?.count)
        let from = max(deadline(rule.from), blockBegin)
        let time = spans(withPitLane: rule.withPitLane).filter { drivers.contains($0.driver) }
            .map { driven($0, after: from, before: blockEnd) }.reduce(0, +)
        let isOver = isOver || now >= blockEnd
        let drivesOn = drivers.contains(atTheWheel) && now < blockEnd
        let grows = drivesOn && now >= from
        if let most = rule.most?.count, time > most {
            (judged.state, judged.by) = (.over, grows ? nil : time - most)
        } else if let least = rule.least?.count {
            if time >= least {
                (judged.state, judged.by) = (.served, grows ? nil : time - least)
            } else if isOver {
                (judged.state, judged.by) = (.short, least - time)
                judged.isCurtailed = race.hasEnded && race.chequered == nil && blockEnd > curtain ?? .max
            }
        } else if isOver, let most = rule.most?.count {
            (judged.state, judged.by) = (.served, most - time)
        }
        if judged.state != .over, grows, let most = rule.most?.count {
            let reached = now + most - time
            judged.closes = reached < blockEnd ? reached : nil
        }
        if isOut, judged.state != .over, judged.state != .served {
            (judged.state, judged.by, judged.isCurtailed) = (.notApplicable, nil, false)
        }
        return judged
    }
}
