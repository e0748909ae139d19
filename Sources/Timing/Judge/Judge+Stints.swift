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
        let stops = record.visits.filter(\.endsStint)
        var began: Instant? = record.start
        for (index, stop) in stops.enumerated() {
            say(stint(index + 1, limit, from: began, to: stop.entered, by: stop.number))
            if stop.isOpen { return }
            began = stop.left
        }
        say(running(stops.count + 1, limit, from: began))
    }

    /// One that a pit entry has ended.
    private func stint(
        _ number: Int, _ limit: StintLimit, from began: Instant?, to ended: Instant?, by visit: Int? = nil
    ) -> Verdict {
        var verdict = Verdict(ObligationID(.stint, number), .unproved)
        verdict.visit = visit
        guard let began, let ended else { return verdict }
        let most = most(limit, from: began, to: ended)
        verdict.closes = began + most
        verdict.state = ended - began <= most ? .served : .late
        verdict.by = (began + most - ended).magnitude
        return verdict
    }

    private mutating func running(_ number: Int, _ limit: StintLimit, from began: Instant?) -> Verdict {
        if record.hasFinished { return stint(number, limit, from: began, to: record.lapBegan) }
        var verdict = Verdict(ObligationID(.stint, number), .unproved)
        let isOver = record.isOut || record.isOver
        guard let began else {
            if isOver { verdict.state = .notApplicable }
            return verdict
        }
        let until = isOver ? max(began, record.lastSeen) : record.now
        let closes = began + most(limit, from: began, to: until)
        verdict.closes = closes
        if until > closes {
            verdict.state = .late
            if isOver { verdict.by = until - closes }
        } else if isOver {
            verdict.state = .notApplicable
        } else {
            verdict.state = openOrLast(before: closes)
            expectChange(after: closes)
        }
        return verdict
    }

    private func most(_ limit: StintLimit, from: Instant, to: Instant) -> Milliseconds {
        record.wasShown(limit.neutralisedBy, from: from, to: to) ? limit.neutralised : limit.longest
    }
}
