import Wire

/// A stewards' decision in the words of a sheet.
enum PenaltyText {
    /// What it is, what has become of it, and why.
    static func words(_ penalty: JSON) -> String {
        let reason = penalty["reason"]?.text ?? ""
        return "\(kind(penalty))\(state(penalty)): \(reason) (\(penalty["by"]?.text ?? ""))"
    }

    private static func kind(_ penalty: JSON) -> String {
        let value = penalty["value"]?.integer ?? 0
        switch penalty["kind"]?.text ?? "" {
        case "time": return "\(ClockText.lap(value)) added"
        case "position": return "placed \(value)"
        case "laps": return value == 1 ? "1 lap taken off" : "\(value) laps taken off"
        case "driveThrough": return "drive-through"
        case "stopAndGo": return "stop-and-go of \(ClockText.lap(value))"
        case "grid": return value == 1 ? "1 place back on the next grid" : "\(value) places back on the next grid"
        case "lapTime": return "time of lap \(value) deleted"
        case let other: return other
        }
    }

    private static func state(_ penalty: JSON) -> String {
        switch penalty["state"]?.text ?? "" {
        case "notified": return ", not served yet"
        case "served": return ", served"
        case "converted": return ", not served, \(ClockText.lap(penalty["addedMs"]?.integer ?? 0)) added"
        default: return ""
        }
    }
}
