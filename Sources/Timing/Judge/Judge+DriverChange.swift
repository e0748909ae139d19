/// The change of drivers in a mandatory stop: of the visit that took it (R26).
extension ObligationRule {
    static let driverChange = ObligationRule(
        judge: { $0.judgeDriverChanges() },
        infringement: { $0.state == .unproved ? .driverChangeUnproved : nil },
        cites: { _, asked, _ in
            asked.stops.map { [CitedRule(key: "stops.driverChange", value: .truth($0.driverChange))] } ?? []
        },
        isChanged: { _, bulletin in bulletin.isOfMandatoryStops })
}

extension Judge {
    /// After the stops: a change is judged by the visit that took the stop of its number.
    fileprivate mutating func judgeDriverChanges() {
        guard record.asked(at: nil).obligations.stops?.driverChange ?? false else { return }
        for place in verdicts.indices where verdicts[place].obligation.kind == .stop {
            say(driverChange(inStopAt: place))
        }
    }

    /// Of the stop whose verdict stands at this place.
    private func driverChange(inStopAt index: Int) -> Verdict {
        let name = ObligationID(.driverChange, verdicts[index].obligation.number)
        var verdict = Verdict(name, verdicts[index].state)
        verdict.opens = verdicts[index].opens
        verdict.closes = verdicts[index].closes
        verdict.isInterrupted = verdicts[index].isInterrupted
        verdict.isCurtailed = verdicts[index].isCurtailed
        if let place = verdicts[index].visit {
            let visit = record.visits[place - 1]
            verdict.visit = place
            verdict.driver = visit.driverOut
            verdict.state = visit.showsDriverChange ? .served : .unproved
            if visit.isOpen, record.ranToTheEnd {
                (verdict.state, verdict.isInterrupted) = (.unproved, true)
            } else if visit.isOpen {
                verdict.state = record.isRunning ? .inPit : .notApplicable
            }
        }
        if record.isRuled(name, .driverChanged) {
            (verdict.state, verdict.isInterrupted, verdict.isCurtailed) = (.served, false, false)
            verdict.ruling = .driverChanged
        }
        return verdict
    }
}
