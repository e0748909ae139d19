import Timing
import Wire

/// Verdicts and infringements (docs/protocol.md, section 4.9) in a timekeeper's words.
enum VerdictText {
    /// Which obligation: `stop 1`.
    static func obligation(_ id: String) -> String {
        guard let id = ObligationID(id) else { return id }
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
            }
        let number = id.number > 0 ? " \(id.number)" : ""
        let driver = id.driver > 0 ? " of driver \(id.driver)" : ""
        return name + number + driver + (id.block > 0 ? " in block \(id.block)" : "")
    }

    /// How it stands, and by how much: what is in order in small letters, what is not in capitals.
    /// Then what came between.
    static func state(_ verdict: JSON) -> String {
        let marks = [("interrupted", "interrupted by the red flag"), ("curtailed", "the session ended before")]
        return ([plainState(verdict)] + marks.filter { verdict[$0.0]?.bool == true }.map(\.1)).joined(separator: ", ")
    }

    private static func plainState(_ verdict: JSON) -> String {
        let by = verdict["byMs"]?.integer.map { ClockText.lap($0) }
        func words(_ name: String) -> String { by.map { "\(name) \($0)" } ?? name }
        switch verdict["state"]?.text ?? "" {
        case "notOpen": return "not open"
        case "lastChance": return "LAST LAP"
        case "inPit": return "in pit"
        case "served": return (by.map { "served +\($0)" } ?? "served") + (isJoker(verdict) ? ", joker" : "")
        case "short": return words("SHORT")
        case "early": return words("EARLY")
        case "late": return words("LATE")
        case "over": return words("OVER")
        case "missed": return "MISSED"
        case "unproved": return "UNPROVED"
        case "notApplicable": return "n/a"
        case let other: return other
        }
    }

    private static func isJoker(_ verdict: JSON) -> Bool { verdict["joker"]?.bool ?? false }

    /// An infringement: what, by how much, what the rulebook proposes, what the stewards have made of it.
    static func infringement(_ infringement: JSON) -> String {
        let by = infringement["byMs"]?.integer.map { " by \(ClockText.lap($0))" } ?? ""
        // Without a measure it is one that the red flag interrupted.
        let isOpen = infringement["kind"]?.text == "shortStop" && by.isEmpty
        let what = isOpen ? "not proved long enough" : "\(kind(infringement["kind"]?.text ?? ""))\(by)"
        let proposed = infringement["proposed"].flatMap(proposal).map { ", \($0) proposed" } ?? ""
        let act = infringement["act"]?.text.map { " by \($0)" } ?? ""
        let state = infringement["state"]?.text ?? ""
        let decided = state == "automatic" ? "takes effect without the stewards" : state + act
        return "\(obligation(infringement["id"]?.text ?? "")): \(what)\(proposed); \(decided)"
    }

    private static func kind(_ kind: String) -> String {
        switch InfringementKind(rawValue: kind) {
        case .shortStop: "too short"
        case .earlyStop: "too early"
        case .lateStop: "too late"
        case .missedStop, .technicalStopMissed: "not made"
        case .driverChangeUnproved: "not proved"
        case .prohibitedStopTime: "of a prohibited time, short"
        case .stintOverrun: "too long"
        case .drivingOver: "too much driving"
        case .drivingUnder: "too little driving"
        case .restShort: "too short"
        case .wrongStarter: "another started"
        case .wrongQualifier: "driven by another"
        case nil: kind
        }
    }

    /// A penalty as a command states it.
    static func proposal(_ member: JSON) -> String? {
        if let time = member["timeMs"]?.integer { return "\(ClockText.lap(time)) added" }
        if let time = member["stopAndGoMs"]?.integer { return "stop-and-go of \(ClockText.lap(time))" }
        if let laps = member["laps"]?.integer { return laps == 1 ? "1 lap taken off" : "\(laps) laps taken off" }
        if member["driveThrough"] != nil { return "drive-through" }
        return member["disqualified"] != nil ? "disqualification" : nil
    }
}
