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
    struct Candidate {
        enum Place: Equatable {
            case early(by: Milliseconds)
            case within
            /// Nil while that grows.
            case late(by: Milliseconds?)
        }

        /// Its place among the visits.
        let visit: Int
        let asked: Asked
        let place: Place
    }

    /// The stops that no visit has served, in order of their numbers, but those that the stewards have excused.
    private struct Remaining {
        var next: Int
        let last: Int
        let excused: [Int]

        mutating func popFirst() -> Int? {
            while excused.contains(next) { next += 1 }
            guard next <= last else { return nil }
            next += 1
            return next - 1
        }
    }

    fileprivate mutating func judgeStops() {
        let number = record.present.obligations.stops?.number ?? 0
        guard number > 0 else { return }
        findCandidates()
        var left: [Candidate] = []
        var next = 1
        for place in candidates.indices where candidates[place].place == .within {
            if next <= number, !record.visits[candidates[place].visit].isOpen, isEnough(candidates[place], next) {
                say(served(candidates[place], next))
                next += 1
            } else {
                left.append(candidates[place])
            }
        }
        let excused =
            record.rulings.isEmpty
            ? []
            : (next..<number + 1).filter { record.isRuled(ObligationID(.stop, $0), .excused) }
        var remaining = Remaining(next: next, last: number, excused: excused)
        for candidate in left where record.visits[candidate.visit].isOpen && (record.isRunning || record.ranToTheEnd) {
            guard let number = remaining.popFirst() else { break }
            say(record.end.map { lasting(candidate, number, until: $0.curtain) } ?? inPit(candidate, number))
        }
        for candidate in closest(left.filter { !record.visits[$0.visit].isOpen }, number: number) {
            guard let number = remaining.popFirst() else { break }
            say(insufficient(candidate, number))
        }
        sayPending(&remaining)
        for number in excused {
            say(describe(ObligationID(.stop, number), .notApplicable, record.present))
        }
    }

    /// The visits that count, each with what was asked when it began.
    private mutating func findCandidates() {
        for place in record.visits.indices where record.visits[place].counts {
            let asked = record.asked(at: record.visits[place].entered ?? record.visits[place].left)
            guard asked.asksForStops else { continue }
            let window = asked.window
            candidates.append(
                Candidate(visit: place, asked: asked, place: self.place(of: record.visits[place], in: window)))
            if record.visits[place].isOpen, let window, window.by != .entry {
                // While it lasts it becomes late.
                expectChange(at: record.clock.deadline(of: window.closes))
            }
        }
    }

    /// The visit is long enough to be the stop of this number.
    private func isEnough(_ candidate: Candidate, _ number: Int) -> Bool {
        guard let required = candidate.asked.obligations.stops?.required(number, record.entry) else { return true }
        return record.visits[candidate.visit].duration.map { $0 >= required } ?? false
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
        if let required = verdict.required, let duration = record.visits[candidate.visit].duration {
            verdict.by = duration - required
        }
        return verdict
    }

    private func inPit(_ candidate: Candidate, _ number: Int) -> Verdict {
        var verdict = describe(ObligationID(.stop, number), .inPit, candidate.asked, by: candidate.visit)
        let window = candidate.asked.window
        if let entered = record.visits[candidate.visit].entered {
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
        let lasted = record.visits[candidate.visit].entered.map { record.length(from: $0, to: curtain) }
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
        verdict.isInterrupted = record.visits[candidate.visit].isInterrupted
        if !verdict.isInterrupted, let duration = record.visits[candidate.visit].duration,
            let required = verdict.required
        {
            verdict.state = .short
            verdict.by = required - duration
        }
        return verdict
    }

    /// The visits that come closest to being a stop first.
    private func closest(_ candidates: [Candidate], number: Int) -> [Candidate] {
        guard candidates.count > 1 else { return candidates }
        /// Those of unknown duration first.
        func key(_ candidate: Candidate) -> (Int, Milliseconds, Int) {
            let visit = record.visits[candidate.visit]
            guard let duration = visit.duration else { return (0, .zero, visit.number) }
            let required = candidate.asked.obligations.stops?.required(number, record.entry)
            return (1, (required ?? .zero) - duration, visit.number)
        }
        return candidates.sorted { key($0) < key($1) }
    }

    // MARK: Without a visit that is in

    private mutating func sayPending(_ remaining: inout Remaining) {
        guard let first = remaining.popFirst() else { return }
        let window = record.present.window
        let opens = window.map { record.clock.deadline(of: $0.opens) }
        let closes = window.map { record.clock.deadline(of: $0.closes) }
        let isDue = closes.map { $0.isReached(at: record.now) } ?? record.hasFinished
        if let opens { expectChange(at: opens) }
        if let closes { expectChange(at: closes) }
        var late = candidates.filter { if case .late = $0.place { true } else { false } }
        var early = candidates.filter { candidate in
            if case .early = candidate.place { record.visits[candidate.visit].duration != nil } else { false }
        }
        var next: Int? = first
        while let number = next {
            next = remaining.popFirst()
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
                waitForEntry(&verdict, before: verdict.closes.map { $0 - lasting })
            } else if let place = late.firstIndex(where: {
                record.visits[$0.visit].duration == nil || isEnough($0, number)
            }),
                case .late(let by) = late[place].place
            {
                let candidate = late.remove(at: place)
                verdict = describe(name, .late, candidate.asked, by: candidate.visit)
                verdict.by = by
            } else if let place = early.lastIndex(where: { isEnough($0, number) }),
                case .early(let by) = early[place].place
            {
                let candidate = early.remove(at: place)
                verdict = describe(name, .early, candidate.asked, by: candidate.visit)
                verdict.by = by
            } else if wasOutThere {
                verdict.state = .missed
            }
            say(verdict)
        }
    }

    private func describe(
        _ name: ObligationID, _ state: Verdict.State, _ asked: Asked, by visit: Int? = nil
    ) -> Verdict {
        let window = asked.window
        var verdict = Verdict(name, state)
        verdict.opens = window.map { record.clock.instant(of: $0.opens) }
        verdict.closes = window.map { record.clock.instant(of: $0.closes) }
        verdict.required = asked.obligations.stops?.required(name.number, record.entry)
        verdict.visit = visit.map { record.visits[$0].number }
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
