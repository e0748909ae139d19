import Timing

/// The inputs of a race as they stand once all are there: amended, and in official order.
///
/// Official order is by instant; in one millisecond acts come before crossings, acts by their id and crossings
/// by decoder, epoch and number. What the timekeeper inserted has no decoder and comes before what one saw.
struct Official {
    enum Event {
        case act(Act)
        case crossing(Crossing, car: Int)
    }

    private(set) var events: [Event] = []
    /// Acts that hold and are no part of the run of time: penalties, and the stewards' word on them.
    private(set) var decisions: [Act] = []
    /// The stewards' words on what cars owed.
    private(set) var rulings: [Act] = []
    private(set) var unknown: [Picture.Held] = []
    /// What was said of the duration, and when, in milliseconds of UTC.
    private(set) var durations: [(told: Int64, lasts: Int64)] = []
    /// Crossings that count by the timekeeper's word.
    private(set) var counted: Set<CrossingID> = []
    /// The classification is final: no act that holds is later.
    private(set) var isFinal = false
    /// The highest official time that any input brought. What is unassigned brings none, nor what has been
    /// taken back or declared void.
    private(set) var now = Instant.distantPast

    /// `inputs` are those the core accepted, in any order.
    init(_ inputs: [Input], session: Session) {
        let (received, acts) = Self.once(inputs)
        let standing = Self.standing(acts)
        let crossings = received.map { Self.corrected($0, by: standing) }
        let wearing = Wearing(session, standing)
        let voids = standing.compactMap { act in
            if case .void(let id) = act.kind { id } else { nil }
        }
        var entered = Self.inserted(standing, session)
        var nobodys: [Transponder: [Crossing]] = [:]
        for crossing in crossings {
            if let car = wearing.car(of: crossing) {
                entered.append((wearing.atTheFirst(crossing, on: car), car))
            } else {
                nobodys[crossing.transponder, default: []].append(crossing)
            }
        }
        for case .time(let instant, _) in inputs { now = max(now, instant) }
        entered.removeAll { voids.contains($0.crossing.id) }
        for act in standing where Self.happens(act) || Self.isNotice(act) { now = max(now, act.at) }
        for act in standing {
            if case .count(let id) = act.kind { counted.insert(id) }
            if case .duration(let lasts) = act.kind { durations.append((act.at.milliseconds, lasts.count)) }
        }
        for (crossing, _) in entered { now = max(now, crossing.at) }

        events = Self.inOrder(standing.filter(Self.happens), entered)
        decisions = standing.filter(Self.isDecision)
        rulings = standing.filter { if case .ruling = $0.kind { true } else { false } }
        isFinal = standing.contains { act in act.kind == .final && !standing.contains { $0.at > act.at } }
        unknown = nobodys.keys.sorted().map { transponder in
            let held = nobodys[transponder] ?? []
            return Picture.Held(
                transponder: transponder, crossings: held.map(\.id).sorted(),
                last: held.map(\.at.milliseconds).max() ?? 0)
        }
    }

    /// A crossing or an act received twice is one.
    private static func once(_ inputs: [Input]) -> ([Crossing], [Act]) {
        var names: Set<CrossingID> = []
        var ids: Set<String> = []
        var crossings: [Crossing] = []
        var acts: [Act] = []
        for input in inputs {
            switch input {
            case .crossing(let crossing), .late(let crossing):
                if names.insert(crossing.id).inserted { crossings.append(crossing) }
            case .act(let act): if ids.insert(act.id).inserted { acts.append(act) }
            case .time, .lateTaken: break
            }
        }
        return (crossings, acts)
    }

    /// Acts that nobody has taken back, in official order. A withdrawal may itself be taken back.
    private static func standing(_ acts: [Act]) -> [Act] {
        func stands(_ act: Act) -> Bool {
            !acts.contains { other in
                if case .withdraw(act.id) = other.kind { stands(other) } else { false }
            }
        }
        return acts.filter(stands).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// Acts that are part of the run of time.
    private static func happens(_ act: Act) -> Bool {
        switch act.kind {
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .bulletin: true
        case .penalty, .served, .withdraw, .void, .count, .insert, .assign, .clock, .ruling, .message, .report,
            .conditions, .entry:
            false
        }
    }

    /// A penalty to be served is told at an instant, and a car is disqualified from one on; the others hold for the
    /// result.
    private static func isNotice(_ act: Act) -> Bool {
        switch act.kind {
        case .penalty(_, .driveThrough, _), .penalty(_, .stopAndGo, _), .penalty(_, .disqualified, _), .served: true
        default: false
        }
    }

    private static func isDecision(_ act: Act) -> Bool {
        switch act.kind {
        case .penalty, .served: true
        default: false
        }
    }

    /// The crossing by official time: of the corrections that concern it the latest holds.
    private static func corrected(_ crossing: Crossing, by standing: [Act]) -> Crossing {
        var ahead: Int64 = 0
        for act in standing {
            guard case .clock(let clock) = act.kind, clock.decoder == crossing.id.decoder,
                clock.epoch == nil || clock.epoch == crossing.id.epoch,
                clock.from.map({ crossing.stamp >= $0 }) ?? true
            else { continue }
            ahead = clock.ahead
        }
        return Crossing(
            id: crossing.id, stamp: crossing.stamp, transponder: crossing.transponder, loop: crossing.loop,
            driver: crossing.driver, isEstimated: crossing.isEstimated, clockAhead: ahead)
    }

    private static func inserted(_ standing: [Act], _ session: Session) -> [(crossing: Crossing, car: Int)] {
        var inserted: [(Crossing, Int)] = []
        for (place, act) in standing.enumerated() {
            guard case .insert(let number, let loop, let driver) = act.kind,
                let car = session.entries.firstIndex(where: { $0.number == number })
            else { continue }
            let crossing = Crossing(
                id: CrossingID(decoder: 0, epoch: 0, number: UInt64(place)),
                stamp: act.at.milliseconds * 1000, transponder: Transponder(0), loop: loop, driver: driver)
            inserted.append((crossing, car))
        }
        return inserted
    }

    private static func inOrder(_ acts: [Act], _ crossings: [(crossing: Crossing, car: Int)]) -> [Event] {
        let sorted = crossings.sorted {
            ($0.crossing.at, $0.crossing.id) < ($1.crossing.at, $1.crossing.id)
        }
        var events: [Event] = []
        var waiting = acts[...]
        for (crossing, car) in sorted {
            while let act = waiting.first, act.at <= crossing.at {
                events.append(.act(act))
                waiting = waiting.dropFirst()
            }
            events.append(.crossing(crossing, car: car))
        }
        return events + waiting.map { .act($0) }
    }
}
