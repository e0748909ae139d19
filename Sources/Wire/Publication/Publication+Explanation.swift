public import Timing

/// Why a car's row is as it is (docs/protocol.md, section 4.8).
extension Publication {
    /// `place` says where a rule is written, by its name; nil where a default holds.
    public func explanation(
        of car: CarNumber, _ thing: ExplainedThing, _ timekeeper: borrowing Timekeeper,
        place: (String) -> String?
    ) throws(Refusal) -> [UInt8] {
        let explanation: Explanation
        do throws(NothingToExplain) {
            explanation = try timekeeper.explanation(of: car, thing)
        } catch {
            throw Refusal(error)
        }
        let start = timekeeper.startedAt?.milliseconds
        let head: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("explanation")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: epoch))), .init("seq", .integer(Int64(clamping: sequence))),
            .init("nowMs", .integer(max(timekeeper.now.milliseconds, 0))), .init("startMs", .init(start)),
            .init("car", .string(car.text)),
        ]
        let zone = timekeeper.session.circuit.timeZone.map { [JSON.Member("utcOffsetMs", .integer($0.count))] } ?? []
        return withoutActuallyEscaping(place) { place in
            let words = Explained(session: timekeeper.session, place: place)
            let tail: [JSON.Member] = [
                .init("acts", .array(explanation.acts.map(words.act))),
                .init("rules", .array(explanation.rules.map(words.rule))),
            ]
            return JSON.object(head + zone + words.subject(explanation, start: timekeeper.startedAt) + tail).bytes
        }
    }
}

extension Explained {
    /// `start` is the start signal, from which a verdict's instants are told.
    fileprivate func subject(_ explanation: Explanation, start: Instant?) -> [JSON.Member] {
        let car = explanation.car
        return switch explanation.subject {
        case .position(let reasons): [.init("position", position(reasons))]
        case .lap(let reasons): [.init("lap", lap(reasons))]
        case .stop(let reasons): [.init("stop", stop(reasons, of: car))]
        case .obligation(let reasons):
            [
                .init("obligation", verdict(reasons.verdict, of: car, start: start)),
                .init("stop", reasons.stop.map { stop($0, of: car) } ?? .null),
            ]
        }
    }
}
