/// The least and the most driving time of drivers (R30).
extension ObligationRule {
    static let drivingTime = ObligationRule(
        judge: { $0.judgeDriving() },
        infringement: { verdict in
            switch verdict.state {
            case .over: .drivingOver
            case .short: .drivingUnder
            case .notOpen, .open, .lastChance, .inPit, .served, .early, .late, .missed, .unproved, .notApplicable: nil
            }
        },
        cites: { name, asked, _ in
            guard asked.driving.indices.contains(name.number - 1) else { return [] }
            let rule = asked.driving[name.number - 1]
            return [
                CitedRule(key: "driving.least", value: .init(rule.least)),
                CitedRule(key: "driving.most", value: .init(rule.most)),
                CitedRule(key: "driving.from", value: .time(rule.from)),
                CitedRule(key: "driving.block", value: .init(rule.block)),
            ]
        },
        isChanged: { name, bulletin in
            switch bulletin {
            case .driving(let rule, _, _): name.number == rule
            case .window, .minimum, .addition, .prohibited, .pitSpeed, .startList: false
            }
        })
}

extension Judge {
    fileprivate mutating func judgeDriving() {
        guard record.wasSeen else { return }
        for (index, rule) in record.asked(at: nil).obligations.driving.enumerated() {
            judge(rule, number: index + 1, drivingSpans(withPitLane: rule.withPitLane).spans)
        }
    }

    private mutating func judge(_ rule: DrivingTime, number: Int, _ spans: [DrivingSpans.Span]) {
        guard rule.carClass.map({ $0 == record.entry.carClass }) ?? true,
            rule.cup.map({ $0 == record.entry.cup }) ?? true
        else { return }
        let meant = record.entry.drivers.indices.count { rule.isMeant(record.entry.drivers[$0]) }
        guard meant > 0 else { return }
        let least = meant == 1 ? rule.leastAlone ?? rule.least : rule.least
        guard let length = rule.block, length > .zero else {
            let whole = DrivingSpans.Part(from: record.clock.deadline(of: rule.from), to: .none)
            return judge(rule, number: number, least, spans, in: whole, block: 0)
        }
        for (place, part) in parts(of: rule, each: length).enumerated() {
            judge(rule, number: number, least, spans, in: part, block: place + 1)
        }
    }

    /// A rule over a part of the race; `block` 0: over the whole.
    private mutating func judge(
        _ rule: DrivingTime, number: Int, _ least: Milliseconds?, _ spans: [DrivingSpans.Span],
        in part: DrivingSpans.Part, block: Int
    ) {
        let crew = record.entry.drivers
        if rule.together {
            let name = ObligationID(.driving, number, block: block)
            let driven = record.driven(spans, in: part) { driver in
                crew.indices.contains { crew[$0].id == driver && rule.isMeant(crew[$0]) }
            }
            judge(name, rule, least, driven, in: part)
        } else {
            for place in crew.indices where rule.isMeant(crew[place]) {
                let driver = crew[place].id
                let name = ObligationID(.driving, number, driver: driver, block: block)
                judge(name, rule, least, record.driven(spans, in: part) { $0 == driver }, in: part)
            }
        }
    }

    /// The blocks of the race, begun so far, over which a rule counts.
    private mutating func parts(of rule: DrivingTime, each length: Milliseconds) -> [DrivingSpans.Part] {
        let clock = record.clock
        let from = clock.deadline(of: rule.from)
        func isInTime(_ began: Milliseconds) -> Bool { record.duration.map { began < $0 } ?? true }
        var parts: [DrivingSpans.Part] = []
        var began = Milliseconds.zero
        let until = min(record.until, record.end?.curtain ?? record.until)
        while clock.deadline(of: began).isReached(at: until), parts.count < Tolerances.mostBlocks, isInTime(began) {
            let ends = clock.deadline(of: began + length)
            let begins = min(max(clock.deadline(of: began), from), ends)
            parts.append(DrivingSpans.Part(from: begins, to: ends))
            began += length
        }
        if isInTime(began) { expectChange(at: clock.deadline(of: began)) }
        return parts
    }

    private mutating func judge(
        _ name: ObligationID, _ rule: DrivingTime, _ least: Milliseconds?,
        _ driving: DrivingSpans.Sum, in part: DrivingSpans.Part
    ) {
        let driven = driving.driven
        let isBlockOver = part.to.isReached(at: record.now)
        let isOver = !record.isRunning || isBlockOver
        let hasBegun = part.from.isReached(at: record.now)
        let isDriving = hasBegun && !isBlockOver && driving.isRunning && !record.isRed
        var verdict = Verdict(name, .open)
        verdict.driver = name.driver
        verdict.required = least
        if let most = rule.most, driven > most {
            verdict.state = .over
            if !isDriving { verdict.by = driven - most }
        } else if let least, driven >= least {
            verdict.state = .served
            if !isDriving { verdict.by = driven - least }
        } else if isOver {
            verdict.state = least == nil ? .served : .short
            verdict.by = (least ?? rule.most).map { $0 - driven }
            if least != nil, record.isOut {
                (verdict.state, verdict.by) = (.notApplicable, nil)
            } else if least != nil, let end = record.end {
                verdict.isCurtailed = record.chequered == nil && !part.to.isReached(at: end.curtain)
            }
        }
        if let most = rule.most, verdict.state != .over, !isOver, isDriving {
            let instant = record.now + (most - driven)
            expectChange(after: instant)
            if !part.to.isReached(at: instant) { verdict.closes = instant }
        }
        if let least, driven < least, isDriving { expectChange(at: record.now + (least - driven)) }
        if !isOver, !hasBegun { expectChange(at: part.from) }
        expectChange(at: part.to)
        say(verdict)
    }
}

extension DrivingTime {
    @inline(__always)
    fileprivate func isMeant(_ driver: Driver) -> Bool { grade == nil || driver.grade == grade }
}
