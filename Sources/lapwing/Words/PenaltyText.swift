import Client
import Timing

/// A stewards' decision in the words of a sheet.
enum PenaltyText {
    /// Its kind, its state and its reason.
    static func words(_ penalty: PublishedPenalty) -> String {
        "\(kind(penalty))\(state(penalty)): \(penalty.reason) (\(penalty.by))"
    }

    /// What a board shows of a car's decisions: first what is still to be served.
    static func cell(_ penalties: [PublishedPenalty]) -> String {
        let open = penalties.filter { $0.state == .notified }.map { penalty in
            penalty.kind == .driveThrough
                ? "DRIVE-THROUGH" : "STOP \(ClockText.lap(Milliseconds(penalty.value ?? 0)))"
        }
        let added = penalties.map(\.added).reduce(.zero, +)
        let laps = penalties.filter { $0.kind == .laps }.compactMap(\.value).reduce(0, +)
        let parts =
            open + (added > .zero ? ["+\(ClockText.lap(added))"] : []) + (laps > 0 ? ["-\(laps) LAP"] : [])
        return parts.joined(separator: " ")
    }

    private static func kind(_ penalty: PublishedPenalty) -> String {
        let value = penalty.value ?? 0
        switch penalty.kind.known {
        case .time: return "\(ClockText.lap(Milliseconds(value))) added"
        case .position: return "placed \(value)"
        case .laps: return value == 1 ? "1 lap taken off" : "\(value) laps taken off"
        case .driveThrough: return "drive-through"
        case .stopAndGo: return "stop-and-go of \(ClockText.lap(Milliseconds(value)))"
        case .grid: return value == 1 ? "1 place back on the next grid" : "\(value) places back on the next grid"
        case .lapTime: return "time of lap \(value) deleted"
        case .disqualified, nil: return penalty.kind.text
        }
    }

    private static func state(_ penalty: PublishedPenalty) -> String {
        switch penalty.state.known {
        case .notified: ", not served yet"
        case .served: ", served"
        case .converted: ", not served, \(ClockText.lap(penalty.added)) added"
        case .applied, nil: ""
        }
    }
}
