/// How long a car may stay out (R29).
extension ObligationRule {
    static let stint = ObligationRule(
        judge: { $0.judgeStints() },
        infringement: { $0.state == .late ? .stintOverrun : nil },
        cites: { _, asked, _ in
            guard let limit = asked.stint else { return [] }
            return [
                CitedRule(key: "stint.longest", value: .time(limit.longest)),
                CitedRule(key: "stint.neutralised", value: .time(limit.neutralised)),
            ]
        },
        isChanged: { _, _ in false })
}

extension Judge {
    fileprivate mutating func judgeStints() {
        guard record.wasSeen, let limit = record.asked(at: nil).obligations.stint else { return }
        let flags = record.flags
        /// The longest that a stint between two instants may be.
        func most(_ from: Instant, _ to: Instant) -> Milliseconds {
            let wasNeutralised = flags.wasShown(oneOf: limit.neutralisedBy, from: from, to: to)
            return wasNeutralised ? limit.neutralised : limit.longest
        }
        var began: Instant? = record.start
        var number = 1
        for place in record.visits.indices where record.visits[place].endsStint {
            let entered = record.visits[place].entered
            say(stint(number, from: began, to: entered, most, by: record.visits[place].number))
            if record.visits[place].isOpen { return }
            began = record.visits[place].left
            number += 1
        }
        say(running(number, from: began, most))
    }

    /// One that a pit entry has ended.
    private func stint(
        _ number: Int, from began: Instant?, to ended: Instant?, _ most: (Instant, Instant) -> Milliseconds,
        by visit: Int? = nil
    ) -> Verdict {
        var verdict = Verdict(ObligationID(.stint, number), .unproved)
        verdict.visit = visit
        guard let began, let ended else { return verdict }
        let most = most(began, ended)
        verdict.closes = began + most
        verdict.state = ended - began <= most ? .served : .late
        verdict.by = (began + most - ended).magnitude
        return verdict
    }

    private mutating func running(
        _ number: Int, from began: Instant?, _ most: (Instant, Instant) -> Milliseconds
    ) -> Verdict {
        if record.hasFinished { return stint(number, from: began, to: record.lapBegan, most) }
        var verdict = Verdict(ObligationID(.stint, number), .unproved)
        let isOver = record.isOut || record.isOver
        guard let began else {
            if isOver { verdict.state = .notApplicable }
            return verdict
        }
        let until = isOver ? max(began, record.lastSeen) : record.now
        let closes = began + most(began, until)
        verdict.closes = closes
        if until > closes {
            verdict.state = .late
            if isOver { verdict.by = until - closes }
        } else if isOver {
            verdict.state = .notApplicable
        } else {
            waitForEntry(&verdict, before: closes)
            expectChange(after: closes)
        }
        return verdict
    }
}
