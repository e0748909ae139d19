import Timing

/// The kinds of a command as a message is written of them.
extension Act.Kind {
    /// The kind's name on the wire.
    var name: String {
        switch self {
        case .formation, .start, .end, .final, .duration: "session"
        case .flag: "flag"
        case .driver: "driver"
        case .retired: "car"
        case .penalty: "penalty"
        case .served: "served"
        case .clock: "clock"
        case .bulletin: "bulletin"
        case .ruling: "ruling"
        case .entry: "entry"
        case .message: "message"
        case .report: "report"
        case .conditions: "conditions"
        case .withdraw, .void, .count, .insert, .assign: "amendment"
        }
    }

    /// `obligation` is what a penalty is for.
    func members(for obligation: ObligationID? = nil) -> [JSON.Member] {
        var members = [JSON.Member("kind", .string(name))]
        func add(_ name: String, _ value: JSON) { members.append(.init(name, value)) }
        switch self {
        case .formation: add("action", .string("formation"))
        case .start: add("action", .string("start"))
        case .end: add("action", .string("end"))
        case .final: add("action", .string("final"))
        case .duration(let duration):
            add("action", .string("duration"))
            add("durationMs", .integer(duration.count))
        case .flag(let flag, let isEstimated, let throughPitLane):
            add("flag", .string(flag.rawValue))
            if isEstimated { add("estimated", .bool(true)) }
            if throughPitLane { add("throughPitLane", .bool(true)) }
        case .driver(let car, let driver):
            add("car", .string(car.text))
            add("driver", .integer(Int64(driver)))
        case .penalty(let car, let kind, let reason):
            add("car", .string(car.text))
            members.append(kind.member)
            if let obligation { add("for", .string(obligation.description)) }
            add("reason", .string(reason))
        case .retired(let car):
            add("car", .string(car.text))
            add("action", .string("retired"))
        case .served(let act, let isServed):
            add("act", .string(act))
            add("served", .bool(isServed))
        case .bulletin(let bulletin): members += bulletin.members
        case .ruling(let car, let obligation, let ruling, let reason):
            add("car", .string(car.text))
            add("obligation", .string(obligation.description))
            add("ruling", .string(ruling.rawValue))
            add("reason", .string(reason))
        case .entry(let change): members += change.members
        case .message, .report, .conditions: members += wordMembers
        case .clock(let clock):
            add("decoder", .integer(Int64(clock.decoder)))
            add("aheadUs", .integer(clock.ahead))
            if let epoch = clock.epoch { add("epoch", .integer(Int64(clamping: epoch))) }
            if let from = clock.from { add("fromUs", .integer(from)) }
        case .withdraw(let act):
            add("action", .string("withdraw"))
            add("act", .string(act))
        case .void(let id):
            add("action", .string("void"))
            add("crossing", id.json)
        case .count(let id):
            add("action", .string("count"))
            add("crossing", id.json)
        case .insert(let car, let loop, let driver):
            add("action", .string("insert"))
            add("car", .string(car.text))
            add("loop", .integer(Int64(loop.value)))
            if driver != 0 { add("driver", .integer(Int64(driver))) }
        case .assign(let transponder, let car, let time):
            add("action", .string("assign"))
            add("transponder", .integer(Int64(transponder.value)))
            add("car", .string(car.text))
            if time.from == nil { add("wholeSession", .bool(true)) }
            if let until = time.until { add("untilUs", .integer(until.milliseconds * 1000)) }
        }
        return members
    }
}

extension CrossingID {
    /// The crossing's name as a command states it.
    var json: JSON {
        .object([
            .init("decoder", .integer(Int64(decoder))), .init("epoch", .integer(Int64(clamping: epoch))),
            .init("number", .integer(Int64(clamping: number))),
        ])
    }
}
