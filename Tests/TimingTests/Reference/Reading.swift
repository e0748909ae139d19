import Timing

/// The core's own state in the words of the protocol.
extension Picture {
    init(_ timekeeper: borrowing Timekeeper) {
        let session = timekeeper.session
        func best(_ best: BestLap) -> Best {
            Best(car: session.entries[best.car.slot].number, lap: best.lap, ms: best.time.count)
        }
        self.init(
            now: timekeeper.now.milliseconds,
            race: Race(
                phase: timekeeper.phase, flag: timekeeper.flag, result: timekeeper.result,
                start: timekeeper.startedAt?.milliseconds,
                clockStart: timekeeper.clockStartedAt?.milliseconds, duration: timekeeper.duration?.count,
                chequered: timekeeper.chequeredAt?.milliseconds, end: timekeeper.endedAt?.milliseconds,
                best: timekeeper.bestLap.map(best),
                classBests: timekeeper.classBestLaps.map {
                    ClassBest(carClass: $0.carClass, best: best($0.best))
                }),
            flags: timekeeper.flags.map(Shown.init),
            penalties: timekeeper.penalties.map {
                Decided(
                    id: $0.act.id, car: session.entries[$0.car.slot].number, kind: $0.kind, state: $0.state,
                    added: $0.added.count)
            },
            deadLoops: timekeeper.deadLoops.sorted { $0.loop < $1.loop }.map {
                Dead(loop: $0.loop, since: $0.since.milliseconds)
            },
            unknown: timekeeper.unknown.held.map {
                Held(
                    transponder: $0.transponder, crossings: $0.crossings.map(\.id).sorted(),
                    last: $0.last.milliseconds)
            },
            doubts: Self.doubts(timekeeper),
            rows: timekeeper.classification.map { Row($0, of: timekeeper) },
            hasClockStepped: timekeeper.clocks.contains { $0.since != nil })
    }
}

extension Picture {
    /// Those about a loop whatever the car, those about a driver wherever it was; none about offsets.
    private static func doubts(_ timekeeper: borrowing Timekeeper) -> [Doubted] {
        var doubts: [Doubted] = []
        for doubt in timekeeper.doubts where doubt.kind != .transponderOffset {
            let isOfLoop = doubt.kind == .pitLoopOnTrack || doubt.kind == .trackLoopInPit
            let doubted = Doubted(
                kind: doubt.kind, loop: doubt.kind == .driverContradicted ? nil : doubt.loop,
                car: isOfLoop ? nil : timekeeper.session.entries[doubt.car.slot].number, count: doubt.count)
            if let place = doubts.firstIndex(where: { $0.isAbout(doubted) }) {
                doubts[place].count += doubted.count
            } else {
                doubts.append(doubted)
            }
        }
        return doubts.sorted { $0.name < $1.name }
    }
}

extension Picture.Shown {
    init(_ period: FlagPeriod) {
        self.init(
            flag: period.flag, from: period.from.milliseconds, to: period.to?.milliseconds, laps: period.laps,
            isEstimated: period.isEstimated, throughPitLane: period.throughPitLane)
    }
}

extension Row {
    init(_ car: CarIndex, of timekeeper: borrowing Timekeeper) {
        let start = timekeeper.startedAt
        func sinceStart(_ instant: Instant?) -> Int64? {
            guard let instant, let start else { return nil }
            return (instant - start).count
        }
        let stops = timekeeper.stops(of: car).map { stop in
            Visit(
                entered: sinceStart(stop.entered), left: sinceStart(stop.left),
                duration: stop.duration?.count, driverIn: stop.driverIn, driverOut: stop.driverOut,
                isEstimated: stop.isEstimated, isOpen: stop.isOpen, counts: stop.counts)
        }
        self.init(
            number: timekeeper.session.entries[car.slot].number,
            place: Place(timekeeper.standing(of: car)),
            laps: Laps(
                timekeeper.lapping(of: car), sectors: timekeeper.sectors(of: car).map { ($0.latestTime, $0.bestTime) }),
            stops: stops,
            since: Since(
                stint: sinceStart(timekeeper.stint(of: car).began),
                driver: sinceStart(timekeeper.stint(of: car).driverBegan)))
    }
}

extension Row.Place {
    init(_ standing: Standing) {
        self.init(
            position: standing.position, classPosition: standing.classPosition,
            gap: Apart(standing.gap), interval: Apart(standing.interval),
            classGap: Apart(standing.classGap), classInterval: Apart(standing.classInterval),
            status: standing.status, total: standing.total?.count, penalty: standing.penalty.count,
            penaltyLaps: standing.penaltyLaps, isGapNow: standing.isGapNow)
    }
}

extension Row.Laps {
    init(_ lapping: Lapping, sectors: [(latest: Milliseconds?, best: Milliseconds?)]) {
        self.init(
            laps: lapping.laps, last: lapping.lastLap?.count, best: lapping.bestLap?.count,
            bestNumber: lapping.bestLapNumber, sectors: sectors.map(\.latest?.count),
            bestSectors: sectors.map(\.best?.count), lastLoop: lapping.lastLoop,
            lastSeen: lapping.lastSeen?.count, driver: lapping.driver,
            isTotalEstimated: lapping.isTotalEstimated, isLastEstimated: lapping.isLastLapEstimated,
            estimatedSectors: sectors.indices.filter { lapping.estimatedSectors & (1 << UInt32($0)) != 0 })
    }
}

extension Apart {
    init(_ distance: Distance) {
        self.init(ms: distance.time?.count, laps: distance.laps)
    }
}

extension Timekeeper {
    /// Every car's row, in order of the entry list.
    var rows: [Row] {
        session.entries.indices.map { Row(CarIndex($0), of: self) }
    }

    func row(_ number: String) -> Row {
        guard let car = car(CarNumber(number)) else { return Row(number: CarNumber("nobody")) }
        return Row(car, of: self)
    }
}
