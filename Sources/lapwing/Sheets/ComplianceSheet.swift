import Client
import Timing

/// The obligations of the cars and their verdicts, as a sheet of paper: with results, or alone.
struct ComplianceSheet {
    private let verdicts: [PublishedVerdict]
    private let infringements: [PublishedInfringement]
    /// Visits to the pit lane by car.
    private let visits: [CarNumber: [PublishedStop]]
    private let start: Instant
    private let clock: PublishedRaceClock?

    /// `car` leaves out all others.
    init(_ results: PublishedResults, car: CarNumber? = nil) {
        verdicts = results.findings.verdicts.filter { car == nil || $0.car == car }
        infringements = results.findings.infringements.filter { car == nil || $0.car == car }
        visits = Dictionary(results.classification.map { ($0.row.car, $0.row.stops) }) { _, last in last }
        start = results.race.start ?? Instant(milliseconds: 0)
        clock = PublishedRaceClock(results.race, flags: results.findings.flags)
    }

    /// The mandatory stops and the infringements; no line where nothing is asked.
    var summary: [String] { stops + notes }

    /// Every verdict.
    var everything: [String] {
        guard !verdicts.isEmpty else { return ["nothing is asked of the cars beside racing"] }
        let columns: [TextTable.Column] = [
            .right("NO"), .left("OBLIGATION", most: 40), .left("VERDICT", most: 44), .right("REQUIRED"),
            .right("LASTED"), .right("OPENS"), .right("CLOSES"), .right("VISIT"), .left("DRIVER"),
        ]
        let rows = verdicts.map { verdict in
            [
                verdict.car.text, VerdictText.obligation(verdict.id), VerdictText.state(verdict),
                ClockText.lap(verdict.required), lasted(verdict), clock(verdict.opens), clock(verdict.closes),
                number(verdict.visit), verdict.driver ?? "",
            ]
        }
        return TextTable(columns: columns, rows: rows).lines(width: nil) + notes
    }

    private var stops: [String] {
        let changes = of(.driverChange)
        let stops = of(.stop)
        guard !stops.isEmpty else { return [] }
        let columns: [TextTable.Column] =
            [
                .right("NO"), .right("STOP"), .right("VISIT"), .right("REQUIRED"), .right("LASTED"),
                .left("VERDICT", most: 44),
            ] + (changes.isEmpty ? [] : [.left("DRIVER CHANGE", most: 34)])
        let rows = stops.map { number, verdict in
            let change = changes.first { $0.number == number && $0.verdict.car == verdict.car }
            let words = change.map { self.words(change: $0.verdict) } ?? ""
            return [
                verdict.car.text, "\(number)", self.number(verdict.visit), ClockText.lap(verdict.required),
                lasted(verdict), VerdictText.state(verdict),
            ] + (changes.isEmpty ? [] : [words])
        }
        return ["", "mandatory stops"] + TextTable(columns: columns, rows: rows).lines(width: nil)
    }

    private func words(change verdict: PublishedVerdict) -> String {
        VerdictText.state(verdict) + (verdict.driver.map { ", \($0)" } ?? "")
    }

    private var notes: [String] {
        if infringements.isEmpty { return [] }
        return ["", "infringements"] + infringements.map { "car \($0.car): \(VerdictText.infringement($0))" }
    }

    private func of(_ kind: ObligationID.Kind) -> [(number: Int, verdict: PublishedVerdict)] {
        verdicts.compactMap { verdict in
            guard let id = verdict.obligation, id.kind == kind else { return nil }
            return (id.number, verdict)
        }
    }

    // MARK: Cells

    private func lasted(_ verdict: PublishedVerdict) -> String {
        guard let visit = verdict.visit, let made = visits[verdict.car], made.indices.contains(visit - 1) else {
            return ""
        }
        return ClockText.lap(made[visit - 1].duration)
    }

    /// By the race clock.
    private func clock(_ since: Milliseconds?) -> String {
        guard let since, let clock else { return "" }
        return ClockText.clock(clock.reading(start + since))
    }

    private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
}
