public import Timing

/// A command (docs/protocol.md, section 3) in words.
public enum ActText {
    /// `obligation` is what a penalty is for.
    public static func words(_ kind: Act.Kind, for obligation: ObligationID?) -> String {
        switch kind {
        case .formation: "formation lap released"
        case .start: "start signal"
        case .end: "end of the session"
        case .final: "classification final"
        case .duration(let length): "the session lasts \(TimeText.lap(length))"
        case .flag(let flag, _, _): "flag \(flag.rawValue)"
        case .driver(let car, let driver): "driver \(driver) in car \(car)"
        case .retired(let car): "car \(car) is out"
        case .penalty(let car, let penalty, let reason):
            "car \(car) \(words(penalty))\(concerning(obligation)): \(reason)"
        case .served(let act, let isServed): "\(act) \(isServed ? "has" : "has not") been served"
        case .bulletin(let bulletin): "bulletin: \(words(bulletin))"
        case .ruling(let car, let obligation, let ruling, let reason):
            "car \(car) \(self.obligation(obligation)): \(words(ruling)), \(reason)"
        case .message(let text, let cars): "message\(WordText.to(cars)): \(text)"
        case .report(let car, let report): "car \(car) reported: \(WordText.words(report))"
        case .conditions(let conditions): "conditions: \(WordText.words(conditions))"
        case .clock(let clock): "clock of decoder \(clock.decoder) is \(clock.ahead) us ahead"
        case .void(let crossing): "\(words(crossing)) void"
        case .count(let crossing): "\(words(crossing)) counts"
        case .insert(let car, let loop, _): "crossing of loop \(loop.value) inserted for car \(car)"
        case .assign(let transponder, let car, let time):
            "transponder \(transponder.value) is car \(car)'s, \(words(time))"
        case .withdraw(let act): "\(act) taken back"
        case .entry(let change): words(change)
        }
    }

    /// `stop 1`.
    public static func obligation(_ id: ObligationID) -> String {
        let name =
            switch id.kind {
            case .stop: "stop"
            case .driverChange: "driver change"
            case .technicalStop: "technical stop"
            case .stopTime: "time of visit"
            case .stint: "stint"
            case .continuous: "driving without a break"
            case .rest: "rest"
            case .driving: "driving time"
            case .starter: "starter"
            case .qualifier: "qualifier"
            case .report: "report"
            }
        let number = id.number > 0 ? " \(id.number)" : ""
        let driver = id.driver > 0 ? " of driver \(id.driver)" : ""
        let kind = id.kind == .report ? "of kind" : "in block"
        return name + number + driver + (id.block > 0 ? " \(kind) \(id.block)" : "")
    }

    private static func words(_ change: EntryChange) -> String {
        let since = change.isFromStart ? "from the start" : "from then on"
        switch change.action {
        case .add: return "car \(change.car) entered, \(since): \(words(change.details))"
        case .withdraw: return "entry of car \(change.car) withdrawn, \(since)"
        case .change:
            let swap = change.swapsWith == nil ? "" : ", whose car gets its number"
            let number = change.details.number.map { "has number \($0)\(swap)" }
            let rest = words(change.details)
            return
                "car \(change.car) \([number, rest.isEmpty ? nil : rest].compactMap(\.self).joined(separator: "; ")), \(since)"
        }
    }

    private static func words(_ details: EntryDetails) -> String {
        var words: [String] = []
        if let carClass = details.carClass { words.append("class \(carClass)") }
        if let cup = details.cup { words.append(cup.map { "cup \($0)" } ?? "no cup") }
        if let team = details.team { words.append("team \(team)") }
        if let vehicle = details.vehicle { words.append(vehicle ?? "vehicle not known") }
        if let transponders = details.transponders {
            let numbers = transponders.map { "\($0.value)" }.joined(separator: " and ")
            words.append(transponders.isEmpty ? "no transponder" : "transponder \(numbers)")
        }
        if let drivers = details.drivers {
            let crew = drivers.map { "\($0.id) \($0.name)\($0.grade.map { " (\($0))" } ?? "")" }
            words.append(drivers.isEmpty ? "no crew" : "crew \(crew.joined(separator: ", "))")
        }
        return words.joined(separator: "; ")
    }

    private static func words(_ penalty: PenaltyKind) -> String {
        switch penalty {
        case .time(let time): "gets \(TimeText.lap(time)) added"
        case .position(let position): "is placed \(position)"
        case .laps(let laps): "loses \(laps) lap(s)"
        case .stopAndGo(let time): "is to stop for \(TimeText.lap(time)) and go"
        case .grid(let places): "goes back \(places) place(s) on the next grid"
        case .lapTime(let lap): "loses the time of lap \(lap)"
        case .driveThrough: "is to drive through the pit lane"
        case .disqualified: "is disqualified"
        }
    }

    private static func concerning(_ obligation: ObligationID?) -> String {
        obligation.map { " for \(self.obligation($0))" } ?? ""
    }

    private static func words(_ ruling: Ruling) -> String {
        switch ruling {
        case .excused: "excused"
        case .driverChanged: "another driver drove out"
        case .noAction: "no action"
        }
    }

    private static func words(_ bulletin: Bulletin) -> String {
        switch bulletin {
        case .window(nil): return "stops count at any time"
        case .window(let window?):
            let by = window.by == .entry ? "" : ", by \(window.by.rawValue)"
            return "stops count from \(TimeText.lap(window.opens)) to \(TimeText.lap(window.closes))\(by)"
        case .minimum(let carClass, let time):
            return "stops\(carClass.map { " of \($0)" } ?? "") last \(TimeText.lap(time)) at least"
        case .addition(let car, let time): return "\(TimeText.lap(time)) on top for car \(car)"
        case .prohibited(let from, let to):
            return "stops of \(TimeText.lap(from)) to \(TimeText.lap(to)) are prohibited"
        case .driving(let rule, let least, let most):
            let limits = [least.map { "at least \(TimeText.lap($0))" }, most.map { "at most \(TimeText.lap($0))" }]
            return "driving time \(rule): \(limits.compactMap(\.self).joined(separator: ", "))"
        case .pitSpeed(let speed): return "\(speed) km/h in the pit lane"
        case .startList(let list): return ProposalText.words(list)
        }
    }

    private static func words(_ id: CrossingID) -> String {
        "crossing of decoder \(id.decoder) epoch \(id.epoch) number \(id.number)"
    }

    /// The beginning is the act's own instant, which stands beside its words.
    private static func words(_ time: WearingTime) -> String {
        let from = time.from == nil ? "from the start" : "from then on"
        return from + (time.until.map { " until \(TimeText.dated($0)) UTC" } ?? "")
    }
}
