/// Why a verdict is as it is: the visit that it rests on, what is asked, and who changed that.
extension Inquiry {
    /// Nil where the car has no such obligation.
    mutating func obligation(_ name: ObligationID) -> Explanation? {
        let verdict = timekeeper.compliance.cars[car].verdicts.first { $0.obligation == name }
        guard let verdict else { return nil }
        let visit = verdict.visit.map { stop($0) }
        var reasons: StopReasons?
        if case .stop(let stop) = visit?.subject { reasons = stop }
        let bearing = Set(visit?.acts.map(\.act.id) ?? [])
        let acts = acts { act in bearing.contains(act.id) || isAbout(act, name) }
        return Explanation(
            car: CarIndex(car), subject: .obligation(ObligationReasons(verdict: verdict, stop: reasons)), acts: acts,
            rules: rules(name, begun: reasons.flatMap { $0.entered?.at ?? $0.left?.at } ?? timekeeper.now))
    }

    /// Bulletins that change what this asks of the car, rulings on it, and penalties for it.
    private func isAbout(_ act: Act, _ name: ObligationID) -> Bool {
        switch act.kind {
        case .bulletin(let bulletin): isForCar(bulletin) && name.kind.rule.isChanged(name, bulletin)
        case .ruling(number, name, _, _): true
        case .penalty(number, _, _): act.concerning == name
        case .ruling, .penalty, .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .served,
            .withdraw, .void, .count, .insert, .assign, .clock, .message, .report, .conditions, .entry:
            false
        }
    }

    private func isForCar(_ bulletin: Bulletin) -> Bool {
        switch bulletin {
        case .addition(let number, _): number == self.number
        case .window, .minimum, .prohibited, .pitSpeed, .driving, .startList: true
        }
    }

    /// What was asked at that instant, and of what a bulletin changed the last one that did.
    private func rules(_ name: ObligationID, begun: Instant) -> [CitedRule] {
        let entry = timekeeper.session.entries[car]
        var rules: [CitedRule] = []
        for asked in timekeeper.compliance.asked where asked.from.map({ $0 <= begun }) ?? true {
            let before = Dictionary(rules.map { ($0.key, $0) }) { first, _ in first }
            rules = name.kind.rule.cites(name, asked.obligations, entry).map { rule in
                let old = before[rule.key]
                return CitedRule(
                    key: rule.key, value: rule.value, act: old?.value == rule.value ? old?.act : asked.act)
            }
        }
        return rules
    }
}
