import Timing

/// Mandatory stops and what hangs on them.
extension ReferenceJudge {
    enum When: Equatable {
        case inside
        case early(Int64)
        case late(Int64)
    }

    /// Where a visit lies to the window of its own values.
    func when(_ visit: Visit) -> When {
        guard let window = values(of: visit).stops?.window else { return .inside }
        let (opens, closes) = (deadline(window.opens), deadline(window.closes))
        let exit = visit.isOpen ? min(now, curtain ?? now) : visit.left
        let (first, last): (Int64?, Int64?) =
            switch window.by {
            case .entry: (visit.entered, visit.entered)
            case .exit: (visit.left, exit)
            case .both: (visit.entered, exit)
            }
        if let first, first < opens { return .early(max(0, sinceStart(window.opens) - first)) }
        if let last, last >= closes { return .late(last - closes) }
        return .inside
    }

    /// How long a visit has to last to be stop `number`, by its own values.
    func required(_ number: Int, by values: Obligations) -> Int64? {
        guard let stops = values.stops else { return nil }
        let minimum = stops.minimum[entry]?.count
        let addition = number == stops.number ? stops.additions[entry.number]?.count : nil
        return minimum == nil && addition == nil ? nil : (minimum ?? 0) + (addition ?? 0)
    }

    func stops() -> [Judged] {
        guard let asked = race.session.rules.obligations.stops, asked.number > 0 else { return [] }
        var judged: [Int: Judged] = [:]
        serve(asked.number, &judged)
        approach(asked.number, &judged)
        remain(asked.number, &judged)
        let stops = judged.keys.sorted().compactMap { judged[$0] }
        return stops + (asked.driverChange ? stops.map(driverChange) : [])
    }

    private func judge(_ number: Int, _ state: Verdict.State, _ visit: Stopping? = nil) -> Judged {
        let values = visit.map { self.values(of: $0.visit) } ?? present
        var judged = Judged(ObligationID(.stop, number), state)
        judged.opens = (values.stops?.window?.opens).map(sinceStart)
        judged.closes = (values.stops?.window?.closes).map(sinceStart)
        judged.required = required(number, by: values)
        judged.visit = visit?.number
        return judged
    }

    /// 1. Visits that are in, over, and long enough.
    private func serve(_ count: Int, _ judged: inout [Int: Judged]) {
        for stop in counting where !stop.visit.isOpen && when(stop.visit) == .inside && judged.count < count {
            let number = judged.count + 1
            var served = judge(number, .served, stop)
            if let required = served.required {
                guard let duration = stop.visit.duration, duration >= required else { continue }
                served.by = duration - required
            }
            judged[number] = served
        }
    }

    /// The stops that nothing has taken and nobody has excused.
    private func free(_ count: Int, _ judged: [Int: Judged]) -> [Int] {
        (1...count).filter { judged[$0] == nil && !has(.excused, for: ObligationID(.stop, $0)) }
    }

    /// 2. and 3. The visit that lasts, then those that come closest.
    private func approach(_ count: Int, _ judged: inout [Int: Judged]) {
        let used = Set(judged.values.compactMap(\.visit))
        let inside = counting.filter { !used.contains($0.number) && when($0.visit) == .inside }
        if let lasting = inside.first(where: \.visit.isOpen), !isOut, !car.hasFinished,
            let number = free(count, judged).first
        {
            if race.hasEnded {
                judged[number] = atCurtain(number, lasting)
                return approach(count, closest: inside, &judged)
            }
            var inPit = judge(number, .inPit, lasting)
            let window = values(of: lasting.visit).stops?.window
            let opens = window.flatMap { $0.by == .entry ? nil : sinceStart($0.opens) }
            if let entered = lasting.visit.entered {
                let red = withdrawnRedTime(in: lasting.visit)
                inPit.exitFrom = [inPit.required.map { entered + $0 + red }, opens].compactMap { $0 }.max()
            }
            judged[number] = inPit
        }
        approach(count, closest: inside, &judged)
    }

    /// A visit that still lasts when the session is over.
    private func atCurtain(_ number: Int, _ stop: Stopping) -> Judged {
        var verdict = judge(number, .served, stop)
        guard let required = verdict.required else { return verdict }
        if let lasted = lastedByCurtain(stop.visit), lasted >= required {
            verdict.by = lasted - required
        } else {
            verdict.state = .unproved
            verdict.isInterrupted = true
        }
        return verdict
    }

    private func approach(_ count: Int, closest inside: [Stopping], _ judged: inout [Int: Judged]) {
        func missing(_ stop: Stopping) -> Int64 {
            guard let duration = stop.visit.duration else { return .min }
            return (required(count, by: values(of: stop.visit)) ?? 0) - duration
        }
        let closest = inside.filter { !$0.visit.isOpen }
            .sorted { (missing($0), $0.number) < (missing($1), $1.number) }
        for (number, stop) in zip(free(count, judged), closest) {
            var verdict = judge(number, stop.visit.duration == nil ? .unproved : .short, stop)
            verdict.by = stop.visit.duration.flatMap { duration in verdict.required.map { $0 - duration } }
            if stop.isInterrupted, verdict.state == .short {
                (verdict.state, verdict.by, verdict.isInterrupted) = (.unproved, nil, true)
            }
            judged[number] = verdict
        }
    }

    /// 4. What is left.
    private func remain(_ count: Int, _ judged: inout [Int: Judged]) {
        var late = counting.filter { if case .late = when($0.visit) { true } else { false } }
        var early = counting.filter { if case .early = when($0.visit) { !$0.visit.isOpen } else { false } }
        for number in 1...count where judged[number] == nil {
            if has(.excused, for: ObligationID(.stop, number)) {
                judged[number] = judge(number, .notApplicable)
                continue
            }
            var verdict = judge(number, .open)
            let window = present.stops?.window
            let byExit = (window?.by ?? .entry) != .entry
            outstanding(
                &verdict, opens: window?.opens, closes: window?.closes, requiring: byExit ? verdict.required ?? 0 : 0)
            let made = late.first { $0.visit.duration == nil || isLongEnough($0, for: number) }
            if verdict.isCurtailed {
                // Nothing else can have been done for it.
            } else if verdict.state == .missed, let stop = made {
                late.removeAll { $0.number == stop.number }
                verdict = judge(number, .late, stop)
                let grows = stop.visit.isOpen && !race.hasEnded && values(of: stop.visit).stops?.window?.by != .entry
                if case .late(let by) = when(stop.visit), !grows { verdict.by = by }
            } else if verdict.state == .missed, let stop = early.last(where: { isLongEnough($0, for: number) }) {
                early.removeAll { $0.number == stop.number }
                verdict = judge(number, .early, stop)
                if case .early(let by) = when(stop.visit) { verdict.by = by }
            } else if verdict.state == .missed, let closes = window?.closes, !wasOutThere(at: deadline(closes)) {
                verdict.state = .notApplicable
            }
            judged[number] = verdict
        }
    }

    private func isLongEnough(_ stop: Stopping, for number: Int) -> Bool {
        guard let duration = stop.visit.duration else { return false }
        return duration >= required(number, by: values(of: stop.visit)) ?? 0
    }

    private func driverChange(_ stop: Judged) -> Judged {
        var change = Judged(ObligationID(.driverChange, stop.id.number), stop.state)
        (change.opens, change.closes, change.visit) = (stop.opens, stop.closes, stop.visit)
        (change.isInterrupted, change.isCurtailed) = (stop.isInterrupted, stop.isCurtailed)
        let visit = visits.first { $0.number == stop.visit }?.visit
        change.driver = visit?.driverOut ?? 0
        if has(.driverChanged, for: change.id) {
            change.state = .served
            (change.isInterrupted, change.isCurtailed, change.ruling) = (false, false, .driverChanged)
        } else if let visit {
            let isProved = visit.driverIn != 0 && visit.driverOut != 0 && visit.driverIn != visit.driverOut
            let state: Verdict.State = isProved ? .served : .unproved
            change.state = !visit.isOpen ? state : isOut || car.hasFinished ? .notApplicable : .inPit
            if visit.isOpen, race.hasEnded, change.state == .inPit {
                (change.state, change.isInterrupted) = (.unproved, true)
            }
        }
        return change
    }

    // MARK: The technical stop

    func technicalStop() -> [Judged] {
        guard let rule = race.session.rules.obligations.technicalStop else { return [] }
        var judged = Judged(ObligationID(.technicalStop), .open)
        (judged.opens, judged.closes) = (sinceStart(rule.from), sinceStart(rule.to))
        judged.required = rule.minimum.count
        let (opens, closes) = (deadline(rule.from), deadline(rule.to))
        let possible = counting.filter { stop in
            guard let entered = stop.visit.entered, entered >= opens, entered < closes else { return false }
            return !rule.greenOnly || race.flag(at: start + entered)?.flag == .green
        }
        if let stop = possible.first(where: { $0.visit.duration.map { $0 >= rule.minimum.count } ?? false }) {
            (judged.state, judged.visit) = (.served, stop.number)
            judged.by = stop.visit.duration.map { $0 - rule.minimum.count }
        } else if let stop = possible.first(where: \.visit.isOpen), !isOver {
            (judged.state, judged.visit) = (.inPit, stop.number)
            judged.exitFrom = stop.visit.entered.map { $0 + rule.minimum.count + withdrawnRedTime(in: stop.visit) }
        } else {
            outstanding(&judged, opens: rule.from, closes: rule.to)
            if judged.state == .missed, !judged.isCurtailed, !wasOutThere(at: closes) { judged.state = .notApplicable }
        }
        return [judged]
    }

    // MARK: Stop times

    func stopTimes() -> [Judged] {
        var jokers: [Int64?] = []
        return counting.compactMap { stop in
            guard let rule = values(of: stop.visit).stopTimes, let to = rule.to[entry]?.count else { return nil }
            let visit = stop.visit
            var judged = Judged(ObligationID(.stopTime, stop.number), .unproved)
            (judged.visit, judged.required) = (stop.number, to)
            if visit.isOpen {
                judged.state = isOver ? .notApplicable : .inPit
                guard !isOver, let entered = visit.entered else { return judged }
                let begun = entered + withdrawnRedTime(in: visit)
                judged.exitFrom = begun + to
                judged.closes = rule.from.count > 0 ? begun + rule.from.count : nil
                return judged
            }
            guard let duration = visit.duration, let entered = visit.entered else { return judged }
            if duration < rule.from.count || duration >= to {
                judged.state = .served
                judged.by = duration >= to ? duration - to : rule.from.count - duration
                return judged
            }
            if stop.isInterrupted {
                judged.isInterrupted = true
                return judged
            }
            let block = rule.block.map { race.clock(entered) / $0.count }
            let inBlock = jokers.filter { $0 == block }.count
            if jokers.count < rule.jokers, block == nil || inBlock < rule.jokersPerBlock {
                jokers.append(block)
                (judged.state, judged.by, judged.isJoker) = (.served, 0, true)
            } else {
                (judged.state, judged.by) = (.short, to - duration)
            }
            return judged
        }
    }
}
