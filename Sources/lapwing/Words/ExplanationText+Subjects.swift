import Client
import Timing

/// Laps, stops and positions in words.
extension ExplanationText {
    // MARK: Lap

    func lap(_ lap: ExplainedLap, of car: String) -> [String] {
        let kinds = (lap.isInLap ? ["in lap"] : []) + (lap.isOutLap ? ["out lap"] : [])
        let head = [car, "lap \(lap.lap)", ClockText.lap(lap.time)] + kinds
        var lines = [head.joined(separator: " · "), ""] + evidence("began", lap.began)
        for (place, sector) in lap.sectors.enumerated() {
            let time = sector.time.map { ClockText.lap($0) } ?? "unknown"
            let label = place == lap.sectors.count - 1 ? "ended" : "sector \(place + 1) ended"
            lines += evidence("sector \(place + 1) \(time), \(label)", sector.ended)
        }
        lines += best(lap)
        return lines + section("flags", lap.flags.map(flag))
            + section("other crossings", lap.others.flatMap { evidence("seen", $0) })
    }

    private func best(_ lap: ExplainedLap) -> [String] {
        if lap.isBest {
            let more = (lap.isBestOfClass ? ["of its class"] : []) + (lap.isBestOfAll ? ["of all"] : [])
            return ["the car's best lap" + more.map { ", the best \($0)" }.joined()]
        }
        return lap.notBest.map { reason in
            let why =
                switch reason {
                case .firstLap: "lap 1 begins at the start signal, not at the Line"
                case .deleted(let act): "its time was deleted by \(act)"
                case .provisional: "it begins or ends with a crossing that was missed or is estimated"
                case .pitLane: "it begins or ends in the pit lane"
                case .clock: "the clock at the Line stepped in it"
                case .another(let lap, let time): "lap \(lap) took \(ClockText.lap(time))"
                case .other(let because): because
                }
            return "not the car's best lap: \(why)"
        }
    }

    private func flag(_ flag: PublishedFlag) -> String {
        let end = flag.to.map { "to \(instant($0))" } ?? "still shown"
        let lane = flag.throughPitLane ? ", through the pit lane" : ""
        return "\(flag.flag.text)\(lane) from \(instant(flag.from)) \(end)"
    }

    // MARK: Stop

    func stop(_ stop: ExplainedStop, of car: String) -> [String] {
        let time = stop.duration.map { ClockText.lap($0) }
        let state = stop.isOpen ? "still in the pit lane" : time ?? "duration unknown"
        var lines = ["\(car) · stop \(stop.stop) · \(state)", ""]
        lines += evidence("pit entry", stop.entered) + evidence("Line", stop.line) + evidence("pit exit", stop.left)
        lines += driver("drove in", stop.driverIn) + driver("drove out", stop.driverOut)
        if let flag = stop.flag { lines.append("shown when it began: \(self.flag(flag))") }
        if stop.counts {
            lines.append("counts as a stop")
        } else {
            let why = stop.beganUnderRed ? "it began under the red flag" : "the safety car led through the pit lane"
            lines.append("does not count: \(why)")
        }
        lines += stop.served.map { "served \($0)" }
        return lines + section("other crossings", stop.others.flatMap { evidence("seen", $0) })
    }

    private func driver(_ label: String, _ driver: ExplainedStop.NamedDriver?) -> [String] {
        guard let driver else { return ["\(label): nobody identified"] }
        if let act = driver.act { return ["\(label): \(driver.name), named by \(act)"] }
        return evidence("\(label): \(driver.name), named by the car", driver.crossing)
    }

    // MARK: Position

    func position(_ position: ExplainedPosition, of car: String) -> [String] {
        let place = position.position.map { "position \($0)" } ?? "no position"
        let inClass = position.classPosition.map { ["\($0) in class"] } ?? []
        let head = [car, place] + inClass + [position.status.text]
        let basis = position.basis.known
        var lines = [head.joined(separator: " · "), ""]
        let label =
            switch basis {
            case .road: "last loop passed"
            case .result: "completed its last lap"
            case .bestLap, nil: "best lap ended"
            }
        lines += evidence(label, position.last) + [words(position.account, basis)]
        lines += position.notClassified.map { [words($0)] } ?? []
        let equal = position.deadHeatWith.map(\.text)
        if !equal.isEmpty { lines.append("dead heat with car \(equal.joined(separator: ", ")): same laps, same total") }
        if let act = position.placedBy { lines.append("put in place by the stewards: \(act)") }
        return lines + neighbour("ahead", position.ahead, basis) + neighbour("behind", position.behind, basis)
    }

    /// The sum that decides: laps and total, or the best lap.
    private func words(_ account: ExplainedAccount, _ basis: PositionReasons.Basis?) -> String {
        if basis == .bestLap {
            guard let best = account.bestLap else { return "no lap time" }
            let second = account.secondBest.map { ", second-best \(ClockText.lap($0))" } ?? ""
            return "best lap \(ClockText.lap(best)) on lap \(account.bestLapNumber ?? 0), set at "
                + (account.bestSet.map(instant) ?? "?") + second
        }
        let taken =
            account.penaltyLaps == 0 ? "" : " - \(account.penaltyLaps) = \(account.laps - account.penaltyLaps)"
        let laps = "\(account.laps)\(taken) laps"
        guard basis == .result, let road = account.road else { return laps }
        let penalty = account.penalty
        if penalty == .zero { return "\(laps) in \(ClockText.lap(road))" }
        return "\(laps) in \(ClockText.lap(road)) + \(ClockText.lap(penalty)) of penalties = "
            + ClockText.lap(road + penalty)
    }

    private func words(_ reason: ExplainedPosition.NotClassified) -> String {
        switch reason {
        case .noLap: "not classified: no lap that counts"
        case .disqualified(let act): "disqualified by \(act)"
        case .withdrawn(let act): "not classified: its entry is withdrawn by \(act)"
        case .mustTakeFlag: "not classified: it has not crossed the Line after the chequered flag"
        case .classifiedPercent(let laps, let needed, let winner, let winnerLaps):
            "not classified: \(laps) laps; \(needed) needed of the \(winnerLaps) of car \(winner)"
        case .other(let because): "not classified: \(because)"
        }
    }

    private func neighbour(
        _ label: String, _ neighbour: ExplainedNeighbour?, _ basis: PositionReasons.Basis?
    ) -> [String] {
        guard let neighbour else { return ["", "nobody \(label)"] }
        let gap = ClockText.distance(neighbour.gap, laps: neighbour.gapLaps)
        let place = neighbour.position.map { "position \($0)" } ?? "no position"
        let distance = gap.isEmpty ? "distance unknown yet" : gap == "-" ? "+0.000" : gap
        var lines = ["", "\(label): car \(neighbour.car), \(place), \(distance)"]
        if let other = neighbour.other {
            let own = evidence("  this car", neighbour.own)
            let its = evidence("  car \(neighbour.car)", other)
            lines += label == "ahead" ? its + own : own + its
            lines += arithmetic(neighbour, isAhead: label == "ahead")
        } else {
            lines.append("  \(words(neighbour.account, basis))")
        }
        if let tie = neighbour.tie { lines.append("  the same best lap: \(words(tie))") }
        return lines
    }

    private func words(_ tie: Word<PositionReasons.Tie>) -> String {
        switch tie.known {
        case .setFirst: "set first"
        case .secondBest: "by the second-best lap"
        case .entryList: "by the entry list"
        case nil: tie.text
        }
    }

    /// The gap as the difference of the two passages.
    private func arithmetic(_ neighbour: ExplainedNeighbour, isAhead: Bool) -> [String] {
        guard let start, let gap = neighbour.gap, let own = neighbour.own?.at, let other = neighbour.other?.at else {
            return []
        }
        let (front, back) = isAhead ? (other, own) : (own, other)
        return ["  \(ClockText.lap(back - start)) - \(ClockText.lap(front - start)) = \(ClockText.lap(gap))"]
    }
}
