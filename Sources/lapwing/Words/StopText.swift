import Client
import Timing

/// A car's mandatory stops as a board shows them: the one that is due next, with its countdown.
struct StopText {
    /// In order of their numbers.
    private let stops: [PublishedVerdict]
    private let changes: [PublishedVerdict]
    /// The session's time since the start signal.
    private let now: Milliseconds

    /// `verdicts` are the car's.
    init(_ verdicts: [PublishedVerdict], now: Milliseconds) {
        func inOrder(_ kind: ObligationID.Kind) -> [PublishedVerdict] {
            verdicts.compactMap { verdict in
                let id = verdict.obligation
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
        let isUnproved = place < changes.count && changes[place].state == .unproved
        return number + words(stops[place]) + (isUnproved ? " ?drv" : "")
    }

    /// The next one due; when all are judged, the first that is not in order, else the last.
    private var shown: Int? {
        let due = stops.firstIndex { [.notOpen, .open, .lastChance, .inPit].contains($0.state.known) }
        return due ?? stops.firstIndex { ![.served, .notApplicable].contains($0.state.known) } ?? stops.indices.last
    }

    private func words(_ verdict: PublishedVerdict) -> String {
        func countdown(_ instant: Milliseconds?, roundingUp: Bool) -> String? {
            instant.map { " " + ClockText.countdown($0 - now, roundingUp: roundingUp) }
        }
        switch verdict.state.known {
        case .notOpen: return countdown(verdict.opens, roundingUp: true).map { "opens\($0)" } ?? "not open"
        case .open: return "open" + (countdown(verdict.closes, roundingUp: false) ?? "")
        case .lastChance: return "LAST LAP" + (countdown(verdict.closes, roundingUp: false) ?? "")
        case .inPit:
            if let from = verdict.exitFrom, from <= now { return "in pit, may go" }
            return "in pit" + (countdown(verdict.exitFrom, roundingUp: true) ?? "")
        case .early: return "EARLY"
        case .late:
            // To the tenth: it is a matter of seconds.
            return "LATE" + (verdict.by.map { " \($0.count / 1000).\($0.count % 1000 / 100)" } ?? "")
        case .served, .short, .missed, .over, .unproved, .notApplicable, nil: return VerdictText.state(verdict)
        }
    }
}
