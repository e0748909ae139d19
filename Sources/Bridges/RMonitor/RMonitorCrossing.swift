package import Client
import Timing

extension RMonitorRecord.Crossing {
    /// IMSA's line of a crossing that came in; nil of one that is no passage of its own, or was not measured.
    ///
    /// - Parameter table: the table before it.
    package init?(_ delta: PublishedDelta, in table: RaceTable) {
        guard case .crossing(let crossing) = delta.input, !crossing.isEstimated, let outcome = delta.outcome.known,
            ![.again, .late, .void, .unknownLoop].contains(outcome)
        else { return nil }
        let row = crossing.car.flatMap { table.row(of: $0) }
        let isInPit = row?.status.known == .inPit
        let entry = crossing.car.flatMap { table.entry(of: $0) }
        // A loop of the pit lane counts as P, and so does the Line that is crossed there.
        let (side, name): (String, String) =
            switch outcome {
            case .lap, .start: isInPit ? ("P", "SFP") : ("T", "SFT")
            case .pitEntry: ("P", "PIP")
            case .pitExit: ("P", "POP")
            case .speedTrap: ("T", "ST")
            default: ("T", "L\(crossing.loop.value)")
            }
        let at = CircuitClock(Instant(cutting: crossing.stamp), ahead: table.race.utcOffset ?? .zero)
        let driver = entry?.drivers.first { $0.name == row?.driver }
        self.init(
            car: crossing.car?.text ?? "Tx\(crossing.transponder.value)",
            line: side + String(min(crossing.loop.value, 35), radix: 36, uppercase: true), name: name,
            date: at.americanDate, timeOfDay: at.timeOfDay, driver: Int(driver?.id ?? 0),
            carClass: entry?.carClass ?? "")
    }
}
