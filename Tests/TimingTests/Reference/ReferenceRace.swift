import Timing

/// The race folded from scratch: every input once, in official order, with nothing but lists.
///
/// It is the measure of the core and shares no code with it. Where docs/protocol.md is silent (order within a
/// millisecond, the Line's two loops as one, who is taken to have driven out, the flag at the start signal) it
/// takes the core's reading, and so cannot find that reading wrong.
struct ReferenceRace {
    let session: Session
    let official: Official
    private(set) var cars: [ReferenceCar] = []
    private(set) var start: Int64?
    /// Milliseconds since the start signal.
    private(set) var chequered: Int64?
    /// Milliseconds of UTC: a session can be ended before it has started.
    private var endedByCommand: Int64?
    private var flag: Flag?
    /// Counts passages, to tell who came first in one millisecond.
    private var turn = 0

    /// `inputs` in any order.
    init(_ session: Session, _ inputs: [Input]) {
        self.session = session
        official = Official(inputs, session: session)
        cars = session.entries.map { _ in ReferenceCar(sectors: sectorCount, driver: 0) }
        for event in official.events {
            switch event {
            case .act(let act): happen(act)
            case .crossing(let crossing, let car): cross(crossing, car)
            }
        }
    }

    var sectorCount: Int { session.circuit.sectorLoops.count + 1 }

    /// The session's end in milliseconds of UTC: by command, or when the time to finish has run out.
    var end: Int64? {
        let timeIsUp = chequered.flatMap { chequered -> Int64? in
            let end = (start ?? 0) + chequered + session.rules.finishWithin.count
            return official.now.milliseconds > end ? end : nil
        }
        return [endedByCommand, timeIsUp].compactMap { $0 }.min()
    }

    var phase: Timekeeper.Phase {
        if end != nil { return .ended }
        if chequered != nil { return .finishing }
        return start == nil ? .scheduled : .running
    }

    var race: Picture.Race {
        Picture.Race(
            phase: phase, flag: flag, start: start, chequered: chequered.map { $0 + (start ?? 0) },
            end: end, best: best(of: cars.indices.map { $0 }),
            classBests: classes.compactMap { name in
                best(of: cars.indices.filter { session.entries[$0].carClass == name })
                    .map { Picture.ClassBest(carClass: name, best: $0) }
            })
    }

    /// Classes in order of the entry list.
    private var classes: [String] {
        session.entries.map(\.carClass).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The best lap of these cars; of equal ones that which was completed first.
    private func best(of members: [Int]) -> Picture.Best? {
        let bests = members.compactMap { car -> (time: Int64, turn: Int, best: Picture.Best)? in
            guard let best = cars[car].best else { return nil }
            let turn = cars[car].lapEnds[best.number - 1].turn
            let number = session.entries[car].number
            return (best.time, turn, Picture.Best(car: number, lap: best.number, ms: best.time))
        }
        return bests.min { ($0.time, $0.turn) < ($1.time, $1.turn) }?.best
    }

    /// Who leads on the road: the furthest; of those at one point the first who came there; the grid.
    var road: [Int] {
        cars.indices.sorted {
            (-cars[$0].point, cars[$0].pointTurn, $0) < (-cars[$1].point, cars[$1].pointTurn, $1)
        }
    }

    // MARK: Acts

    private mutating func happen(_ act: Act) {
        switch act.kind {
        case .start:
            start = act.at.milliseconds
            chequered = nil
            endedByCommand = nil
            flag = flag ?? .green
            cars = cars.map { ReferenceCar(sectors: sectorCount, driver: $0.driver) }
        case .end:
            endedByCommand = endedByCommand ?? act.at.milliseconds
        case .flag(let shown, _):
            flag = shown
            if shown == .chequered, let start, chequered == nil {
                chequered = act.at.milliseconds - start
            }
        case .driver(let number, let driver):
            guard let car = session.entries.firstIndex(where: { $0.number == number }) else { return }
            cars[car].name(driver)
        case .penalty, .withdraw, .void, .insert, .assign:
            break
        }
    }

    // MARK: Crossings

    private mutating func cross(_ crossing: Crossing, _ car: Int) {
        guard let loop = session.circuit.loops.first(where: { $0.id == crossing.loop }), let start
        else { return }
        let at = crossing.at.milliseconds - start
        if let endedByCommand, crossing.at.milliseconds > endedByCommand { return }
        if let chequered, at > chequered + session.rules.finishWithin.count { return }
        if cars[car].hasFinished { return }
        let isLine = loop.kind == .line || loop.kind == .linePit
        let place = isLine ? -1 : Int(loop.id.value)
        if let before = cars[car].counted[place], at - before < loop.minimum.count { return }
        let sector = 1 + (session.circuit.sectorLoops.firstIndex { $0.id == loop.id } ?? -1)
        let point = cars[car].laps * sectorCount + sector
        if loop.kind == .sector, point <= cars[car].point { return }
        cars[car].counted[place] = at
        // Still in the pit lane, and it has not come round: the same visit seen twice.
        if loop.kind == .pitEntry, let stay = cars[car].stays.last, stay.visit.isOpen, !stay.isPastLine {
            return
        }
        cars[car].lastLoop = loop.id
        cars[car].lastSeen = at
        if crossing.driver != 0 { cars[car].name(crossing.driver) }
        switch loop.kind {
        case .line, .linePit: crossLine(crossing, car, at: at, loop)
        case .sector:
            turn += 1
            if cars[car].isInPit {
                cars[car].leavePit(named: crossing.driver)
                cars[car].stays[cars[car].stays.count - 1].endedBySectorOnLap = cars[car].laps
            }
            cars[car].pass(point, at: at, turn: turn)
        case .pitEntry:
            if cars[car].isInPit { cars[car].leavePit(named: crossing.driver) }
            cars[car].enterPit(at: at, isEstimated: crossing.isEstimated, isPastLine: false)
        case .pitExit:
            cars[car].exitPit(at: at, named: crossing.driver, isEstimated: crossing.isEstimated)
        case .speedTrap: break
        }
    }

    private mutating func crossLine(_ crossing: Crossing, _ car: Int, at: Int64, _ loop: Loop) {
        if at < loop.minimum.count { return }  // The start.
        turn += 1
        cars[car].lapEnds.append((at, turn))
        cars[car].pass(cars[car].laps * sectorCount, at: at, turn: turn)
        if chequered != nil {
            cars[car].hasFinished = true
        } else if let duration = session.rules.duration, at >= duration.count, endedByCommand == nil,
            road.first == car
        {
            chequered = at
            flag = .chequered
            cars[car].hasFinished = true
        }
        let isInPit = cars[car].isInPit
        if isInPit, cars[car].stays.last?.isPastLine == false {
            cars[car].stays[cars[car].stays.count - 1].isPastLine = true
            return
        }
        if isInPit { cars[car].leavePit(named: crossing.driver) }
        if loop.kind == .linePit { cars[car].enterPit(at: nil, isEstimated: false, isPastLine: true) }
    }
}
