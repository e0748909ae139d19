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
            case early(by: Milliseconds)
            case within
            /// Nil while that grows.
            case late(by: Milliseconds?)
        }

        let visit: CarRecord.Visit
        let asked: Asked
        let place: Place

        var window: MandatoryStops.Window? { asked.obligations.stops?.window }

        /// The least it has to last as the stop of this number; nil: nothing is required.
        func required(_ number: Int, _ entry: Entry) -> Milliseconds? {
            asked.obligations.stops?.required(number, entry)
        }

        func isEnough(_ number: Int, _ entry: Entry) -> Bool {
            guard let required = required(number, entry) else { return true }
            return visit.duration.map { $0 >= required } ?? false
        }
    }

    fileprivate mutating func judgeStops() {
        let number = record.present.obligations.stops?.number ?? 0
        guard number > 0 else { return }
        var candidates: [Candidate] = []
        for visit in record.visits where visit.counts {
            guard let candidate = candidate(visit) else { continue }
            candidates.append(candidate)
            if visit.isOpen, let window = candidate.window, window.by != .entry {
                // While it lasts it becomes late.
                expectChange(at: record.clock.deadline(of: window.closes))
            }
        }
        // By number; 0 stays empty.
        var taken = [Verdict?](repeating: nil, count: number + 1)
        var left: [Candidate] = []
        var next = 1
        for candidate in candidates where candidate.place == .within {
            if !candidate.visit.isOpen, next <= number, candidate.isEnough(next, record.entry) {
                taken[next] = served(candidate, next)
                next += 1
            } else {
                left.append(candidate)
            }
        }
        let excused = (1..<number + 1).filter { record.isRuled(ObligationID(.stop, $0), .excused) }
        var remaining = (1..<number + 1).filter { taken[$0] == nil && !excused.contains($0) }[...]
        for candidate in left where candidate.visit.isOpen && (record.isRunning || record.ranToTheEnd) {
            guard let number = remaining.popFirst() else { break }
            taken[number] =
                record.end.map { lasting(candidate, number, until: $0.curtain) } ?? inPit(candidate, number)
        }
        for candidate in closest(left.filter { !$0.visit.isOpen }, number: number) {
            if let number = remaining.popFirst() { taken[number] = insufficient(candidate, number) }
        }
        for (number, verdict) in pending(remaining, candidates) { taken[number] = verdict }
        for number in excused where taken[number] == nil {
            taken[number] = describe(ObligationID(.stop, number), .notApplicable, record.present)
        }
        for case let verdict? in taken { say(verdict) }
    }

    private func candidate(_ visit: CarRecord.Visit) -> Candidate? {
        let asked = record.asked(at: visit.entered ?? visit.left)
        guard case .some = asked.obligations.stops else { return nil }
        return Candidate(visit: visit, asked: asked, place: place(of: visit, in: asked.obligations.stops?.window))
    }

    private func place(of visit: CarRecord.Visit, in window: MandatoryStops.Window?) -> Candidate.Place {
        guard let window else { return .within }
        let opens = record.clock.deadline(of: window.opens)
        if let from = window.by == .exit ? visit.left : visit.entered, !opens.isReached(at: from) {
            return .early(by: max(.zero, record.clock.instant(of: window.opens) - from))
        }
        guard let closes = record.clock.deadline(of: window.closes).instant else { return .within }
        func place(at instant: Instant?) -> Candidate.Place {
            guard let instant, instant >= closes else { return .within }
            return .late(by: instant - closes)
        }
        if window.by == .entry { return place(at: visit.entered) }
        if let left = visit.left { return place(at: left) }
        guard visit.isOpen else { return .within }
        if let curtain = record.end?.curtain { return place(at: curtain) }
        return record.now >= closes ? .late(by: nil) : .within
    }

    // MARK: Verdicts by a visit

    private func served(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .served, candidate.asked, by: candidate.visit)
        if let required = verdict.required, let duration = candidate.visit.duration {
            verdict.by = duration - required
        }
        return verdict
    }

    private func inPit(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .inPit, candidate.asked, by: candidate.visit)
        let window = candidate.window
        if let entered = candidate.visit.entered {
            verdict.exitFrom = verdict.required.map { entered + $0 + record.interruption(since: entered) }
            if let window, window.by != .entry {
                let opens = record.clock.instant(of: window.opens)
                verdict.exitFrom = max(verdict.exitFrom ?? opens, opens)
            }
        }
        return verdict
    }

    /// Of a visit that lasts when it is over: it counts as far as the curtain.
    private func lasting(_ candidate: Candidate, _ number: Int, until curtain: Instant) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .served, candidate.asked, by: candidate.visit)
        guard let required = verdict.required else { return verdict }
        let lasted = candidate.visit.entered.map { record.length(from: $0, to: curtain) }
        if let lasted, lasted >= required {
            verdict.by = lasted - required
        } else {
            verdict.state = .unproved
            verdict.isInterrupted = true
        }
        return verdict
    }

    private func insufficient(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .unproved, candidate.asked, by: candidate.visit)
        verdict.isInterrupted = candidate.visit.isInterrupted
        if !verdict.isInterrupted, let duration = candidate.visit.duration, let required = verdict.required {
            verdict.state = .short
            verdict.by = required - duration
        }
        return verdict
    }

    /// The visits that come closest to being a stop first.
    private func closest(_ candidates: [Candidate], number: Int) -> [Candidate] {
        guard candidates.count > 1 else { return candidates }
        let entry = record.entry
        /// Those of unknown duration first.
        func key(_ candidate: Candidate) -> (Int, Milliseconds, Int) {
            guard let duration = candidate.visit.duration else { return (0, .zero, candidate.visit.number) }
            return (1, (candidate.required(number, entry) ?? .zero) - duration, candidate.visit.number)
        }
        return candidates.sorted { key($0) < key($1) }
    }

    // MARK: Without a visit that is in

    private mutating func pending(
        _ numbers: ArraySlice<Int>, _ candidates: [Candidate]
    ) -> [(Int, Verdict)] {
        guard !numbers.isEmpty else { return [] }
        let window = record.present.obligations.stops?.window
        let opens = window.map { record.clock.deadline(of: $0.opens) }
        let closes = window.map { record.clock.deadline(of: $0.closes) }
        let isDue = closes.map { $0.isReached(at: record.now) } ?? record.hasFinished
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
            let wasOutThere = closes.map { self.wasOutThere($0) } ?? record.hasFinished
            var verdict = describe(name, .notApplicable, record.present)
            if record.isOut && !wasOutThere {
                // Its undone stops are no longer owed.
            } else if isCutShort(before: closes) {
                cutShort(&verdict, opens: opens)
            } else if let opens, !opens.isReached(at: record.now) {
                verdict.state = .notOpen
            } else if !isDue {
                let lasting = window?.by == .entry ? .zero : verdict.required ?? .zero
                verdict.state = openOrLast(before: verdict.closes.map { $0 - lasting })
            } else if let place = late.firstIndex(where: { $0.visit.duration == nil || $0.isEnough(number, entry) }),
                case .late(let by) = late[place].place
            {
                let candidate = late.remove(at: place)
                verdict = describe(name, .late, candidate.asked, by: candidate.visit)
                verdict.by = by
            } else if let place = early.lastIndex(where: { $0.isEnough(number, entry) }),
                case .early(let by) = early[place].place
            {
                let candidate = early.remove(at: place)
                verdict = describe(name, .early, candidate.asked, by: candidate.visit)
                verdict.by = by
            } else if wasOutThere {
                verdict.state = .missed
            }
            pending.append((number, verdict))
        }
        return pending
    }

    private func describe(
        _ name: ObligationID, _ state: Verdict.State, _ asked: Asked, by visit: CarRecord.Visit? = nil
    ) -> Verdict {
        let window = asked.obligations.stops?.window
        var verdict = Verdict(name, state)
        verdict.opens = window.map { record.clock.instant(of: $0.opens) }
        verdict.closes = window.map { record.clock.instant(of: $0.closes) }
        verdict.required = asked.obligations.stops?.required(name.number, record.entry)
        verdict.visit = visit?.number
        return verdict
    }

}

extension MandatoryStops {
    /// The least time of the stop of this number for an entry; nil: nothing is required.
    func required(_ number: Int, _ entry: Entry) -> Milliseconds? {
        let addition = number == self.number ? additions[entry.entered] : nil
        guard let minimum = minimum[entry] else { return addition }
        return minimum + (addition ?? .zero)
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
        guard number == self.number, let addition = additions[entry.entered] else { return rules }
        return rules + [CitedRule(key: "stops.additions", value: .time(addition))]
    }
}

extension Bulletin {
    /// It changes what is asked of mandatory stops.
    var isOfMandatoryStops: Bool {
        switch self {
        case .window, .minimum, .addition: true
        case .startList(let list): list.additions != nil
        case .prohibited, .pitSpeed, .driving: false
        }
    }
}
