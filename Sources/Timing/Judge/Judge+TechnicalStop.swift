/// The technical stop: once in a part of the race the car stands so long (R27).
extension ObligationRule {
    static let technicalStop = ObligationRule(
        judge: { $0.judgeTechnicalStop() },
        infringement: { $0.state == .missed ? .technicalStopMissed : nil },
        cites: { _, asked, _ in
            guard let rule = asked.technicalStop else { return [] }
            return [
                CitedRule(key: "technicalStop.minimum", value: .time(rule.minimum)),
                CitedRule(key: "technicalStop.from", value: .time(rule.from)),
                CitedRule(key: "technicalStop.to", value: .time(rule.to)),
                CitedRule(key: "technicalStop.greenOnly", value: .truth(rule.greenOnly)),
            ]
        },
        isChanged: { _, _ in false })
}

extension Judge {
    fileprivate mutating func judgeTechnicalStop() {
        guard let rule = record.asked(at: nil).obligations.technicalStop else { return }
        let opens = record.clock.deadline(of: rule.from)
        let closes = record.clock.deadline(of: rule.to)
        var verdict = Verdict(ObligationID(.technicalStop), .open)
        verdict.opens = record.clock.instant(of: rule.from)
        verdict.closes = record.clock.instant(of: rule.to)
        verdict.required = rule.minimum
        let visits = record.visits.filter { visit in
            guard visit.counts, let entered = visit.entered, opens.isReached(at: entered),
                !closes.isReached(at: entered)
            else { return false }
            return !rule.greenOnly || record.flags.flag(at: entered) == .green
        }
        if let visit = visits.first(where: { $0.duration ?? .zero >= rule.minimum && !$0.isOpen }) {
            verdict.state = .served
            verdict.visit = visit.number
            verdict.by = visit.duration.map { $0 - rule.minimum }
        } else if record.isOut && !wasOutThere(closes) {
            verdict.state = .notApplicable
        } else if let visit = visits.last, visit.isOpen, record.isRunning {
            verdict.state = .inPit
            verdict.visit = visit.number
            verdict.exitFrom = exit(of: visit, after: rule.minimum)
        } else if isCutShort(before: closes) {
            cutShort(&verdict, opens: opens)
        } else if !opens.isReached(at: record.now) {
            verdict.state = .notOpen
            expectChange(at: opens)
        } else if !closes.isReached(at: record.now) {
            waitForEntry(&verdict, before: verdict.closes)
            expectChange(at: closes)
        } else {
            verdict.state = wasOutThere(closes) ? .missed : .notApplicable
        }
        say(verdict)
    }

    /// The deadline has passed with the car out there.
    func wasOutThere(_ deadline: Deadline) -> Bool {
        deadline.isReached(at: record.now) && deadline.instant.map { record.wasOutThere(at: $0) } ?? false
    }

    /// When a visit that lasts will have lasted so long, as far as is known.
    func exit(of visit: CarRecord.Visit, after time: Milliseconds) -> Instant? {
        visit.entered.map { $0 + time + record.interruption(since: $0) }
    }
}
