import Timing
import Wire

/// A car's mandatory stops as a board shows them: the one that is due next, with its countdown.
struct StopText {
    /// In order of their numbers.
    private let stops: [JSON]
    private let changes: [JSON]
    /// The session's time since the start signal.
    private let now: Int64

    /// `verdicts` are the car's.
    init(_ verdicts: [JSON], now: Int64) {
        func inOrder(_ kind: ObligationID.Kind) -> [JSON] {
            verdicts.compactMap { verdict in
                let id = verdict["id"]?.text.flatMap { ObligationID($0) }
                return id?.kind == kind ? id.map { (number: $0.number, verdict: verdict) } : nil
            }.sorted { $0.number < $1.number }.map(\.verdict)
        }
        stops = inOrder(.stop)
        changes = inOrder(.driverChange)
        self.now = now
    }

    var isEmpty: Bool { stops.isEmpty }

    /// Of several stops the number goes before it; `?drv` behind it says that no change of drivers is proved.
    var text: String {
        guard let place = shown else { return "" }
        let number = stops.count > 1 ? "\(place + 1)/\(stops.count) " : ""
        let isUnproved = place < changes.count && Self.state(changes[place]) == "unproved"
        return number + words(stops[place]) + (isUnproved ? " ?drv" : "")
    }

    /// The next that is due; when all are judged the first that is not in order, else the last.
    private var shown: Int? {
        let due = stops.firstIndex { ["notOpen", "open", "lastChance", "inPit"].contains(Self.state($0)) }
        return due ?? stops.firstIndex { !["served", "notApplicable"].contains(Self.state($0)) } ?? stops.indices.last
    }

    private static func state(_ verdict: JSON) -> String { verdict["state"]?.text ?? "" }

    private func words(_ verdict: JSON) -> String {
        func countdown(_ name: String, roundingUp: Bool) -> String? {
            verdict[name]?.integer.map { " " + ClockText.countdown($0 - now, roundingUp: roundingUp) }
        }
        switch Self.state(verdict) {
        case "notOpen": return countdown("opensMs", roundingUp: true).map { "opens\($0)" } ?? "not open"
        case "open": return "open" + (countdown("closesMs", roundingUp: false) ?? "")
        case "lastChance": return "LAST LAP" + (countdown("closesMs", roundingUp: false) ?? "")
        case "inPit":
            if let from = verdict["exitFromMs"]?.integer, from <= now { return "in pit, may go" }
            return "in pit" + (countdown("exitFromMs", roundingUp: true) ?? "")
        case "early": return "EARLY"
        case "late":
            // To the tenth: it is a matter of seconds.
            return "LATE" + (verdict["byMs"]?.integer.map { " \($0 / 1000).\($0 % 1000 / 100)" } ?? "")
        default: return VerdictText.state(verdict)
        }
    }
}
