/// Driving times: continuous, rest, and the least and most of a driver (R30).
extension Judge {
    mutating func judgeDriving() {
        let asked = record.asked(at: nil)
        guard record.wasSeen, asked.continuous != nil || !asked.driving.isEmpty else { return }
        let spans = DrivingSpans(record)
        let isPitLaneAsked = asked.continuous?.withPitLane ?? false || asked.driving.contains(where: \.withPitLane)
        let withPitLane = isPitLaneAsked ? DrivingSpans(record, withPitLane: true) : spans
        if let rule = asked.continuous {
            let runs = rule.withPitLane ? withPitLane.runs : spans.runs
            judgeContinuous(rule, runs)
            judgeRest(rule, runs)
        }
        for (index, rule) in asked.driving.enumerated() {
            judge(rule, number: index + 1, rule.withPitLane ? withPitLane.spans : spans.spans)
        }
    }

    private var isRed: Bool { record.flags.now == .red }

    // MARK: Without another driver

    private mutating func judgeContinuous(_ rule: ContinuousDriving, _ runs: [DrivingSpans.Run?]) {
        for (index, run) in runs.compacted().enumerated() {
            let isLast = run.place == runs.count - 1
            var verdict = Verdict(ObligationID(.continuous, index + 1), .served)
            verdict.driver = run.run.driver
            let driven = record.driven(run.run.spans)
            let isDriving = !isRed && run.run.spans.last?.isRunning ?? false
            if driven > rule.most.count {
                verdict.state = .over
                if !isDriving { verdict.by = Milliseconds(driven - rule.most.count) }
            } else if isLast, record.isRunning {
                verdict.state = .open
                verdict.closes = Instant(reach(rule.most.count, after: driven, isDriving: isDriving))
            } else {
                verdict.by = Milliseconds(rule.most.count - driven)
            }
            say(verdict)
        }
    }

    /// When a time will have been driven if he drives on; nil while he does not.
    private mutating func reach(_ most: Int64, after driven: Int64, isDriving: Bool) -> Int64? {
        guard isDriving else { return nil }
        let instant = record.now + most - driven
        expectChange(at: instant + 1)
        return instant
    }

    private mutating func judgeRest(_ rule: ContinuousDriving, _ runs: [DrivingSpans.Run?]) {
        guard let rest = rule.rest else { return }
        for (index, run) in runs.compacted().enumerated() {
            guard run.place < runs.count - 1, record.driven(run.run.spans) >= rule.restAfter.count,
                let cameIn = run.run.cameIn
            else { continue }
            let until = cameIn + rest.count
            let again = runs[(run.place + 1)...].lazy.compactMap { $0 }.first { $0.driver == run.run.driver }?
                .spans[0].began
            var verdict = Verdict(ObligationID(.rest, index + 1), .served)
            verdict.driver = run.run.driver
            verdict.required = rest
            verdict.closes = Instant(milliseconds: until)
            if let again, again < until {
                verdict.state = .short
                verdict.by = Milliseconds(until - again)
            } else if record.now < until {
                verdict.state = record.isRunning ? .open : .served
                expectChange(at: until)
            }
            say(verdict)
        }
    }

    // MARK: Least and most

    private mutating func judge(_ rule: DrivingTime, number: Int, _ spans: [DrivingSpans.Span]) {
        guard rule.carClass.map({ $0 == record.entry.carClass }) ?? true,
            rule.cup.map({ $0 == record.entry.cup }) ?? true
        else { return }
        let meant = record.entry.drivers.filter { rule.grade == nil || $0.grade == rule.grade }.map(\.id)
        guard !meant.isEmpty else { return }
        let least = meant.count == 1 ? rule.leastAlone ?? rule.least : rule.least
        for (block, part) in parts(of: rule) {
            if rule.together {
                let name = ObligationID(.driving, number, block: block)
                judge(name, rule, least, spans.filter { meant.contains($0.driver) }, in: part)
            } else {
                for driver in meant {
                    let name = ObligationID(.driving, number, driver: driver, block: block)
                    judge(name, rule, least, spans.filter { $0.driver == driver }, in: part)
                }
            }
        }
    }

    /// The parts of the race, begun so far, over which a rule counts: block (0: no blocks) and instants.
    private mutating func parts(of rule: DrivingTime) -> [(Int, Range<Int64>)] {
        let clock = record.clock
        let from = clock.deadline(of: rule.from.count)
        guard let length = rule.block?.count, length > 0 else { return [(0, from ..< .max)] }
        func isInTime(_ began: Int64) -> Bool { record.duration.map { began < $0 } ?? true }
        var parts: [(Int, Range<Int64>)] = []
        var began: Int64 = 0
        let until = min(record.until, record.end?.curtain ?? .max)
        while clock.deadline(of: began) <= until, parts.count < Self.mostBlocks, isInTime(began) {
            let ends = clock.deadline(of: began + length)
            parts.append((parts.count + 1, min(max(clock.deadline(of: began), from), ends)..<ends))
            began += length
        }
        if isInTime(began) { expectChange(at: clock.deadline(of: began)) }
        return parts
    }

    /// More than any race has; a clock that is wrong by years must not make verdicts without end.
    private static let mostBlocks = 100

    private mutating func judge(
        _ name: ObligationID, _ rule: DrivingTime, _ least: Milliseconds?, _ spans: [DrivingSpans.Span],
        in part: Range<Int64>
    ) {
        let driven = record.driven(spans, from: part.lowerBound, to: part.upperBound)
        let isBlockOver = record.now >= part.upperBound
        let isOver = !record.isRunning || isBlockOver
        let isDriving = !isBlockOver && record.now >= part.lowerBound && spans.contains(where: \.isRunning) && !isRed
        var verdict = Verdict(name, .open)
        verdict.driver = name.driver
        verdict.required = least
        if let most = rule.most?.count, driven > most {
            verdict.state = .over
            if !isDriving { verdict.by = Milliseconds(driven - most) }
        } else if let least = least?.count, driven >= least {
            verdict.state = .served
            if !isDriving { verdict.by = Milliseconds(driven - least) }
        } else if isOver {
            verdict.state = least == nil ? .served : .short
            verdict.by =
                least.map { Milliseconds($0.count - driven) } ?? rule.most.map { Milliseconds($0.count - driven) }
            if least != nil, record.isOut {
                (verdict.state, verdict.by) = (.notApplicable, nil)
            } else if least != nil, let end = record.end {
                verdict.isCurtailed = record.chequered == nil && part.upperBound > end.curtain
            }
        }
        if let most = rule.most?.count, verdict.state != .over, !isOver, isDriving {
            let instant = record.now + most - driven
            expectChange(at: instant + 1)
            if instant < part.upperBound { verdict.closes = Instant(milliseconds: instant) }
        }
        if let least = least?.count, driven < least, isDriving { expectChange(at: record.now + least - driven) }
        if !isOver, record.now < part.lowerBound { expectChange(at: part.lowerBound) }
        if part.upperBound < .max { expectChange(at: part.upperBound) }
        say(verdict)
    }
}

extension [DrivingSpans.Run?] {
    /// The runs of identified drivers, with their places.
    fileprivate func compacted() -> [(place: Int, run: DrivingSpans.Run)] {
        enumerated().compactMap { place, run in run.map { (place, $0) } }
    }
}
