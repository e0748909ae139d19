/// Mandatory stops (R25).
extension ObligationRule {
    static let mandatoryStop = ObligationRule(
        judge: { $0.judgeStops() },
        infringement: { verdict in
            switch verdict.state {
            case .short: .shortStop
            case .unproved: verdict.isInterrupted ? .shortStop : nil
            case .early: .earlyStop
            case .late: .lateStop
            case .missed: .missedStop
            case .notOpen, .open, .lastChance, .inPit, .served, .over, .notApplicable: nil
            }
        },
        cites: { name, asked, entry in asked.stops.map { $0.cited(name.number, entry) } ?? [] },
        isChanged: { _, bulletin in bulletin.isOfMandatoryStops })
}

extension Judge {
    /// A visit against the window that held when it began.
    private struct Candidate {
        enum Place: Equatable {
            case early(by: Int64)
            case within
            /// Nil while that grows.
            case late(by: Int64?)
        }

        let visit: CarRecord.Visit
        let stops: MandatoryStops
        let place: Place

        /// The least it has to last as the stop of this number; nil: nothing is required.
        func required(_ number: Int, _ entry: Entry) -> Int64? { stops.required(number, entry) }

        func isEnough(_ number: Int, _ entry: Entry) -> Bool {
            guard let required = required(number, entry) else { return true }
            return visit.duration.map { $0 >= required } ?? false
        }
    }

    fileprivate mutating func judgeStops() {
        guard let stops = record.asked(at: nil).stops, stops.number > 0 else { return }
        var candidates: [Candidate] = []
        for visit in record.visits where visit.counts {
            guard let candidate = candidate(visit) else { continue }
            candidates.append(candidate)
            if visit.isOpen, let window = candidate.stops.window, window.by != .entry {
                // While it lasts it becomes late.
                expectChange(at: record.clock.deadline(of: window.closes.count))
            }
        }
        var taken: [Int: Verdict] = [:]
        var left: [Candidate] = []
        var next = 1
        for candidate in candidates where candidate.place == .within {
            if !candidate.visit.isOpen, next <= stops.number, candidate.isEnough(next, record.entry) {
                taken[next] = served(candidate, next)
                next += 1
            } else {
                left.append(candidate)
            }
        }
        let rulings = record.rulings
        let excused = (1..<stops.number + 1).filter { rulings[ObligationID(.stop, $0)]?.contains(.excused) ?? false }
        var remaining = (1..<stops.number + 1).filter { taken[$0] == nil && !excused.contains($0) }[...]
        for candidate in left where candidate.visit.isOpen && (record.isRunning || record.ranToTheEnd) {
            guard let number = remaining.popFirst() else { break }
            taken[number] =
                record.end.map { lasting(candidate, number, until: $0.curtain) } ?? inPit(candidate, number)
        }
        for candidate in closest(left.filter { !$0.visit.isOpen }, number: stops.number) {
            if let number = remaining.popFirst() { taken[number] = insufficient(candidate, number) }
        }
        for (number, verdict) in pending(remaining, stops, candidates) { taken[number] = verdict }
        for number in excused where taken[number] == nil {
            taken[number] = describe(ObligationID(.stop, number), .notApplicable, stops)
        }
        for number in 1..<stops.number + 1 {
            if let verdict = taken[number] { say(verdict) }
        }
    }

    private func candidate(_ visit: CarRecord.Visit) -> Candidate? {
        guard let stops = record.asked(at: visit.entered ?? visit.left).stops else { return nil }
        return Candidate(visit: visit, stops: stops, place: place(of: visit, in: stops.window))
    }

    private func place(of visit: CarRecord.Visit, in window: MandatoryStops.Window?) -> Candidate.Place {
        guard let window else { return .within }
        let opens = record.clock.deadline(of: window.opens.count)
        let closes = record.clock.deadline(of: window.closes.count)
        if let from = window.by == .exit ? visit.left : visit.entered, from < opens {
            return .early(by: max(0, record.clock.instant(of: window.opens.count) - from))
        }
        if window.by == .entry {
            if let entered = visit.entered, entered >= closes { return .late(by: entered - closes) }
            return .within
        }
        if let left = visit.left { return left >= closes ? .late(by: left - closes) : .within }
        guard visit.isOpen else { return .within }
        if let curtain = record.end?.curtain { return curtain >= closes ? .late(by: curtain - closes) : .within }
        return record.now >= closes ? .late(by: nil) : .within
    }

    // MARK: Verdicts by a visit

    private func served(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .served, candidate.stops, by: candidate.visit)
        if let required = verdict.required, let duration = candidate.visit.duration {
            verdict.by = Milliseconds(duration - required.count)
        }
        return verdict
    }

    private func inPit(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .inPit, candidate.stops, by: candidate.visit)
        let window = candidate.stops.window
        if let entered = candidate.visit.entered {
            var from = verdict.required.map { entered + $0.count + record.interruption(since: entered) }
            if let window, window.by != .entry {
                from = max(from ?? .min, record.clock.instant(of: window.opens.count))
            }
            verdict.exitFrom = Instant(from)
        }
        return verdict
    }

    /// Of a visit that lasts when it is over: it counts as far as the curtain.
    private func lasting(_ candidate: Candidate, _ number: Int, until curtain: Int64) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .served, candidate.stops, by: candidate.visit)
        guard let required = verdict.required?.count else { return verdict }
        let lasted = candidate.visit.entered.map { record.length(from: $0, to: curtain) }
        if let lasted, lasted >= required {
            verdict.by = Milliseconds(lasted - required)
        } else {
            verdict.state = .unproved
            verdict.isInterrupted = true
        }
        return verdict
    }

    private func insufficient(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .unproved, candidate.stops, by: candidate.visit)
        verdict.isInterrupted = candidate.visit.isInterrupted
        if !verdict.isInterrupted, let duration = candidate.visit.duration, let required = verdict.required {
            verdict.state = .short
            verdict.by = Milliseconds(required.count - duration)
        }
        return verdict
    }

    /// The visits that come closest to being a stop first.
    private func closest(_ candidates: [Candidate], number: Int) -> [Candidate] {
        guard candidates.count > 1 else { return candidates }
        let entry = record.entry
        func missing(_ candidate: Candidate) -> Int64 {
            guard let duration = candidate.visit.duration else { return .min }
            return (candidate.required(number, entry) ?? 0) - duration
        }
        return candidates.sorted { (missing($0), $0.visit.number) < (missing($1), $1.visit.number) }
    }

    // MARK: Without a visit that is in

    private mutating func pending(
        _ numbers: ArraySlice<Int>, _ stops: MandatoryStops, _ candidates: [Candidate]
    ) -> [(Int, Verdict)] {
        guard !numbers.isEmpty else { return [] }
        let opens = stops.window.map { record.clock.deadline(of: $0.opens.count) }
        let closes = stops.window.map { record.clock.deadline(of: $0.closes.count) }
        let isDue = closes.map { record.now >= $0 } ?? record.hasFinished
        if let opens { expectChange(at: opens) }
        if let closes { expectChange(at: closes) }
        var late = candidates.filter { if case .late = $0.place { true } else { false } }
        var early = candidates.filter { candidate in
            if case .early = candidate.place { candidate.visit.duration != nil } else { false }
        }
        let entry = record.entry
        var pending: [(Int, Verdict)] = []
        for number in numbers {
            let name = ObligationID(.stop, number)
            let wasOutThere = closes.map { $0 <= record.now && record.wasOutThere(at: $0) } ?? record.hasFinished
            var verdict = describe(name, .notApplicable, stops)
            if record.isOut && !wasOutThere {
                // Its undone stops are no longer owed.
            } else if isCutShort(before: closes) {
                cutShort(&verdict, opens: opens)
            } else if let opens, record.now < opens {
                verdict.state = .notOpen
            } else if !isDue {
                let lasting = stops.window?.by == .entry ? 0 : verdict.required?.count ?? 0
                verdict.state = openOrLast(before: verdict.closes.map { $0.milliseconds - lasting })
            } else if let place = late.firstIndex(where: { $0.visit.duration == nil || $0.isEnough(number, entry) }),
                case .late(let by) = late[place].place
            {
                let candidate = late.remove(at: place)
                verdict = describe(name, .late, candidate.stops, by: candidate.visit)
                verdict.by = Milliseconds(by)
            } else if let place = early.lastIndex(where: { $0.isEnough(number, entry) }),
                case .early(let by) = early[place].place
            {
                let candidate = early.remove(at: place)
                verdict = describe(name, .early, candidate.stops, by: candidate.visit)
                verdict.by = Milliseconds(by)
            } else if wasOutThere {
                verdict.state = .missed
            }
            pending.append((number, verdict))
        }
        return pending
    }

    private func describe(
        _ name: ObligationID, _ state: Verdict.State, _ stops: MandatoryStops, by visit: CarRecord.Visit? = nil
    ) -> Verdict {
        var verdict = Verdict(name, state)
        verdict.opens = Instant(stops.window.map { record.clock.instant(of: $0.opens.count) })
        verdict.closes = Instant(stops.window.map { record.clock.instant(of: $0.closes.count) })
        verdict.required = Milliseconds(stops.required(name.number, record.entry))
        verdict.visit = visit?.number
        return verdict
    }

}

extension MandatoryStops {
    /// The least time of the stop of this number for an entry, in milliseconds; nil: nothing is required.
    func required(_ number: Int, _ entry: Entry) -> Int64? {
        let addition = number == self.number ? additions[entry.number]?.count : nil
        guard let minimum = minimum[entry]?.count else { return addition }
        return minimum + (addition ?? 0)
    }
}

extension MandatoryStops {
    fileprivate func cited(_ number: Int, _ entry: Entry) -> [CitedRule] {
        var rules = [CitedRule(key: "stops.number", value: .number(self.number))]
        if let window {
            rules += [
                CitedRule(key: "stops.window.opens", value: .time(window.opens)),
                CitedRule(key: "stops.window.closes", value: .time(window.closes)),
                CitedRule(key: "stops.window.by", value: .word(window.by.rawValue)),
            ]
        } else {
            rules.append(CitedRule(key: "stops.window", value: .none))
        }
        rules.append(CitedRule(key: "stops.minimum", value: .init(minimum[entry])))
        guard number == self.number, let addition = additions[entry.number] else { return rules }
        return rules + [CitedRule(key: "stops.additions", value: .time(addition))]
    }
}

extension Bulletin {
    /// It changes what is asked of mandatory stops.
    var isOfMandatoryStops: Bool {
        switch self {
        case .window, .minimum, .addition: true
        case .prohibited, .pitSpeed, .driving: false
        }
    }
}
