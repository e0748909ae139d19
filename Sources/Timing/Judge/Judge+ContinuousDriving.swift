/// How long a driver drives until another has driven (R30).
extension ObligationRule {
    static let continuousDriving = ObligationRule(
        judge: { $0.judgeContinuous() },
        infringement: { $0.state == .over ? .drivingOver : nil },
        cites: { _, asked, _ in asked.continuous?.cited ?? [] },
        isChanged: { _, _ in false })
}

extension Judge {
    fileprivate mutating func judgeContinuous() {
        guard record.wasSeen, let rule = record.asked(at: nil).obligations.continuous else { return }
        let runs = drivingSpans(withPitLane: rule.withPitLane).runs
        for (index, run) in runs.compacted().enumerated() {
            let isLast = run.place == runs.count - 1
            var verdict = Verdict(ObligationID(.continuous, index + 1), .served)
            verdict.driver = run.run.driver
            let driven = record.driven(run.run.spans)
            let isDriving = !record.isRed && run.run.spans.last?.isRunning ?? false
            if driven > rule.most {
                verdict.state = .over
                if !isDriving { verdict.by = driven - rule.most }
            } else if isLast, record.isRunning {
                verdict.state = .open
                verdict.closes = reach(rule.most, after: driven, isDriving: isDriving)
            } else {
                verdict.by = rule.most - driven
            }
            say(verdict)
        }
    }

    /// When a time will have been driven if he drives on; nil while he does not.
    private mutating func reach(_ most: Milliseconds, after driven: Milliseconds, isDriving: Bool) -> Instant? {
        guard isDriving else { return nil }
        let instant = record.now + (most - driven)
        expectChange(after: instant)
        return instant
    }
}

extension ContinuousDriving {
    /// Of a run, and of the rest after it.
    var cited: [CitedRule] {
        [
            CitedRule(key: "continuous.most", value: .time(most)),
            CitedRule(key: "continuous.rest", value: .init(rest)),
            CitedRule(key: "continuous.restAfter", value: .time(restAfter)),
        ]
    }
}

extension [DrivingSpans.Run?] {
    /// The runs of identified drivers, with their places.
    func compacted() -> [(place: Int, run: DrivingSpans.Run)] {
        enumerated().compactMap { place, run in run.map { (place, $0) } }
    }
}
