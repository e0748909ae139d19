import Client
import Timing
import Wire

/// What the board takes over from the publication as it is, by the names of docs/protocol.md. None of it has a
/// transponder.
extension PublishedRace {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name)), .init("circuit", .string(circuit)), .init("kind", .string(kind.text)),
            .init("phase", .string(phase.text)), .init("flag", .string(flag.text)),
            .init("result", .of(result?.text)), .init("startMs", .of(start)), .init("clockStartMs", .of(clockStart)),
            .init("clockStoppedMs", .of(clockStopped)), .init("clockRuns", .bool(clockRuns)),
            .init("chequeredMs", .of(chequered)), .init("endMs", .of(end)), .init("durationMs", .of(duration)),
            .init("raceLaps", .of(laps)), .init("fcyCountdownMs", .of(fcyCountdown)),
            .init("bestLap", bestLap.map { .members($0.members) } ?? .null),
            .init(
                "classBestLaps",
                .array(
                    classBestLaps.map { best in
                        .object(
                            [.init("class", .string(best.carClass))] + best.best.members.map { .init($0.key, $0.value) }
                        )
                    })),
        ]
        if let utcOffset { members.append(.init("utcOffsetMs", .of(utcOffset))) }
        return .object(members)
    }
}

extension PublishedBestLap {
    fileprivate var members: KeyValuePairs<String, JSON> {
        ["number": .string(car.text), "lap": .of(lap), "ms": .of(time)]
    }
}

extension PublishedFlag {
    var json: JSON {
        .members([
            "flag": .string(flag.text), "fromMs": .of(from), "toMs": .of(to), "laps": .of(laps),
            "estimated": .bool(isEstimated), "throughPitLane": .bool(throughPitLane),
        ])
    }
}

extension PublishedRaceMessage {
    var json: JSON {
        .members([
            "number": .of(number), "id": .string(id), "by": .string(by), "atMs": .of(at), "text": .string(text),
            "cars": .of(cars),
        ])
    }
}

extension PublishedLoop {
    var json: JSON { .members(["loop": .of(loop.value), "name": .string(name), "sinceMs": .of(since)]) }
}

extension PublishedClock {
    var json: JSON {
        .members([
            "decoder": .of(decoder), "aheadMs": .of(ahead), "against": .of(against), "sinceMs": .of(since),
        ])
    }
}

extension PublishedConditions {
    var json: JSON {
        .members([
            "atMs": .of(at), "airTenths": .of(air), "trackTenths": .of(track), "surface": .of(surface?.text),
            "humidityPercent": .of(humidity), "windKmh": .of(wind),
        ])
    }
}

extension PublishedPenalty {
    var json: JSON {
        .members([
            "id": .string(id), "by": .string(by), "atMs": .of(at), "car": .string(car.text),
            "kind": .string(kind.text), "value": .of(value), "reason": .string(reason), "state": .string(state.text),
            "addedMs": .of(added),
        ])
    }
}

extension PublishedInfringement {
    var json: JSON {
        .members([
            "car": .string(car.text), "id": .string(id), "kind": .string(kind.text), "byMs": .of(by),
            "visit": .of(visit), "proposed": proposed?.json ?? .null, "state": .string(state.text), "act": .of(act),
        ])
    }
}

extension ProposedPenalty {
    var json: JSON {
        switch self {
        case .time(let time): .members(["timeMs": .of(time)])
        case .stopAndGo(let time): .members(["stopAndGoMs": .of(time)])
        case .laps(let laps): .members(["laps": .of(laps)])
        case .driveThrough: .members(["driveThrough": .bool(true)])
        case .disqualified: .members(["disqualified": .bool(true)])
        case .other: .object([])
        }
    }
}

extension PublishedReports {
    var json: JSON {
        .members([
            "car": .string(car.text), "kind": .string(kind), "total": .of(total), "count": .of(count),
            "limit": .of(limit), "last": .array(last.map(\.json)),
        ])
    }
}

extension PublishedReport {
    var json: JSON {
        .members([
            "number": .of(number), "id": .string(id), "atMs": .of(at), "turn": .of(turn), "place": .of(place),
            "lap": .of(lap), "count": .of(count), "follows": .of(follows?.text), "for": .of(infringement),
            "deletesLap": .bool(deletesLap),
        ])
    }
}

extension PublishedVerdict {
    var json: JSON {
        .members([
            "car": .string(car.text), "id": .string(id), "state": .string(state.text), "byMs": .of(by),
            "opensMs": .of(opens), "closesMs": .of(closes), "requiredMs": .of(required), "exitFromMs": .of(exitFrom),
            "visit": .of(visit), "driver": .of(driver), "joker": .bool(isJoker), "interrupted": .bool(isInterrupted),
            "curtailed": .bool(isCurtailed),
        ])
    }
}

extension PublishedStop {
    var json: JSON {
        .members([
            "inMs": .of(entered), "outMs": .of(left), "durationMs": .of(duration), "driverIn": .of(driverIn),
            "driverOut": .of(driverOut), "estimated": .bool(isEstimated), "counts": .bool(counts),
        ])
    }
}

extension PublishedEntry {
    var json: JSON {
        .members([
            "number": .string(car.text), "class": .string(carClass), "cup": .of(cup), "team": .of(team),
            "vehicle": .of(vehicle),
            "drivers": .array(
                drivers.map {
                    .members([
                        "id": .of($0.id), "name": .string($0.name), "grade": .of($0.grade), "nation": .of($0.nation),
                    ])
                }),
        ])
    }
}

extension EstimatedMember {
    /// Its name on the wire.
    var name: String {
        switch self {
        case .total: "totalMs"
        case .lastLap: "lastLapMs"
        case .sector(let number): "sector\(number)"
        case .other(let name): name
        }
    }
}
