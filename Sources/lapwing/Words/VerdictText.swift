import Client
import Timing
import Wire

/// Verdicts and infringements (docs/protocol.md, section 4.9) in a timekeeper's words.
enum VerdictText {
    /// Which obligation, by its id as it came: `stop 1`.
    static func obligation(_ id: String) -> String { ObligationID(id).map(obligation) ?? id }

    static func obligation(_ id: ObligationID) -> String { ActText.obligation(id) }

    /// Its state and by how much: small letters where it is in order, capitals where not.
    /// Then what came between.
    static func state(_ verdict: PublishedVerdict) -> String {
        let marks =
            (verdict.isInterrupted ? ["interrupted by the red flag"] : [])
            + (verdict.isCurtailed ? ["the session ended before"] : [])
        return ([plainState(verdict)] + marks).joined(separator: ", ")
    }

    private static func plainState(_ verdict: PublishedVerdict) -> String {
        let by = verdict.by.map { ClockText.lap($0) }
        func words(_ name: String) -> String { by.map { "\(name) \($0)" } ?? name }
        switch verdict.state.known {
        case .notOpen: return "not open"
        case .lastChance: return "LAST LAP"
        case .inPit: return "in pit"
        case .served: return (by.map { "served +\($0)" } ?? "served") + (verdict.isJoker ? ", joker" : "")
        case .short: return words("SHORT")
        case .early: return words("EARLY")
        case .late: return words("LATE")
        case .over: return words("OVER")
        case .missed: return "MISSED"
        case .unproved: return "UNPROVED"
        case .notApplicable: return "n/a"
        case .open, nil: return verdict.state.text
        }
    }

    /// An infringement: its kind, by how much, the rulebook's proposal, the stewards' decision.
    static func infringement(_ infringement: PublishedInfringement) -> String {
        let by = infringement.by.map { " by \(ClockText.lap($0))" } ?? ""
        // Without a measure it is one that the red flag interrupted.
        let isOpen = infringement.kind == .shortStop && by.isEmpty
        let what = isOpen ? "not proved long enough" : "\(kind(infringement.kind))\(by)"
        let proposed = infringement.proposed.flatMap(words).map { ", \($0) proposed" } ?? ""
        let act = infringement.act.map { " by \($0)" } ?? ""
        let state = infringement.state
        let decided = state == .automatic ? "takes effect without the stewards" : state.text + act
        return "\(obligation(infringement.id)): \(what)\(proposed); \(decided)"
    }

    private static func kind(_ kind: Word<InfringementKind>) -> String {
        switch kind.known {
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
        case .reports: "one too many"
        case nil: kind.text
        }
    }

    private static func words(_ proposed: ProposedPenalty) -> String? {
        switch proposed {
        case .time(let time): "\(ClockText.lap(time)) added"
        case .stopAndGo(let time): "stop-and-go of \(ClockText.lap(time))"
        case .laps(let laps): laps == 1 ? "1 lap taken off" : "\(laps) laps taken off"
        case .driveThrough: "drive-through"
        case .disqualified: "disqualification"
        case .other: nil
        }
    }
}
