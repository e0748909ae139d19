import Simulation
import Timing

/// What timekeepers, stewards and race control might do in a race: anything, some of it taken back.
struct RandomActs {
    /// A transponder that is in no entry list.
    static let spare = Transponder(9_000_001)

    private(set) var acts: [Act] = []
    private let session: Session
    private let crossings: [Crossing]
    private let from: Instant
    private let until: Instant
    private var positions: [Int]

    init(_ trial: Trial, _ random: inout SeededGenerator) {
        session = trial.session
        crossings = trial.inputs.compactMap { if case .crossing(let crossing) = $0 { crossing } else { nil } }
        from = crossings.first?.at ?? Instant(milliseconds: 0)
        until = max(crossings.last?.at ?? from, from)
        positions = random.shuffled(Array(1...session.entries.count))
        guard !crossings.isEmpty else { return }
        if session.rules.start == .formation, random.chance(permille: 800) {
            let before = Milliseconds(random.int(in: -180_000...(-1)))
            acts.append(Act(id: "formation", at: from + before, by: "chance", kind: .formation))
        }
        for number in 0..<random.int(in: 0...10) {
            add("act-\(number)", &random)
        }
        if random.chance(permille: 100) { stopRace(&random) }
        if random.chance(permille: 150) { suspendRace(trial, &random) }
        if random.chance(permille: 150) { prolong(trial, &random) }
        if random.chance(permille: 250) { insertBeside(&random) }
        if random.chance(permille: 250) { nameDrivers(&random) }
        for act in acts where random.chance(permille: 300) { judge(act, &random) }
        if random.chance(permille: 100) { closeResult(&random) }
    }

    private func car(_ random: inout SeededGenerator) -> CarNumber {
        session.entries[random.int(in: 0...(session.entries.count - 1))].number
    }

    private func instant(_ random: inout SeededGenerator) -> Instant {
        Instant(milliseconds: random.int(in: from.milliseconds...until.milliseconds))
    }

    private mutating func add(_ id: String, _ random: inout SeededGenerator) {
        var at = instant(&random)
        guard let kind = kind(&at, &random) else { return }
        acts.append(Act(id: id, at: at, by: "chance", kind: kind))
        guard random.chance(permille: 350) else { return }
        let later = at + Milliseconds(random.int(in: 1...120_000))
        acts.append(Act(id: "\(id)-back", at: later, by: "chance", kind: .withdraw(id)))
        guard random.chance(permille: 200) else { return }
        let again = later + Milliseconds(random.int(in: 1...60_000))
        acts.append(Act(id: "\(id)-again", at: again, by: "chance", kind: .withdraw("\(id)-back")))
    }

    /// The red flag, and the end under it.
    private mutating func stopRace(_ random: inout SeededGenerator) {
        let red = instant(&random)
        let end = red + Milliseconds(random.int(in: 0...300_000))
        acts.append(Act(id: "red", at: red, by: "chance", kind: .flag(.red, isEstimated: false)))
        acts.append(Act(id: "red-end", at: end, by: "chance", kind: .end))
    }

    /// When the time should run out.
    private func timeUp(_ trial: Trial) -> Instant? {
        let start = trial.inputs.lazy.compactMap { input -> Instant? in
            if case .act(let act) = input, act.kind == .start { act.at } else { nil }
        }.first
        guard let start, let duration = session.rules.duration else { return nil }
        return start + duration
    }

    /// The red flag shortly before the time runs out, or shortly after; most often the race goes on.
    private mutating func suspendRace(_ trial: Trial, _ random: inout SeededGenerator) {
        guard let timeUp = timeUp(trial) else { return }
        let red = timeUp + Milliseconds(random.int(in: -150_000...20_000))
        acts.append(Act(id: "late-red", at: red, by: "chance", kind: .flag(.red, isEstimated: false)))
        let later = red + Milliseconds(random.int(in: 1...200_000))
        if random.chance(permille: 700) {
            let flag: Flag = random.chance(permille: 500) ? .safetyCar : .green
            acts.append(Act(id: "late-red-over", at: later, by: "chance", kind: .flag(flag, isEstimated: false)))
        }
        guard random.chance(permille: 400) else { return }
        let end = later + Milliseconds(random.int(in: 0...100_000))
        acts.append(Act(id: "late-red-end", at: end, by: "chance", kind: .end))
    }

    /// Said before the time has run out or after it, and perhaps twice.
    private mutating func prolong(_ trial: Trial, _ random: inout SeededGenerator) {
        guard let timeUp = timeUp(trial), let duration = session.rules.duration else { return }
        for number in 0...random.int(in: 0...1) {
            let at = timeUp + Milliseconds(random.int(in: -60_000...180_000))
            let lasts = Milliseconds(max(duration.count + random.int(in: -30_000...180_000), 1))
            acts.append(Act(id: "longer-\(number)", at: at, by: "chance", kind: .duration(lasts)))
        }
    }

    /// By the timekeeper, where cars say something too.
    private mutating func nameDrivers(_ random: inout SeededGenerator) {
        for number in 0...random.int(in: 0...4) {
            let kind = Act.Kind.driver(car(&random), driver: random.int(in: 0...3))
            acts.append(Act(id: "driver-\(number)", at: instant(&random), by: "chance", kind: kind))
        }
    }

    /// By hand what was measured too, within the loop's minimum or a little beyond.
    private mutating func insertBeside(_ random: inout SeededGenerator) {
        for number in 0...random.int(in: 0...2) {
            let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
            guard let entry = session.entries.first(where: { $0.transponders.contains(crossing.transponder) }),
                let loop = session.circuit.loops.first(where: { $0.id == crossing.loop })
            else { continue }
            let minimum = random.chance(permille: 300) ? 1_000 : loop.minimum.count * 3 / 2
            let at = crossing.at + Milliseconds(random.int(in: -minimum...minimum))
            let loops = session.circuit.loops.filter { $0.kind == .line || $0.kind == .linePit }
            let isOther = loops.contains(loop) && random.chance(permille: 200)
            let place = (isOther ? loops.randomElement(using: &random) : nil) ?? loop
            acts.append(
                Act(
                    id: "beside-\(number)", at: at, by: "chance",
                    kind: .insert(entry.number, place.id, driver: random.int(in: 0...2))))
        }
    }

    /// The stewards' word on a penalty to be served.
    private mutating func judge(_ act: Act, _ random: inout SeededGenerator) {
        guard case .penalty(_, let kind, _) = act.kind else { return }
        switch kind {
        case .driveThrough, .stopAndGo: break
        default: return
        }
        let word = Act.Kind.served(act.id, random.chance(permille: 500))
        let at = max(instant(&random), act.at + Milliseconds(1))
        acts.append(Act(id: "\(act.id)-word", at: at, by: "chance", kind: word))
    }

    /// After everything else: from then on nothing else is taken.
    private mutating func closeResult(_ random: inout SeededGenerator) {
        let last = max(acts.map(\.at).max() ?? until, until)
        acts.append(Act(id: "final", at: last + .minutes(5), by: "chance", kind: .final))
        guard random.chance(permille: 300) else { return }
        acts.append(Act(id: "final-back", at: last + .minutes(6), by: "chance", kind: .withdraw("final")))
    }

    private mutating func kind(_ at: inout Instant, _ random: inout SeededGenerator) -> Act.Kind? {
        switch random.int(in: 0...34) {
        case 0...6: return penalty(&random).map { .penalty(car(&random), $0, reason: "chance") }
        case 7...8:
            guard let position = positions.popLast() else { return nil }
            // Each position to another car: who is to be where is the stewards' business.
            let number = session.entries[position - 1].number
            let place = session.entries.count + 1 - position
            return .penalty(number, .position(place), reason: "position")
        case 9...11:
            let known = Set(session.entries.flatMap(\.transponders))
            let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
            guard known.contains(crossing.transponder) else { return nil }
            at = max(at, crossing.at + Milliseconds(1))
            return .void(crossing.id)
        case 12...14:
            // A car is at one loop at a time.
            while crossings.contains(where: { $0.at == at }) { at = at + Milliseconds(1) }
            let loop = session.circuit.loops[random.int(in: 0...(session.circuit.loops.count - 1))]
            return .insert(car(&random), loop.id, driver: random.int(in: 0...3))
        case 15: return .driver(car(&random), driver: random.int(in: 0...3))
        case 16...18: return flag(&random)
        case 19: return .flag(.chequered, isEstimated: random.chance(permille: 500))
        case 20: return random.chance(permille: 300) ? .start : nil
        case 21: return random.chance(permille: 300) ? .end : nil
        case 22: return .retired(car(&random))
        case 23: return .duration(Milliseconds((until - from).count * random.int(in: 200...1200) / 1000))
        case 24...25: return .clock(correction(&random))
        case 26...28:
            let known = Set(session.entries.flatMap(\.transponders))
            let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
            guard known.contains(crossing.transponder) else { return nil }
            at = max(at, crossing.at + Milliseconds(1))
            return .count(crossing.id)
        case 29: return .penalty(car(&random), .disqualified, reason: "chance")
        default:
            let isSpare = random.chance(permille: 700)
            let transponder = isSpare ? Self.spare : crossings[random.int(in: 0...(crossings.count - 1))].transponder
            return .assign(transponder, car(&random), wearing(&random))
        }
    }

    /// For the whole session, or from when to when.
    private func wearing(_ random: inout SeededGenerator) -> WearingTime {
        if random.chance(permille: 400) { return .wholeSession }
        let (one, other) = (instant(&random), instant(&random))
        return WearingTime(
            from: random.chance(permille: 800) ? min(one, other) : nil,
            until: random.chance(permille: 500) ? max(one, other) + Milliseconds(1) : nil)
    }

    private func penalty(_ random: inout SeededGenerator) -> PenaltyKind? {
        switch random.int(in: 0...9) {
        case 0...1: .time(Milliseconds(random.int(in: 1...30) * 500))
        case 2: .laps(random.int(in: 1...3))
        case 3...5: .driveThrough
        case 6...7: .stopAndGo(Milliseconds(random.int(in: 0...40) * 1000))
        case 8: .lapTime(random.int(in: 1...6))
        default: random.chance(permille: 500) ? .disqualified : .grid(random.int(in: 1...5))
        }
    }

    private func flag(_ random: inout SeededGenerator) -> Act.Kind {
        let flags: [Flag] = [.green, .yellow, .fullCourseYellow, .safetyCar, .red]
        let flag = flags[random.int(in: 0...4)]
        let throughPitLane = flag == .safetyCar && random.chance(permille: 500)
        return .flag(flag, isEstimated: random.chance(permille: 200), throughPitLane: throughPitLane)
    }

    private func correction(_ random: inout SeededGenerator) -> ClockCorrection {
        let crossing = crossings[random.int(in: 0...(crossings.count - 1))]
        return ClockCorrection(
            decoder: crossing.id.decoder, epoch: random.chance(permille: 300) ? crossing.id.epoch : nil,
            from: random.chance(permille: 500) ? crossing.stamp : nil,
            ahead: random.int(in: -20_000_000...20_000_000))
    }
}
