import Wire

/// A command (docs/protocol.md, section 3) in words.
enum CommandText {
    static func words(_ command: JSON) -> String {
        let car = command["car"]?.text ?? ""
        switch command["kind"]?.text ?? "" {
        case "session": return session(command)
        case "flag": return "flag \(command["flag"]?.text ?? "")"
        case "driver": return "driver \(command["driver"]?.integer ?? 0) in car \(car)"
        case "car": return "car \(car) is out"
        case "penalty": return "car \(car) \(penalty(command))\(concerning(command)): \(command["reason"]?.text ?? "")"
        case "served":
            return "\(command["act"]?.text ?? "") \(command["served"]?.bool == true ? "has" : "has not") been served"
        case "bulletin": return "bulletin: \(bulletin(command))"
        case "ruling":
            let obligation = VerdictText.obligation(command["obligation"]?.text ?? "")
            let words = ["excused": "excused", "driverChanged": "another driver drove out", "noAction": "no action"]
            let ruling = command["ruling"]?.text ?? ""
            return "car \(car) \(obligation): \(words[ruling] ?? ruling), \(command["reason"]?.text ?? "")"
        case "clock":
            return
                "clock of decoder \(command["decoder"]?.integer ?? 0) is \(command["aheadUs"]?.integer ?? 0) us ahead"
        default: return amendment(command)
        }
    }

    private static func session(_ command: JSON) -> String {
        switch command["action"]?.text ?? "" {
        case "formation": "formation lap released"
        case "start": "start signal"
        case "end": "end of the session"
        case "final": "classification final"
        default: "the session lasts \(ClockText.lap(command["durationMs"]?.integer ?? 0))"
        }
    }

    private static func penalty(_ command: JSON) -> String {
        func integer(_ name: String) -> Int64? { command[name]?.integer }
        if let time = integer("timeMs") { return "gets \(ClockText.lap(time)) added" }
        if let position = integer("position") { return "is placed \(position)" }
        if let laps = integer("laps") { return "loses \(laps) lap(s)" }
        if let time = integer("stopAndGoMs") { return "is to stop for \(ClockText.lap(time)) and go" }
        if let places = integer("gridPlaces") { return "goes back \(places) place(s) on the next grid" }
        if let lap = integer("lapTime") { return "loses the time of lap \(lap)" }
        return command["driveThrough"]?.bool == true ? "is to drive through the pit lane" : "is disqualified"
    }

    private static func concerning(_ command: JSON) -> String {
        command["for"]?.text.map { " for \(VerdictText.obligation($0))" } ?? ""
    }

    private static func bulletin(_ command: JSON) -> String {
        func time(_ json: JSON?) -> String { ClockText.lap(json?.integer ?? 0) }
        if let window = command["window"] {
            if window.text != nil { return "stops count at any time" }
            let by = window["by"]?.text.map { ", by \($0)" } ?? ""
            return "stops count from \(time(window["opensMs"])) to \(time(window["closesMs"]))\(by)"
        }
        if let minimum = command["minimumMs"] {
            return "stops\(command["class"]?.text.map { " of \($0)" } ?? "") last \(time(minimum)) at least"
        }
        if let addition = command["additionMs"] {
            return "\(time(addition)) on top for car \(command["car"]?.text ?? "")"
        }
        if let range = command["prohibited"] {
            return "stops of \(time(range["fromMs"])) to \(time(range["toMs"])) are prohibited"
        }
        if let rule = command["driving"] {
            let least = rule["leastMs"].map { ["at least \(time($0))"] } ?? []
            let most = rule["mostMs"].map { ["at most \(time($0))"] } ?? []
            return "driving time \(rule["rule"]?.integer ?? 0): \((least + most).joined(separator: ", "))"
        }
        return "\(command["pitSpeed"]?.integer ?? 0) km/h in the pit lane"
    }

    private static func amendment(_ command: JSON) -> String {
        switch command["action"]?.text ?? "" {
        case "void": return "\(crossing(command)) void"
        case "count": return "\(crossing(command)) counts"
        case "insert":
            return "crossing of loop \(command["loop"]?.integer ?? 0) inserted for car \(command["car"]?.text ?? "")"
        case "assign":
            return "transponder \(command["transponder"]?.integer ?? 0) is car \(command["car"]?.text ?? "")'s, "
                + wearing(command)
        default: return "\(command["act"]?.text ?? "") taken back"
        }
    }

    private static func crossing(_ command: JSON) -> String {
        func number(_ name: String) -> String { command["crossing"]?[name]?.integer.map { "\($0)" } ?? "?" }
        return "crossing of decoder \(number("decoder")) epoch \(number("epoch")) number \(number("number"))"
    }

    /// The beginning is the act's own instant, which stands beside its words.
    private static func wearing(_ command: JSON) -> String {
        let from = command["wholeSession"]?.bool == true ? "from the start" : "from then on"
        return from + (command["untilUs"]?.integer.map { " until \(JournalText.instant($0)) UTC" } ?? "")
    }
}
