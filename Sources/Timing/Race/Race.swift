/// The fold: one input after the other, in official time, changes the state and says which rows it moved.
struct Race: ~Copyable, Sendable {
    let kind: Session.Kind
    let rules: RaceRules
    /// A lap that begins or ends in the pit lane can be a best lap.
    let pitLapsCount: Bool
    let track: Track
    let field: Field
    /// Cars that are not there from the beginning: their entries are withdrawn.
    private let absent: [Int]
    /// All cars in the order in which they start, where it is another than that of the entry list.
    private(set) var grid: [Int]?
    var state: RaceState
    var table: PassageTable
    private var provisionalLog: ProvisionalLog
    var changed: ChangedRows
    /// Lap times that the stewards have deleted.
    var deleted: Set<DeletedLap>
    /// Every duration that a command has told and that holds, in official order.
    var durations: [ToldDuration]

    /// What the fold has changed beside rows.
    var anew: SessionParts
    /// Of which cars it may have changed by what they are measured.
    var measuredAnew: MeasuredAnew

    private let inPlace = InPlace()

    init(_ session: Session, absent: [Int] = [], grid: [Int]? = nil) {
        kind = session.kind
        rules = session.rules
        pitLapsCount = session.rules.pitLapsCount ?? (session.kind == .race)
        track = Track(session.circuit, pitSpeed: session.rules.pitSpeed)
        field = Field(session.entries)
        self.absent = absent
        self.grid = grid
        state = RaceState(field: field, track: track, absent: absent, grid: grid)
        table = PassageTable(cars: field.count)
        provisionalLog = ProvisionalLog()
        changed = ChangedRows(count: field.count)
        deleted = []
        durations = []
        anew = []
        measuredAnew = .all
    }

    /// The same race a second time, to go on by itself.
    init(copying other: borrowing Race) {
        kind = other.kind
        rules = other.rules
        pitLapsCount = other.pitLapsCount
        track = other.track
        field = other.field
        absent = other.absent
        grid = other.grid
        state = other.state
        table = other.table
        provisionalLog = other.provisionalLog
        changed = other.changed
        deleted = other.deleted
        durations = other.durations
        anew = other.anew
        measuredAnew = other.measuredAnew
    }

    /// Every crossing that is taken provisionally.
    var provisional: ArraySlice<ProvisionalCrossing> { provisional(from: 0) }

    /// Those but the first so many.
    func provisional(from count: Int) -> ArraySlice<ProvisionalCrossing> {
        provisionalLog[count..<state.provisionalCount]
    }

    /// The same as another state of this race counted them.
    func provisional(from count: Int, of other: RaceState) -> Set<ProvisionalCrossing> {
        Set(provisionalLog[count..<other.provisionalCount])
    }

    mutating func takeProvisionally(_ crossing: ProvisionalCrossing) {
        provisionalLog.append(crossing, behind: state.provisionalCount)
        state.provisionalCount += 1
    }

    mutating func clearChanges() {
        changed.clear()
        anew = []
    }

    /// As it is before the first input.
    var beginning: RaceState { RaceState(field: field, track: track, absent: absent, grid: grid) }

    /// The cars start in another order; all is to be folded again. Returns whether it is another.
    mutating func line(up grid: [Int]?) -> Bool {
        guard grid != self.grid else { return false }
        self.grid = grid
        return true
    }

    // MARK: Acts

    /// `car` is the one that the act names, if it names one.
    mutating func fold(_ act: Act, car: Int?) {
        let at = act.at
        passDeadline(at)
        state.folded = max(state.folded, at)
        switch act.kind {
        case .formation:
            state.formationAt = at
            anew[.race] = true
        case .start: start(at)
        case .end: end(at)
        case .duration(let duration):
            state.durationSet = duration
            anew[.race] = true
        case .flag(let flag, let isEstimated, let throughPitLane):
            show(flag, at: at, isEstimated: isEstimated, throughPitLane: throughPitLane)
        case .driver(_, let driver):
            guard let car else { return }
            holdDriver(driver, in: car)
            changed.mark(car, [.laps, .stops])
        case .retired:
            guard let car else { return }
            state.cars[car].isRetired = true
            state.cars[car].retiredAt = LastTime(at)
            changed.mark(car, .standing)
        case .penalty(_, .disqualified, _):
            if let car { disqualify(car, at: at) }
        case .penalty(_, .driveThrough, _):
            if let car { order(act, car: car, standing: nil) }
        case .penalty(_, .stopAndGo(let time), _):
            if let car { order(act, car: car, standing: time) }
        case .served(let name, let isServed): decide(name, isServed: isServed)
        case .bulletin(.pitSpeed(let limit)):
            state.pitTransit = track.pitTransit(at: limit)
        case .entry: if let car { disqualify(car, at: at) }
        case .bulletin, .ruling, .final, .penalty, .withdraw, .void, .count, .insert, .assign, .clock,
            .message, .report, .conditions:
            break
        }
    }

    /// The start signal begins anew. These stay: drivers on board, the flag, the duration, cars that are out, and
    /// penalties to serve.
    private mutating func start(_ at: Instant) {
        let before = state
        state = RaceState(field: field, track: track, grid: grid)
        table = PassageTable(cars: field.count)
        provisionalLog = ProvisionalLog()
        state.folded = at
        state.formationAt = before.formationAt
        state.startAt = at
        state.clockStart = rules.start == .formation ? before.formationAt ?? at : at
        state.durationSet = before.durationSet
        state.pitTransit = before.pitTransit
        state.orders = before.orders
        renewOrders()
        let first = before.flags.now == .chequered ? nil : before.flags.shown.last
        state.flags.begin(
            FlagLog.Shown(
                flag: first?.flag ?? (rules.start == .safetyCar ? .safetyCar : .green), from: at, laps: 0,
                isEstimated: first?.isEstimated ?? false, throughPitLane: first?.throughPitLane ?? false))
        for car in state.cars.indices {
            state.cars[car].lapBegan = at
            state.cars[car].note(driver: before.cars[car].driver, asStarter: true)
            state.cars[car].isDriverHeld = before.cars[car].isDriverHeld
            state.cars[car].isRetired = before.cars[car].isRetired
            state.cars[car].retiredAt = before.cars[car].retiredAt
        }
        for car in state.cars.indices {
            if let at = before.cars[car].disqualifiedAt.instant { disqualify(car, at: at) }
        }
        anew[.race] = true
        anew[.flags] = true
        anew[.loops] = true
        anew[.doubts] = !before.doubts.isEmpty
        anew[.best] = true
        anew[.orders] = !state.orders.isEmpty
        changed.markAll(.all)
    }

    private mutating func end(_ at: Instant) {
        guard state.endAt == nil else { return }
        if state.flags.now != .red { noteStopped(at: at) }
        state.endAt = at
        anew[.race] = true
        if state.flags.now == .red, kind == .race, state.chequeredAt == nil { countBack() }
        convertOrders()
    }

    // MARK: Crossings

    /// `reading` is its meaning by the crossings beside it and the timekeeper's word.
    mutating func fold(_ crossing: Crossing, car: Int, _ reading: Reading = .plain) -> Outcome {
        let at = crossing.at
        assert(at >= state.folded, "inputs are folded in official order")
        passDeadline(at)
        state.folded = at
        guard let loop = track.detection(crossing.loop) else { return .unknownLoop }
        guard let start = state.startAt, at >= start else { return .beforeStart }
        if let end = state.endAt, at > end { return .afterEnd }
        if let chequered = state.chequeredAt, at > chequered + rules.finishWithin { return .afterEnd }
        if state.cars[car].hasFinished { return .afterFinish }

        let slot = car * track.slots + loop.slot
        if let outcome = misread(crossing, car: car, slot: slot, loop, reading, since: start) { return outcome }
        switch loop.kind {
        case .line, .linePit:
            guard takeMissed(upTo: nextLine(car, at: at), car: car, seenBy: crossing)
            else { return .afterFinish }
            see(crossing, slot: slot)
            return crossLine(crossing, car: car, isPitLane: loop.kind == .linePit)
        case .sector:
            let point = nextPoint(sector: loop.sector, car: car)
            guard reading == .counts || canHaveCome(to: point, car: car, at: at) else {
                state.cars[car].wasUnexpected = true
                return .unexpected
            }
            guard takeMissed(upTo: point, car: car, seenBy: crossing) else { return .afterFinish }
            see(crossing, slot: slot)
            return endSector(crossing, car: car, point: point)
        case .pitEntry:
            see(crossing, slot: slot)
            return enterPit(crossing, car: car)
        case .pitExit:
            see(crossing, slot: slot)
            return leavePit(crossing, car: car)
        case .speedTrap:
            see(crossing, slot: slot)
            note(crossing, car: car, at: at)
            // A car that stood is seen again.
            changed.mark(car, .standing)
            return .speedTrap
        }
    }

    @inline(__always)
    mutating func see(_ crossing: Crossing, slot: Int) {
        state.seen[slot] = LastReading(
            at: LastTime(crossing.at), decoder: crossing.id.decoder, transponder: crossing.transponder.value)
    }

    /// Every crossing that counts gives place and time of the car, and its driver.
    @inline(__always)
    mutating func note(_ crossing: Crossing, car: Int, at: Instant) {
        changed.mark(car, state.cars[car].wasSeen ? .laps : [.laps, .standing])
        state.cars[car].see(at: at, loop: crossing.loop)
        if crossing.driver != 0 { nameDriver(by: crossing, in: car) }
    }

    private mutating func endSector(_ crossing: Crossing, car: Int, point: Int) -> Outcome {
        let at = crossing.at
        state.isSectorRead = true
        note(crossing, car: car, at: at)
        endStopOnTrack(crossing, car: car)
        pass(point, car: car, at: at, seenBy: crossing)
        return .sector
    }

    /// The car is at a point of the race: its sector time, its place overall and in its class.
    ///
    /// `crossing` is the evidence; nil where it is provisional.
    mutating func pass(_ point: Int, car: Int, at: Instant, seenBy crossing: Crossing?) {
        let last = Int(state.cars[car].progress)
        let since = SinceStart(at, from: state.startAt ?? at)
        table.record(car, at: point, since, isEstimated: crossing == nil, skippingFrom: last)
        noteSector(endingAt: point, car: car, since, last: last, seenBy: crossing)
        state.cars[car].pass(point, at: at, isSeenAtSector: crossing != nil && point % track.pointsPerLap != 0)
        advance(car, to: Int32(point))
        markLapped(by: car, from: last, to: point, at: at)
        changed.mark(car, [.standing, .laps])
        assert(point / track.pointsPerLap == Int(state.cars[car].laps), "laps are the Lines among the points")
        assert(isOnward(car, from: last, to: point), "a car's passages are in order of time")
    }

    /// A point is passed at the instant of the point before it, or later.
    private func isOnward(_ car: Int, from last: Int, to point: Int) -> Bool {
        guard let before = table.passageOrEstimate(car, at: last), let now = table.passageOrEstimate(car, at: point)
        else { return false }
        return before <= now
    }

    private mutating func noteSector(
        endingAt point: Int, car: Int, _ since: SinceStart, last: Int, seenBy crossing: Crossing?
    ) {
        let points = track.pointsPerLap
        let sector = (point - 1) % points
        let place = car * points + sector
        let isInLinePit = sector == points - 1 && isInLinePit(crossing)
        if crossing != nil, state.misses[sector].isMissed, !isInLinePit, state.misses[sector].seen() {
            anew[.loops] = true
        }
        var times = state.sectors[place]
        defer { state.sectors[place] = times }
        times.unread = crossing != nil ? 0 : min(times.unread + 1, Tolerances.missesOfALoopThatHardlyReads)
        let bit = UInt32(truncatingIfNeeded: 1 << sector)
        if state.cars[car].estimatedSectors & bit != 0 { state.cars[car].estimatedSectors &= ~bit }
        guard point - 1 == last || point == 1, let before = table.passageOrEstimate(car, at: point - 1) else {
            times.latest = .none
            return
        }
        let time = DrivenTime(since - before)
        times.latest = time
        guard let crossing, point == 1 || table.passage(car, at: point - 1) != nil else {
            state.cars[car].estimatedSectors |= bit
            return
        }
        // Not from loop to loop (after the start signal), or under red: such a time is no measure.
        guard point > 1, !state.flags.wasRed(since: crossing.at - time.length) else { return }
        if !times.isClean {
            let began = crossing.at - time.length
            times.isClean = !state.flags.wasNeutralised(since: began)
        }
        if time.isQuicker(than: times.best), !isDeleted(lap: (point - 1) / points + 1, of: car) {
            times.best = time
        }
        guard !state.cars[car].wasInPit, !isInLinePit else { return }
        watchClock(crossing, car: car, point: point, sector: sector, time: time)
        state.paces.note(time, sector: sector, car: car, carClass: field.classOf[car])
        if state.paces.firstWithoutOwn(sector: sector) != nil { measuredAnew.add(sector: sector) }
    }

    private mutating func advance(_ car: Int, to point: Int32) {
        if state.cars[car].isDisqualified { return }
        let before = state.order.rank(of: car)
        let points = track.pointsPerLap
        let place = field.classOf[car]
        let classBefore = state.classOrders[place].rank(of: car)
        let (rank, classRank) = state.cars.withUnsafeBufferPointer { cars in
            state.sectors.withUnsafeBufferPointer { sectors in
                // A loop that hardly reads a car does not decide its place.
                func reach(_ car: Int) -> Int32 {
                    let progress = cars[car].progress
                    let next = Int(progress) % points
                    guard next < points - 1 else { return progress }
                    let unread = sectors[car * points + next].unread
                    return unread >= Tolerances.missesOfALoopThatHardlyReads ? progress + 1 : progress
                }
                return (
                    state.order.advance(car, to: point, progressOf: { cars[$0].progress }, reachOf: reach),
                    state.classOrders[place].advance(car, to: point, progressOf: { cars[$0].progress }, reachOf: reach)
                )
            }
        }
        guard rank < before else { return }
        markMoved(in: state.order, from: rank, to: before)
        if classRank < classBefore {
            markMoved(in: state.classOrders[place], from: classRank, to: classBefore)
        }
    }

    /// The cars passed, the one behind the place left, and all when the leader is another.
    private mutating func markMoved(in order: RunningOrder, from first: Int, to last: Int) {
        let end = first == 0 ? order.count - 1 : min(last + 1, order.count - 1)
        for rank in first...end {
            changed.mark(order[rank], .standing)
        }
    }
}
