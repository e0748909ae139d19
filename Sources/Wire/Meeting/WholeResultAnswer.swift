public import Championship
public import Timing

/// The result of a session with all its parts, as an answer (docs/protocol.md, section 4.15).
public enum WholeResultAnswer {
    /// - Parameters:
    ///   - session: id of the session as the timetable has it.
    ///   - sources: its parts that count, in the order in which they were run.
    ///   - whole: their results added up, in the order of `sources`; nil where only one counts.
    public static func bytes(
        session: String, name: String, circuit: String, kind: Session.Kind, epoch: UInt64, sequence: UInt64,
        _ result: SettledResult, of sources: [Proposal.Source], whole: WholeResult?
    ) -> [UInt8] {
        let parts = Array(zip(sources.map(\.origin.session), whole?.parts ?? [result]))
        return JSON.object([
            .init("v", .integer(1)), .init("type", .string("result")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("name", .string(name)), .init("circuit", .string(circuit)), .init("kind", .string(kind.rawValue)),
            .init("parts", .array(sources.map(json))),
            .init("durationMs", result.scheduled.map { .integer($0.count) } ?? .null),
            .init("runMs", .integer(result.run.count)),
            .init("classification", .array(result.cars.map { json($0, parts) })),
        ]).bytes
    }

    private static func json(_ source: Proposal.Source) -> JSON {
        .object(source.origin.members + [.init("result", .string(source.standing.rawValue))])
    }

    private static func json(_ car: SettledResult.Car, _ parts: [(session: String, result: SettledResult)]) -> JSON {
        let standing = car.standing
        func time(_ time: Milliseconds?) -> JSON { time.map { .integer($0.count) } ?? .null }
        func number(_ number: Int?) -> JSON { number.map { .integer(Int64($0)) } ?? .null }
        var members: [JSON.Member] = [.init("number", .string(car.entry.number.text))]
        members += [
            .init("class", .string(car.entry.carClass)), .init("cup", car.entry.cup.map { .string($0) } ?? .null),
            .init("team", .string(car.entry.team)),
            .init("vehicle", car.entry.vehicle.map { .string($0) } ?? .null),
            .init("drivers", .array(car.entry.drivers.map { .string($0.name) })),
            .init("position", number(standing.position)), .init("classPosition", number(standing.classPosition)),
            .init("status", .string(standing.status.rawValue)), .init("laps", .integer(Int64(car.laps))),
            .init("totalMs", time(standing.total)), .init("penaltyMs", .integer(standing.penalty.count)),
            .init("gapMs", time(standing.gap.time)), .init("gapLaps", .integer(Int64(standing.gap.laps))),
            .init("bestLapMs", time(car.bestLap)), .init("seen", .bool(car.wasSeen)),
        ]
        let own = parts.compactMap { session, part in
            part.cars.first { $0.entry.entered == car.entry.entered }.map { part in
                JSON.object([
                    .init("session", .string(session)), .init("position", number(part.standing.position)),
                    .init("laps", .integer(Int64(part.laps))),
                    .init("totalMs", time(part.standing.total)),
                    .init("status", .string(part.standing.status.rawValue)),
                ])
            }
        }
        return .object(members + [.init("parts", .array(own))])
    }
}
