/// The fold: one input after the other, in official time, changes the state and says which rows it moved.
struct Race {
    let rules: RaceRules
    let track: Track
    let field: Field
    var state: RaceState
    var table: PassageTable
    var changed: ChangedRows
    /// Set by the fold when phase, flag, start, finish or a best lap changed.
    var raceChanged = false

    init(_ session: Session) {
        rules = session.rules
        track = Track(session.circuit)
        field = Field(session.entries)
        state = RaceState(field: field, track: track)
        table = PassageTable(cars: field.count)
        changed = ChangedRows(count: field.count)
    }

    // MARK: Acts

    /// `car` is the one that the act names, if it names one.
    mutating func fold(_ act: Act, car: Int?) {
        let at = act.at.milliseconds
        state.folded = max(state.folded, at)
        switch act.kind {
        case .start:
            let (flag, before) = (state.flag, state.cars)
            state = RaceState(field: field, track: track)
            table = PassageTable(cars: field.count)
            state.folded = at
            state.startAt = at
            state.flag = flag ?? .green
            for car in state.cars.indices {
                state.cars[car].lapBegan = at
                // Who sits in the car does not change with the lights.
                state.cars[car].driver = before[car].driver
            }
            raceChanged = true
            changed.markAll(.all)
        case .end:
            guard state.endAt == nil else { return }
            state.endAt = at
            raceChanged = true
        case .flag(let flag, _):
            if flag == .chequered, state.startAt != nil, state.chequeredAt == nil {
                state.chequeredAt = at
            }
            state.flag = flag
            raceChanged = true
        case .driver(_, let driver):
            guard let car else { return }
            nameDriver(driver, in: car)
            changed.mark(car, [.laps, .stops])
        case .penalty, .withdraw, .void, .insert, .assign:
            break
        }
    }

    // MARK: Crossings

    mutating func fold(_ crossing: Crossing, car: Int) -> Outcome {
        let at = crossing.at.milliseconds
        state.folded = at
        guard let loop = track.detection(crossing.loop) else { return .unknownLoop }
        guard let start = state.startAt, at >= start else { return .beforeStart }
        if let end = state.endAt, at > end { return .afterEnd }
        if let chequered = state.chequeredAt, at > chequered + rules.finishWithin.count { return .afterEnd }
        if state.cars[car].hasFinished { return .afterFinish }

        let slot = car * track.slots + loop.slot
        if at - state.seen[slot] < loop.minimum { return .again }
        let isLine = loop.kind == .line || loop.kind == .linePit
        if isLine, at - start < loop.minimum {
            state.seen[slot] = at
            note(crossing, car: car, at: at)
            return .start
        }
        if loop.kind == .sector {
            let point = Int(state.cars[car].laps) * track.pointsPerLap + loop.sector
            guard point > state.cars[car].progress else { return .unexpected }
        }
        state.seen[slot] = at
        switch loop.kind {
        case .line, .linePit: return crossLine(crossing, car: car, isPitLane: loop.kind == .linePit)
        case .sector: return endSector(crossing, car: car, sector: loop.sector)
        case .pitEntry: return enterPit(crossing, car: car)
        case .pitExit: return leavePit(crossing, car: car)
        case .speedTrap:
            note(crossing, car: car, at: at)
            return .speedTrap
        }
    }

    /// What every crossing that counts says: where and when the car was, and who drove.
    @inline(__always)
    private mutating func note(_ crossing: Crossing, car: Int, at: Int64) {
        state.cars[car].lastSeen = at
        state.cars[car].lastLoop = crossing.loop.value
        if !state.cars[car].wasSeen {
            state.cars[car].wasSeen = true
            changed.mark(car, .standing)
        }
        changed.mark(car, .laps)
        if crossing.driver != 0 { nameDriver(crossing.driver, in: car) }
    }

    private mutating func crossLine(_ crossing: Crossing, car: Int, isPitLane: Bool) -> Outcome {
        let at = crossing.at.milliseconds
        note(crossing, car: car, at: at)
        let began = state.cars[car].lapBegan
        let laps = state.cars[car].laps + 1
        state.cars[car].laps = laps
        state.lineTurns += 1
        state.cars[car].lineTurn = state.lineTurns
        state.cars[car].lapBegan = at
        let time = Int32(clamping: at - began)
        state.cars[car].lastLap = time
        if laps > 1, state.cars[car].bestLap == 0 || time < state.cars[car].bestLap {
            state.cars[car].bestLap = time
            state.cars[car].bestLapNumber = laps
            noteBestLap(car: car, lap: Int(laps), time: time)
        }
        let tookFlag = state.chequeredAt != nil
        if tookFlag { state.cars[car].hasFinished = true }
        pass(Int(laps) * track.pointsPerLap, car: car, at: at)
        if !tookFlag { showChequeredFlag(to: car, at: at) }
        crossLineInPit(crossing, car: car, isPitLane: isPitLane)
        return .lap
    }

    /// Regulations 1.4: the leader finishes the lap in which time runs out, everybody else the lap they are on.
    @inline(__always)
    private mutating func showChequeredFlag(to car: Int, at: Int64) {
        guard let duration = rules.duration, let start = state.startAt, at - start >= duration.count,
            state.endAt == nil, state.order[0] == car
        else { return }
        state.chequeredAt = at
        state.flag = .chequered
        state.cars[car].hasFinished = true
        raceChanged = true
    }

    private mutating func noteBestLap(car: Int, lap: Int, time: Int32) {
        let best = BestLap(car: CarIndex(car), lap: lap, time: Milliseconds(Int64(time)))
        let place = field.classOf[car]
        if state.classBestLaps[place].map({ best.time < $0.time }) ?? true {
            state.classBestLaps[place] = best
            raceChanged = true
        }
        if state.bestLap.map({ best.time < $0.time }) ?? true {
            state.bestLap = best
            raceChanged = true
        }
    }

    private mutating func endSector(_ crossing: Crossing, car: Int, sector: Int) -> Outcome {
        let at = crossing.at.milliseconds
        note(crossing, car: car, at: at)
        endStopOnTrack(crossing, car: car)
        pass(Int(state.cars[car].laps) * track.pointsPerLap + sector, car: car, at: at)
        return .sector
    }

    /// The car is at a point of the race: its sector time, its place overall and in its class.
    private mutating func pass(_ point: Int, car: Int, at: Int64) {
        let last = Int(state.cars[car].progress)
        let elapsed = at - (state.startAt ?? at)
        table.record(car, at: point, since: elapsed, skippingFrom: last)
        let points = track.pointsPerLap
        let sector = car * points + (point - 1) % points
        if point - 1 == last || point == 1, let before = table.passage(car, at: point - 1) {
            let time = Int32(clamping: elapsed - before)
            state.sectors[sector] = time
            // The sector from the start signal is no sector from loop to loop.
            if point > 1, state.bestSectors[sector] == 0 || time < state.bestSectors[sector] {
                state.bestSectors[sector] = time
            }
        } else {
            state.sectors[sector] = 0
        }
        state.cars[car].progress = Int32(point)
        advance(car, to: Int32(point))
        markLapped(by: car, in: state.order, from: last, to: point, at: at)
        markLapped(by: car, in: state.classOrders[field.classOf[car]], from: last, to: point, at: at)
        changed.mark(car, [.standing, .laps])
    }

    private mutating func advance(_ car: Int, to point: Int32) {
        let before = state.order.rank(of: car)
        let rank = state.cars.withUnsafeBufferPointer { cars in
            state.order.advance(car, to: point) { cars[$0].progress }
        }
        let place = field.classOf[car]
        let classBefore = state.classOrders[place].rank(of: car)
        let classRank = state.cars.withUnsafeBufferPointer { cars in
            state.classOrders[place].advance(car, to: point) { cars[$0].progress }
        }
        guard rank < before else { return }
        markMoved(in: state.order, from: rank, to: before)
        if classRank < classBefore {
            markMoved(in: state.classOrders[place], from: classRank, to: classBefore)
        }
    }

    /// Those passed, the one behind the place left, and everybody when the leader is another.
    private mutating func markMoved(in order: RunningOrder, from first: Int, to last: Int) {
        let end = first == 0 ? order.count - 1 : min(last + 1, order.count - 1)
        for rank in first...end {
            changed.mark(order[rank], .standing)
        }
    }
}

/// Rows marked as changed, each once, without allocating.
struct ChangedRows {
    private(set) var cars: [CarIndex] = []
    private(set) var parts: [RowParts]

    init(count: Int) {
        parts = Array(repeating: [], count: count)
        cars.reserveCapacity(count)
    }

    @inline(__always)
    mutating func mark(_ car: Int, _ part: RowParts) {
        if parts[car].isEmpty { cars.append(CarIndex(car)) }
        parts[car].formUnion(part)
    }

    mutating func markAll(_ part: RowParts) {
        for car in parts.indices { mark(car, part) }
    }

    mutating func clear() {
        for car in cars { parts[car.slot] = [] }
        cars.removeAll(keepingCapacity: true)
    }
}
