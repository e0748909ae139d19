/// What else is asked of visits to the pit lane: the technical stop, and how long a stop may last (regulations 3, 4).
extension Judge {
    mutating func judgeTechnicalStop() {
        guard let rule = record.asked(at: nil).technicalStop else { return }
        let opens = record.clock.deadline(of: rule.from.count)
        let closes = record.clock.deadline(of: rule.to.count)
        var verdict = Verdict(ObligationID(.technicalStop), .open)
        verdict.opens = Instant(milliseconds: record.clock.instant(of: rule.from.count))
        verdict.closes = Instant(milliseconds: record.clock.instant(of: rule.to.count))
        verdict.required = rule.minimum
        let visits = record.visits.filter { visit in
            guard visit.counts, let entered = visit.entered, entered >= opens, entered < closes else { return false }
            return !rule.greenOnly || record.flags.flag(at: entered) == .green
        }
        if let visit = visits.first(where: { $0.duration ?? 0 >= rule.minimum.count && !$0.isOpen }) {
            verdict.state = .served
            verdict.visit = visit.number
            verdict.by = visit.duration.map { Milliseconds($0 - rule.minimum.count) }
        } else if record.isOut && !wasDue(closes) {
            verdict.state = .notApplicable
        } else if let visit = visits.last, visit.isOpen, record.isRunning {
            verdict.state = .inPit
            verdict.visit = visit.number
            verdict.exitFrom = exit(of: visit, after: rule.minimum.count)
        } else if isCutShort(before: closes) {
            cutShort(&verdict, opens: opens)
        } else if record.now < opens {
            verdict.state = .notOpen
            expectChange(at: opens)
        } else if record.now < closes {
            verdict.state = openOrLast(before: verdict.closes?.milliseconds)
            expectChange(at: closes)
        } else {
            verdict.state = record.wasOutThere(at: closes) ? .missed : .notApplicable
        }
        say(verdict)
    }

    /// The deadline has passed with the car out there.
    private func wasDue(_ deadline: Int64) -> Bool { record.now >= deadline && record.wasOutThere(at: deadline) }

    /// When a visit that lasts will have lasted so long, as far as is known.
    private func exit(of visit: CarRecord.Visit, after time: Int64) -> Instant? {
        Instant(visit.entered.map { $0 + time + record.interruption(since: $0) })
    }

    // MARK: Stop times

    mutating func judgeStopTimes() {
        var jokers = Jokers()
        for visit in record.visits where visit.counts {
            guard let rule = record.asked(at: visit.entered ?? visit.left).stopTimes,
                let least = rule.to[record.entry]
            else { continue }
            say(stopTime(visit, rule, least: least.count, &jokers))
        }
    }

    /// The jokers that a car has taken so far.
    private struct Jokers {
        var taken = 0
        var inBlock: [Int64: Int] = [:]

        mutating func take(_ rule: StopTimes, at clock: Int64) -> Bool {
            let block = rule.block.map { clock / $0.count } ?? 0
            guard taken < rule.jokers, inBlock[block, default: 0] < rule.jokersPerBlock || rule.block == nil else {
                return false
            }
            taken += 1
            inBlock[block, default: 0] += 1
            return true
        }
    }

    private func stopTime(
        _ visit: CarRecord.Visit, _ rule: StopTimes, least: Int64, _ jokers: inout Jokers
    ) -> Verdict {
        let name = ObligationID(.stopTime, visit.number)
        var verdict = Verdict(name, .unproved)
        verdict.required = Milliseconds(least)
        verdict.visit = visit.number
        if visit.isOpen {
            verdict.state = record.isRunning ? .inPit : .notApplicable
            guard record.isRunning else { return verdict }
            verdict.exitFrom = exit(of: visit, after: least)
            if rule.from > .zero { verdict.closes = exit(of: visit, after: rule.from.count) }
        } else if let duration = visit.duration, let entered = visit.entered {
            verdict.state = .served
            if duration >= least {
                verdict.by = Milliseconds(duration - least)
            } else if duration < rule.from.count {
                verdict.by = Milliseconds(rule.from.count - duration)
            } else if visit.isInterrupted {
                verdict.state = .unproved
                verdict.isInterrupted = true
            } else if jokers.take(rule, at: record.clock.reading(at: entered)) {
                verdict.by = .zero
                verdict.isJoker = true
            } else {
                verdict.state = .short
                verdict.by = Milliseconds(least - duration)
            }
        }
        return verdict
    }
}
