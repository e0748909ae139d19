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
    func exit(of visit: CarRecord.Visit, after time: Int64) -> Instant? {
        Instant(visit.entered.map { $0 + time + record.interruption(since: $0) })
    }
}
