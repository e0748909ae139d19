import Timing

/// A race folded from scratch: its inputs one by one in official order, with nothing but lists.
///
/// It is the measure of the core and shares no code with it: it is written from docs/rules.md.
/// Where that is silent (order within a millisecond, who is taken to have driven out, a second start signal) the
/// two agree on a reading, which neither can find wrong. Intermediates and decoders' clocks are no part of it.
struct ReferenceRace {
    /// A flag that was shown, in milliseconds of UTC.
    struct Shown {
        var flag: Flag
        var from: Int64
        var isEstimated = false
        var throughPitLane = false
        /// By the car that came to it: the lap that ended there was run under the flag before.
        var isTaken = false
    }

    let session: Session
    let official: Official
    var cars: [ReferenceCar] = []
    private(set) var start: Int64?
    private var formation: Int64?
    /// The instant, in milliseconds of UTC, from which the race clock runs.
    private(set) var clockStart: Int64?
    private(set) var duration: Int64?
    /// Who leads on the road, and who follows.
    var road: [Int] = []
    /// Milliseconds since the start signal.
    var chequered: Int64?
    /// The lap that the car which took the flag completed with it; nil where no car did.
    var flagLap: Int?
    /// The result is that of some laps before the end, at this instant.
    var countedBackTo: Int64?
    /// Cars that were stopped just before the red flag that is shown, or just before the end without one.
    private(set) var stoppedAtCurtain: Set<Int> = []
    /// Milliseconds of UTC: a session can be ended before it has started.
    private(set) var endedByCommand: Int64?
    /// Penalties that were served before the start signal was given again.
    private(set) var servedBefore: Set<String> = []
    var shown: [Shown] = []
    /// After how many passages of the race a car was last really seen at a loop.
    private(set) var seen: [LoopID: Int] = [:]
    /// Counts passages, to tell who came first in one millisecond.
    var turn = 0
    var doubts: [Picture.Doubted] = []
    private let hand: Hand

    /// `inputs` in any order.
    init(_ session: Session, _ inputs: [Input]) {
        self.session = session
        official = Official(inputs, session: session)
        hand = Hand(official.events, session.circuit)
        duration = session.rules.duration?.count
        cars = session.entries.map { _ in
            ReferenceCar(sectors: sectorCount, pitLapsCount: pitLapsCount)
        }
        road = Array(cars.indices)
        for event in official.events {
            switch event {
            case .act(let act):
                letTimeRunOut(act.at.milliseconds)
                happen(act)
            case .crossing(let crossing, let car):
                letTimeRunOut(crossing.at.milliseconds)
                cross(crossing, car)
            }
        }
        letTimeRunOut(official.now.milliseconds)
    }

    /// Where the rulebook says nothing they count in a race, and in no other session.
    private var pitLapsCount: Bool {
        let stated: Bool? = session.rules.pitLapsCount
        return stated ?? (session.kind == .race)
    }

    var sectorCount: Int { session.circuit.sectorLoops.count + 1 }

    /// The session's end in milliseconds of UTC: by command, or when the time to finish has run out.
    var end: Int64? {
        let timeIsUp = finishUntil.flatMap { official.now.milliseconds > $0 ? $0 : nil }
        return [endedByCommand, timeIsUp].compactMap { $0 }.min()
    }

    /// Until when cars can finish, in milliseconds of UTC.
    private var finishUntil: Int64? {
        chequered.map { (start ?? 0) + $0 + session.rules.finishWithin.count }
    }

    var phase: Timekeeper.Phase {
        if end != nil { return .ended }
        if chequered != nil { return .finishing }
        return start == nil ? .scheduled : .running
    }

    var result: ResultState? {
        guard chequered != nil || end != nil else { return nil }
        return official.isFinal ? .final : .provisional
    }

    /// The flag that is shown at an instant in milliseconds of UTC; of several at once the last.
    func flag(at instant: Int64) -> Shown? {
        shown.last { $0.from <= instant }
    }

    /// What fell in the past begins no earlier than what was shown when that was found out.
    mutating func show(_ flag: Shown) {
        if let last = shown.last, last.flag == flag.flag, last.throughPitLane == flag.throughPitLane { return }
        var flag = flag
        flag.from = max(flag.from, shown.last?.from ?? flag.from)
        shown.append(flag)
    }

    /// When red flags were shown and withdrawn, milliseconds since the start signal.
    var reds: [(from: Int64, to: Int64)] {
        shown.indices.filter { shown[$0].flag == .red }.map { place in
            let to = place + 1 < shown.count ? shown[place + 1].from - (start ?? 0) : .max
            return (shown[place].from - (start ?? 0), to)
        }
    }

    /// Whether the red flag was shown on the car's way from its last point to here.
    private func isUnderRed(_ car: Int, until at: Int64) -> Bool {
        let passed = cars[car].passages[cars[car].point]?.at ?? 0
        return reds.contains { $0.from <= at && $0.to > passed }
    }

    // MARK: Acts

    private mutating func happen(_ act: Act) {
        let at = act.at.milliseconds
        switch act.kind {
        case .start: begin(at)
        case .formation:
            guard session.rules.start == .formation else { return }
            formation = at
            if start == nil { clockStart = at }
        case .end:
            guard endedByCommand == nil else { return }
            if shown.last?.flag != .red { drawCurtain(at) }
            endedByCommand = at
            countBack()
        case .duration(let lasts): duration = lasts.count
        case .flag(let flag, let isEstimated, let throughPitLane):
            if flag == .chequered, let start, chequered == nil, endedByCommand == nil {
                endRace(at: at - start, isEstimated: isEstimated)
            }
            if flag == .red, shown.last?.flag != .red { drawCurtain(at) }
            show(Shown(flag: flag, from: at, isEstimated: isEstimated, throughPitLane: throughPitLane))
        case .driver(let number, let driver):
            if let car = session.entries.firstIndex(where: { $0.number == number }) { cars[car].hold(driver) }
        case .retired(let number):
            guard let car = session.entries.firstIndex(where: { $0.number == number }) else { return }
            cars[car].isRetired = true
            cars[car].isOnLapOnTrack = false
        case .penalty, .served, .withdraw, .void, .count, .insert, .assign, .clock, .final, .bulletin, .ruling,
            .message, .report, .conditions, .entry:
            break
        }
    }

    private mutating func drawCurtain(_ at: Int64) {
        guard let start, endedByCommand == nil else { return }
        stoppedAtCurtain = Set(cars.indices.filter { isStopped($0, at: at - 1 - start) })
    }

    private mutating func begin(_ at: Int64) {
        if start != nil { servedBefore.formUnion(penalties.filter { $0.state == .served }.map(\.id)) }
        start = at
        clockStart = formation ?? at
        chequered = nil
        flagLap = nil
        endedByCommand = nil
        countedBackTo = nil
        stoppedAtCurtain = []
        doubts = []
        seen = [:]
        var first =
            shown.last { _ in shown.last?.flag != .chequered }
            ?? Shown(flag: session.rules.start == .safetyCar ? .safetyCar : .green, from: at)
        first.from = at
        shown = [first]
        cars = cars.map { before in
            var car = ReferenceCar(
                sectors: sectorCount, pitLapsCount: pitLapsCount, driver: before.driver,
                isRetired: before.isRetired)
            car.isDriverHeld = before.isDriverHeld
            return car
        }
        road = Array(cars.indices)
        for car in cars.indices {
            for case .penalty(session.entries[car].number, .lapTime(let lap), _) in official.decisions.map(\.kind) {
                cars[car].deletedLaps.insert(lap)
            }
        }
    }

    // MARK: Crossings

    private mutating func cross(_ crossing: Crossing, _ car: Int) {
        guard let loop = session.circuit.loops.first(where: { $0.id == crossing.loop }), let start
        else { return }
        let instant = crossing.at.milliseconds
        let at = instant - start
        if let endedByCommand, instant > endedByCommand || countedBackTo != nil { return }
        if let finishUntil, instant > finishUntil { return }
        if cars[car].hasFinished { return }
        let isCounted = official.counted.contains(crossing.id)
        // By hand, by the timekeeper's word, or beside what is by hand.
        let isSure = crossing.id.decoder == 0 || isCounted || hand.measured.contains(crossing.id)
        if !isCounted, let measured = hand.meetings[crossing.id] {
            return tell(.measuredBesideInserted, car, measured.loop)
        }
        let isEntryAgain = loop.kind == .pitEntry && isSeenAgain(car, loop, at: at, isCounted: isCounted)
        if !isSure, !isEntryAgain, let kind = doubt(crossing, car, loop, at: at) {
            tell(kind, car, loop.id)
            cars[car].isUnexpected = true
            // What reads it there once more reads the same passage.
            if loop.kind == .pitEntry { cars[car].counted[place(loop)] = at }
            return
        }
        let isAgain = isSeenAgain(car, loop, at: at, isCounted: isCounted)
        let isLineAgain = isLine(loop) && !isSure && !isAgain && isLineAgain(car, at: at)
        if isLine(loop) { cars[car].lastAtLine = at }
        if loop.kind == .pitExit {
            if cars[car].freshExit != nil { cars[car].exitReadings.append(at) }
            cars[car].lastAtExit = at
        }
        if isAgain { return }
        if isLineAgain {
            tell(.lineAgain, car, loop.id)
            cars[car].isUnexpected = true
            return
        }
        var isStart = false
        if isLine(loop), !cars[car].hasCrossedLine {
            let first = firstCrossing(car, loop, at: at, isCounted: isCounted)
            if let doubt = first.doubt { tell(doubt, car, loop.id) }
            isStart = !first.isLap
        }
        if loop.kind == .pitEntry { cars[car].hasEnteredSinceLine = true }
        var point = cars[car].point
        if isLine(loop), !isStart {
            point = (cars[car].laps + (hasMissedALine(car, at: at) ? 2 : 1)) * sectorCount
        } else if loop.kind == .sector {
            point = next(loop, after: cars[car].point)
            if cars[car].point == 0, isDeadOnFirstLap(point) { point += sectorCount }
            if !isCounted, isImpossible(car, at: at, point: point) {
                cars[car].isUnexpected = true
                return
            }
        }
        if point > cars[car].point { takeMissed(car, upTo: point, at: at) }
        if cars[car].hasFinished { return }
        seen[loop.id] = turn
        cars[car].counted[place(loop)] = at
        if isLine(loop) || loop.kind == .sector { (cars[car].freshExit, cars[car].lastAtExit) = (nil, nil) }
        // Still in the pit lane, and it has not come round: the same visit seen twice.
        let isSameVisit = cars[car].stays.last.map { $0.visit.isOpen && !$0.isPastLine } ?? false
        if loop.kind == .pitEntry, isSameVisit { return }
        cars[car].lastLoop = loop.id
        cars[car].lastSeen = at
        let named = name(crossing, car)
        if isStart {
            cars[car].hasStarted = true
            cars[car].startedAt = at
            cars[car].hasStartedInTime = at < lineMinimum && loop.kind == .line
        } else {
            enter(crossing, car, at: at, loop, point: point, named: named, isSure: isSure)
        }
        guard isLine(loop) else { return }
        cars[car].outLapSince = nil
        cars[car].hasEnteredSinceLine = false
        let isOnTrack = !isInLane(crossing, loop) && !cars[car].isInPit
        if isOnTrack, cars[car].isOnLapOnTrack { cars[car].isRetired = false }
        cars[car].isOnLapOnTrack = isOnTrack
        if !isStart { completeLap(car, at: at, isProvisional: false) }
    }

    /// Who drives by this crossing; nobody where it contradicts the timekeeper.
    private mutating func name(_ crossing: Crossing, _ car: Int) -> UInt8 {
        if crossing.driver == 0 { return 0 }
        if cars[car].isDriverHeld, crossing.driver != cars[car].driver {
            tell(.driverContradicted, car, crossing.loop)
            return 0
        }
        cars[car].name(crossing.driver)
        return crossing.driver
    }

    /// The same passage seen twice, or a loop of the pit lane that a car standing near it trips.
    private func isSeenAgain(_ car: Int, _ loop: Loop, at: Int64, isCounted: Bool) -> Bool {
        if let before = cars[car].counted[place(loop)], at - before < loop.minimum.count { return true }
        if isCounted { return false }
        if loop.kind == .pitEntry, let exit = cars[car].freshExit { return at - exit < lineMinimum }
        guard loop.kind == .pitExit, let exit = cars[car].lastAtExit else { return false }
        return at - exit < lineMinimum || isLessThanALap(at - exit, car)
    }

    /// In the pit lane, and not shown to have been on the track.
    private func isInLane(_ crossing: Crossing, _ loop: Loop) -> Bool {
        loop.kind == .linePit
    }

    private mutating func enter(
        _ crossing: Crossing, _ car: Int, at: Int64, _ loop: Loop, point: Int, named: UInt8, isSure: Bool
    ) {
        let shown = flag(at: crossing.at.milliseconds)
        let isUnderRed = shown?.flag == .red
        let isStop = !isUnderRed || session.rules.obligations.stops?.underRed ?? false
        let begun = Begun(counts: isStop && !(shown?.throughPitLane ?? false), isUnderRed: isUnderRed)
        let opener = isSure ? nil : crossing
        switch loop.kind {
        case .line, .linePit:
            turn += 1
            let inLane = isInLane(crossing, loop)
            // On the way to it, not beyond it with its exit missed.
            let isOnTheWay = cars[car].isInPit && !(cars[car].stays.last?.isPastLine ?? true)
            cars[car].crossLineInPit(named: named, at: at, turn: turn, inLane: inLane, begun: begun, opener: opener)
            cars[car].lapEnds.append(
                .init(
                    at: at, turn: turn, isProvisional: false, isOnTrack: !inLane,
                    isInPit: inLane || isOnTheWay))
            cars[car].pass(
                point, at: at, turn: turn, isUnderRed: self.isUnderRed(car, until: at),
                isNeutralised: isNeutralised(from: cars[car].passages[point - 1]?.at ?? 0, to: at))
            advance(car)
            cars[car].settle()
        case .sector:
            turn += 1
            if cars[car].isInPit {
                cars[car].leavePit(named: named)
                cars[car].stays[cars[car].stays.count - 1].endedBySectorOnLap = cars[car].laps
            }
            cars[car].pass(
                point, at: at, turn: turn, isUnderRed: self.isUnderRed(car, until: at),
                isNeutralised: isNeutralised(from: cars[car].passages[point - 1]?.at ?? 0, to: at))
            advance(car)
            cars[car].settle()
        case .pitEntry:
            if cars[car].isInPit { cars[car].leavePit(named: named) }
            cars[car].entryReadings.append(at)
            cars[car].enterPit(
                at: at, isEstimated: crossing.isEstimated, isPastLine: false, begun: begun, opener: opener)
        case .pitExit:
            cars[car].exitReadings.append(at)
            cars[car].exitPit(at: at, named: named, isEstimated: crossing.isEstimated, begun: begun)
        case .speedTrap: break
        }
    }
}

/// The circuit.
extension ReferenceRace {
    func isLine(_ loop: Loop) -> Bool { loop.kind == .line || loop.kind == .linePit }

    /// The Line's two loops are one place.
    func place(_ loop: Loop) -> Int { isLine(loop) ? -1 : Int(loop.id.value) }

    var trackLine: Loop? { session.circuit.loops.first { $0.kind == .line } }

    var lineMinimum: Int64 {
        (trackLine ?? session.circuit.loops.first(where: isLine))?.minimum.count ?? 0
    }

    /// The first point after this at which the car meets the loop.
    func next(_ loop: Loop, after point: Int) -> Int {
        let sector = 1 + (session.circuit.sectorLoops.firstIndex { $0.id == loop.id } ?? 0)
        let onThisLap = point / sectorCount * sectorCount + sector
        return onThisLap > point ? onThisLap : onThisLap + sectorCount
    }
}
