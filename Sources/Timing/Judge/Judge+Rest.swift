/// How long a driver rests before he drives again (R30).
extension ObligationRule {
    static let rest = ObligationRule(
        judge: { $0.judgeRest() },
        infringement: { $0.state == .short ? .restShort : nil },
        cites: { _, asked, _ in asked.continuous?.cited ?? [] },
        isChanged: { _, _ in false })
}

extension Judge {
    fileprivate mutating func judgeRest() {
        guard record.wasSeen, let rule = record.asked(at: nil).obligations.continuous, let rest = rule.rest else {
            return
        }
        let runs = drivingSpans(withPitLane: rule.withPitLane).runs
        for (index, run) in runs.compacted().enumerated() {
            guard run.place < runs.count - 1, record.driven(run.run.spans) >= rule.restAfter,
                let cameIn = run.run.cameIn
            else { continue }
            let until = cameIn + rest
            let again = runs[(run.place + 1)...].lazy.compactMap { $0 }.first { $0.driver == run.run.driver }?
                .spans[0].began
            var verdict = Verdict(ObligationID(.rest, index + 1), .served)
            verdict.driver = run.run.driver
            verdict.required = rest
            verdict.closes = until
            if let again, again < until {
                verdict.state = .short
                verdict.by = until - again
            } else if record.now < until {
                verdict.state = record.isRunning ? .open : .served
                expectChange(at: until)
            }
            say(verdict)
        }
    }
}
