import Timing

/// Laps, stops and positions explained.
extension Explained {
    func lap(_ lap: LapReasons) -> JSON {
        .object([
            .init("lap", .integer(Int64(lap.lap))), .init("timeMs", .integer(lap.time.count)),
            .init("began", evidence(lap.began)), .init("ended", evidence(lap.ended)),
            .init(
                "sectors",
                .array(
                    lap.sectors.map {
                        .object([.init("timeMs", .init($0.time?.count)), .init("ended", evidence($0.ended))])
                    })),
            .init("flags", .array(lap.flags.map(flag))), .init("inLap", .bool(lap.isInLap)),
            .init("outLap", .bool(lap.isOutLap)), .init("best", .bool(lap.notBest.isEmpty)),
            .init("notBest", .array(lap.notBest.map(notBest))), .init("bestOfClass", .bool(lap.isBestOfClass)),
            .init("bestOfAll", .bool(lap.isBestOfAll)), .init("others", .array(lap.others.map { evidence($0) })),
        ])
    }

    private func notBest(_ reason: LapReasons.NotBest) -> JSON {
        switch reason {
        case .firstLap: .object([.init("because", .string("firstLap"))])
        case .deleted(let act): .object([.init("because", .string("deleted")), .init("act", .string(act))])
        case .provisional: .object([.init("because", .string("provisional"))])
        case .pitLane: .object([.init("because", .string("pitLane"))])
        case .clock: .object([.init("because", .string("clock"))])
        case .another(let lap, let time):
            .object([
                .init("because", .string("another")), .init("lap", .integer(Int64(lap))),
                .init("timeMs", .integer(time.count)),
            ])
        }
    }

    func stop(_ stop: StopReasons, of car: CarIndex) -> JSON {
        .object([
            .init("stop", .integer(Int64(stop.stop))), .init("entered", evidence(stop.entered)),
            .init("line", evidence(stop.line)), .init("left", evidence(stop.left)),
            .init("durationMs", .init(stop.duration?.count)), .init("open", .bool(stop.isOpen)),
            .init("driverIn", driver(stop.driverIn, of: car)), .init("driverOut", driver(stop.driverOut, of: car)),
            .init("counts", .bool(stop.counts)), .init("underRed", .bool(stop.beganUnderRed)),
            .init("flag", stop.flag.map(flag) ?? .null),
            .init("served", .array(stop.served.map { .string($0) })),
            .init("others", .array(stop.others.map { evidence($0) })),
        ])
    }

    /// As a delta has it.
    func verdict(_ verdict: Verdict, of car: CarIndex, start: Instant?) -> JSON {
        func sinceStart(_ instant: Instant?) -> JSON {
            guard let instant, let start else { return .null }
            return .integer((instant - start).count)
        }
        return .object([
            .init("car", number(car)), .init("id", .string(verdict.obligation.description)),
            .init("state", .string(verdict.state.rawValue)), .init("byMs", .init(verdict.by?.count)),
            .init("opensMs", sinceStart(verdict.opens)), .init("closesMs", sinceStart(verdict.closes)),
            .init("requiredMs", .init(verdict.required?.count)), .init("exitFromMs", sinceStart(verdict.exitFrom)),
            .init("visit", .init(verdict.visit.map { Int64($0) })),
            .init("driver", verdict.driver == 0 ? .null : .string(name(of: verdict.driver, in: car))),
            .init("joker", .bool(verdict.isJoker)), .init("interrupted", .bool(verdict.isInterrupted)),
            .init("curtailed", .bool(verdict.isCurtailed)),
        ])
    }

    private func name(of driver: UInt8, in car: CarIndex) -> String {
        session.entries[car.slot].drivers.first { $0.id == driver }?.name ?? "#\(driver)"
    }

    private func driver(_ named: StopReasons.NamedDriver?, of car: CarIndex) -> JSON {
        guard let named else { return .null }
        let name = name(of: named.driver, in: car)
        return .object([
            .init("name", .string(name)), .init("crossing", evidence(named.crossing)), .init("act", .init(named.act)),
        ])
    }

    func position(_ position: PositionReasons) -> JSON {
        .object([
            .init("basis", .string(position.basis.rawValue)),
            .init("position", .init(position.position.map { Int64($0) })),
            .init("classPosition", .init(position.classPosition.map { Int64($0) })),
            .init("status", .string(position.status.rawValue)), .init("last", evidence(position.last)),
            .init("account", account(position.account)),
            .init("deadHeatWith", .array(position.deadHeatWith.map(number))),
            .init("placedBy", .init(position.placedBy)),
            .init("notClassified", position.notClassified.map(notClassified) ?? .null),
            .init("ahead", neighbour(position.ahead)), .init("behind", neighbour(position.behind)),
        ])
    }

    private func account(_ account: PositionReasons.Account) -> JSON {
        .object([
            .init("laps", .integer(Int64(account.laps))), .init("penaltyLaps", .integer(Int64(account.penaltyLaps))),
            .init("roadMs", .init(account.road?.count)), .init("penaltyMs", .integer(account.penalty.count)),
            .init("finished", .bool(account.hasFinished)), .init("bestLapMs", .init(account.bestLap?.count)),
            .init("bestLap", .init(account.bestLapNumber.map { Int64($0) })),
            .init("bestSetMs", .init(account.bestSet?.milliseconds)),
            .init("secondBestMs", .init(account.secondBest?.count)),
        ])
    }

    private func notClassified(_ reason: PositionReasons.NotClassified) -> JSON {
        switch reason {
        case .noLap: .object([.init("because", .string("noLap"))])
        case .disqualified(let act): .object([.init("because", .string("disqualified")), .init("act", .string(act))])
        case .withdrawn(let act): .object([.init("because", .string("withdrawn")), .init("act", .string(act))])
        case .mustTakeFlag: .object([.init("because", .string("mustTakeFlag"))])
        case .classifiedPercent(let laps, let needed, let winner, let winnerLaps):
            .object([
                .init("because", .string("classifiedPercent")), .init("laps", .integer(Int64(laps))),
                .init("needed", .integer(Int64(needed))), .init("winner", number(winner)),
                .init("winnerLaps", .integer(Int64(winnerLaps))),
            ])
        }
    }

    private func neighbour(_ neighbour: PositionReasons.Neighbour?) -> JSON {
        guard let neighbour else { return .null }
        return .object([
            .init("number", number(neighbour.car)), .init("position", .init(neighbour.position.map { Int64($0) })),
            .init("gapMs", .init(neighbour.distance.time?.count)),
            .init("gapLaps", .integer(Int64(neighbour.distance.laps))),
            .init("own", evidence(neighbour.meeting?.own)), .init("other", evidence(neighbour.meeting?.other)),
            .init("account", account(neighbour.account)), .init("tie", .init(neighbour.tie?.rawValue)),
        ])
    }
}
