/// How long each stop may last, and the jokers among them (R28).
extension ObligationRule {
    static let stopTime = ObligationRule(
        judge: { $0.judgeStopTimes() },
        infringement: { verdict in
            switch verdict.state {
            case .short: .prohibitedStopTime
            case .unproved: verdict.isInterrupted ? .prohibitedStopTime : nil
            case .notOpen, .open, .lastChance, .inPit, .served, .early, .late, .missed, .over, .notApplicable: nil
            }
        },
        cites: { _, asked, entry in
            guard let rule = asked.stopTimes else { return [] }
            return [
                CitedRule(key: "stopTimes.from", value: .time(rule.from)),
                CitedRule(key: "stopTimes.to", value: .init(rule.to[entry])),
                CitedRule(key: "stopTimes.jokers", value: .number(rule.jokers)),
                CitedRule(key: "stopTimes.block", value: .init(rule.block)),
            ]
        },
        isChanged: { _, bulletin in
            switch bulletin {
            case .prohibited: true
            case .window, .minimum, .addition, .pitSpeed, .driving, .startList: false
            }
        })
}

extension Judge {
    fileprivate mutating func judgeStopTimes() {
        var jokers = Jokers()
        for visit in record.visits where visit.counts {
            guard let rule = record.asked(at: visit.entered ?? visit.left).obligations.stopTimes,
                let least = rule.to[record.entry]
            else { continue }
            say(stopTime(visit, rule, least: least, &jokers))
        }
    }

    private func stopTime(
        _ visit: CarRecord.Visit, _ rule: StopTimes, least: Milliseconds, _ jokers: inout Jokers
    ) -> Verdict {
        let name = ObligationID(.stopTime, visit.number)
        var verdict = Verdict(name, .unproved)
        verdict.required = least
        verdict.visit = visit.number
        if visit.isOpen {
            verdict.state = record.isRunning ? .inPit : .notApplicable
            guard record.isRunning else { return verdict }
            verdict.exitFrom = exit(of: visit, after: least)
            if rule.from > .zero { verdict.closes = exit(of: visit, after: rule.from) }
        } else if let duration = visit.duration, let entered = visit.entered {
            verdict.state = .served
            if duration >= least {
                verdict.by = duration - least
            } else if duration < rule.from {
                verdict.by = rule.from - duration
            } else if visit.isInterrupted {
                verdict.state = .unproved
                verdict.isInterrupted = true
            } else if jokers.take(rule, at: record.clock.reading(at: entered)) {
                verdict.by = .zero
                verdict.isJoker = true
            } else {
                verdict.state = .short
                verdict.by = least - duration
            }
        }
        return verdict
    }
}
