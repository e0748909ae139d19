import Wire

/// Laps, stops and positions in words.
extension ExplanationText {
    // MARK: Lap

    func lap(_ lap: JSON, of car: String) -> [String] {
        let number = lap["lap"]?.integer ?? 0
        let kinds = [("inLap", "in lap"), ("outLap", "out lap")].filter { lap[$0.0]?.bool == true }.map(\.1)
        let head = [car, "lap \(number)", ClockText.lap(lap["timeMs"]?.integer ?? 0)] + kinds
        var lines = [head.joined(separator: " · "), ""] + evidence("began", lap["began"])
        let sectors = lap["sectors"]?.elements ?? []
        for (place, sector) in sectors.enumerated() {
            let time = sector["timeMs"]?.integer.map { ClockText.lap($0) } ?? "unknown"
            let label = place == sectors.count - 1 ? "ended" : "sector \(place + 1) ended"
            lines += evidence("sector \(place + 1) \(time), \(label)", sector["ended"])
        }
        lines += best(lap)
        let flags = (lap["flags"]?.elements ?? []).map(flag)
        let others = (lap["others"]?.elements ?? []).flatMap { evidence("seen", $0) }
        return lines + section("flags", flags) + section("other crossings", others)
    }

    private func best(_ lap: JSON) -> [String] {
        if lap["best"]?.bool == true {
            let more = [("bestOfClass", "of its class"), ("bestOfAll", "of all")].filter { lap[$0.0]?.bool == true }
            return ["the car's best lap" + more.map { ", the best \($0.1)" }.joined()]
        }
        return (lap["notBest"]?.elements ?? []).map { reason in
            let why =
                switch reason["because"]?.text ?? "" {
                case "firstLap": "lap 1 begins at the start signal, not at the Line"
                case "deleted": "its time was deleted by \(reason["act"]?.text ?? "?")"
                case "provisional": "it begins or ends with a crossing that was missed"
                case "pitLane": "it begins or ends in the pit lane"
                case "clock": "the clock at the Line stepped in it"
                default:
                    "lap \(reason["lap"]?.integer ?? 0) took \(ClockText.lap(reason["timeMs"]?.integer ?? 0))"
                }
            return "not the car's best lap: \(why)"
        }
    }

    private func flag(_ flag: JSON) -> String {
        let end = flag["toMs"]?.integer.map { "to \(instant($0))" } ?? "still shown"
        let lane = flag["throughPitLane"]?.bool == true ? ", through the pit lane" : ""
        return "\(flag["flag"]?.text ?? "")\(lane) from \(instant(flag["fromMs"]?.integer)) \(end)"
    }

    // MARK: Stop

    func stop(_ stop: JSON, of car: String) -> [String] {
        let time = stop["durationMs"]?.integer.map { ClockText.lap($0) }
        let state = stop["open"]?.bool == true ? "still in the pit lane" : time ?? "duration unknown"
        var lines = ["\(car) · stop \(stop["stop"]?.integer ?? 0) · \(state)", ""]
        lines +=
            evidence("pit entry", stop["entered"]) + evidence("Line", stop["line"])
            + evidence("pit exit", stop["left"])
        lines += driver("drove in", stop["driverIn"]) + driver("drove out", stop["driverOut"])
        if let flag = stop["flag"], flag != .null { lines.append("shown when it began: \(self.flag(flag))") }
        if stop["counts"]?.bool == false {
            let isUnderRed = stop["underRed"]?.bool == true
            let why = isUnderRed ? "it began under the red flag" : "the safety car led through the pit lane"
            lines.append("does not count: \(why)")
        } else {
            lines.append("counts as a stop")
        }
        lines += (stop["served"]?.elements ?? []).compactMap(\.text).map { "served \($0)" }
        return lines + section("other crossings", (stop["others"]?.elements ?? []).flatMap { evidence("seen", $0) })
    }

    private func driver(_ label: String, _ driver: JSON?) -> [String] {
        guard let driver, let name = driver["name"]?.text else { return ["\(label): nobody identified"] }
        if let act = driver["act"]?.text { return ["\(label): \(name), named by \(act)"] }
        return evidence("\(label): \(name), named by the car", driver["crossing"])
    }

    // MARK: Position

    func position(_ position: JSON, of car: String) -> [String] {
        let place = position["position"]?.integer.map { "position \($0)" } ?? "no position"
        let inClass = position["classPosition"]?.integer.map { ["\($0) in class"] } ?? []
        let head = [car, place] + inClass + [position["status"]?.text ?? ""]
        let basis = position["basis"]?.text ?? ""
        let account = position["account"] ?? .null
        var lines = [head.joined(separator: " · "), ""]
        let label = ["road": "last loop passed", "result": "completed its last lap"][basis] ?? "best lap ended"
        lines += evidence(label, position["last"]) + [words(account, basis)]
        lines += notClassified(position["notClassified"])
        let equal = (position["deadHeatWith"]?.elements ?? []).compactMap(\.text)
        if !equal.isEmpty { lines.append("dead heat with car \(equal.joined(separator: ", ")): same laps, same total") }
        if let act = position["placedBy"]?.text { lines.append("put in place by the stewards: \(act)") }
        return lines + neighbour("ahead", position["ahead"], basis) + neighbour("behind", position["behind"], basis)
    }

    /// The sum that decides: laps and total, or the best lap.
    private func words(_ account: JSON, _ basis: String) -> String {
        func number(_ name: String) -> Int64 { account[name]?.integer ?? 0 }
        if basis == "bestLap" {
            guard let best = account["bestLapMs"]?.integer else { return "no lap time" }
            let second = account["secondBestMs"]?.integer.map { ", second-best \(ClockText.lap($0))" } ?? ""
            return "best lap \(ClockText.lap(best)) on lap \(number("bestLap")), set at "
                + instant(account["bestSetMs"]?.integer) + second
        }
        let taken =
            number("penaltyLaps") == 0 ? "" : " - \(number("penaltyLaps")) = \(number("laps") - number("penaltyLaps"))"
        let laps = "\(number("laps"))\(taken) laps"
        guard basis == "result", let road = account["roadMs"]?.integer else { return laps }
        let penalty = number("penaltyMs")
        if penalty == 0 { return "\(laps) in \(ClockText.lap(road))" }
        return
            "\(laps) in \(ClockText.lap(road)) + \(ClockText.lap(penalty)) of penalties = \(ClockText.lap(road + penalty))"
    }

    private func notClassified(_ reason: JSON?) -> [String] {
        guard let reason, let because = reason["because"]?.text else { return [] }
        func number(_ name: String) -> Int64 { reason[name]?.integer ?? 0 }
        switch because {
        case "noLap": return ["not classified: no lap that counts"]
        case "disqualified": return ["disqualified by \(reason["act"]?.text ?? "?")"]
        case "mustTakeFlag": return ["not classified: it has not crossed the Line after the chequered flag"]
        default:
            return [
                "not classified: \(number("laps")) laps; \(number("needed")) needed of the \(number("winnerLaps")) of car "
                    + "\(reason["winner"]?.text ?? "?")"
            ]
        }
    }

    private func neighbour(_ label: String, _ neighbour: JSON?, _ basis: String) -> [String] {
        guard let neighbour, let number = neighbour["number"]?.text else { return ["", "nobody \(label)"] }
        let gap = ClockText.distance(
            neighbour["gapMs"]?.integer, laps: neighbour["gapLaps"]?.integer ?? 0)
        let place = neighbour["position"]?.integer.map { "position \($0)" } ?? "no position"
        let distance = gap.isEmpty ? "distance unknown yet" : gap == "-" ? "+0.000" : gap
        var lines = ["", "\(label): car \(number), \(place), \(distance)"]
        if let other = neighbour["other"], other != .null {
            let own = evidence("  this car", neighbour["own"])
            let its = evidence("  car \(number)", other)
            lines += label == "ahead" ? its + own : own + its
            lines += arithmetic(neighbour, isAhead: label == "ahead")
        } else {
            lines.append("  \(words(neighbour["account"] ?? .null, basis))")
        }
        let ties = ["setFirst": "set first", "secondBest": "by the second-best lap", "entryList": "by the entry list"]
        if let tie = neighbour["tie"]?.text { lines.append("  the same best lap: \(ties[tie] ?? tie)") }
        return lines
    }

    /// The gap as the difference of the two passages.
    private func arithmetic(_ neighbour: JSON, isAhead: Bool) -> [String] {
        guard let start = message["startMs"]?.integer, let gap = neighbour["gapMs"]?.integer,
            let own = neighbour["own"]?["atMs"]?.integer, let other = neighbour["other"]?["atMs"]?.integer
        else { return [] }
        let (front, back) = isAhead ? (other, own) : (own, other)
        return ["  \(ClockText.lap(back - start)) - \(ClockText.lap(front - start)) = \(ClockText.lap(gap))"]
    }
}
