import Timing
import Wire

/// What the cars owed and how they did it, as a sheet of paper: of results, or alone.
struct ComplianceSheet {
    private let verdicts: [JSON]
    private let infringements: [JSON]
    /// Visits to the pit lane by car.
    private let visits: [String: [JSON]]
    private let start: Int64
    private let clock: RaceClock?

    /// `car` leaves out all others.
    init(_ results: JSON, car: String? = nil) {
        func elements(_ name: String) -> [JSON] {
            (results[name]?.elements ?? []).filter { car == nil || $0["car"]?.text == car }
        }
        verdicts = elements("verdicts")
        infringements = elements("infringements")
        var visits: [String: [JSON]] = [:]
        for row in results["classification"]?.elements ?? [] {
            visits[row["number"]?.text ?? ""] = row["stops"]?.elements ?? []
        }
        self.visits = visits
        let race = results["race"] ?? .null
        start = race["startMs"]?.integer ?? 0
        clock = RaceClock(race: race, flags: results["flags"]?.elements ?? [])
    }

    /// The mandatory stops, and what was not complied with; no line where nothing is asked.
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
                verdict["car"]?.text ?? "", VerdictText.obligation(verdict["id"]?.text ?? ""),
                VerdictText.state(verdict), time(verdict["requiredMs"]), lasted(verdict), clock(verdict["opensMs"]),
                clock(verdict["closesMs"]), number(verdict["visit"]), verdict["driver"]?.text ?? "",
            ]
        }
        return TextTable(columns: columns, rows: rows).lines(width: nil) + notes
    }

    private var stops: [String] {
        let changes = Dictionary(
            of(.driverChange).map { ("\($0.car) \($0.number)", $0.verdict) }, uniquingKeysWith: { first, _ in first })
        let stops = of(.stop)
        guard !stops.isEmpty else { return [] }
        let columns: [TextTable.Column] =
            [
                .right("NO"), .right("STOP"), .right("VISIT"), .right("REQUIRED"), .right("LASTED"),
                .left("VERDICT", most: 44),
            ] + (changes.isEmpty ? [] : [.left("DRIVER CHANGE", most: 34)])
        let rows = stops.map { car, number, verdict in
            let change = changes["\(car) \(number)"].map { [words(change: $0)] } ?? (changes.isEmpty ? [] : [""])
            return [
                car, "\(number)", self.number(verdict["visit"]), time(verdict["requiredMs"]), lasted(verdict),
                VerdictText.state(verdict),
            ] + change
        }
        return ["", "mandatory stops"] + TextTable(columns: columns, rows: rows).lines(width: nil)
    }

    private func words(change verdict: JSON) -> String {
        let driver = verdict["driver"]?.text.map { ", \($0)" } ?? ""
        return VerdictText.state(verdict) + driver
    }

    private var notes: [String] {
        if infringements.isEmpty { return [] }
        return ["", "infringements"]
            + infringements.map { "car \($0["car"]?.text ?? ""): \(VerdictText.infringement($0))" }
    }

    private func of(_ kind: ObligationID.Kind) -> [(car: String, number: Int, verdict: JSON)] {
        verdicts.compactMap { verdict in
            guard let id = verdict["id"]?.text.flatMap({ ObligationID($0) }), id.kind == kind else { return nil }
            return (verdict["car"]?.text ?? "", id.number, verdict)
        }
    }

    // MARK: Cells

    private func lasted(_ verdict: JSON) -> String {
        guard let visit = verdict["visit"]?.integer, let made = visits[verdict["car"]?.text ?? ""],
            (1...made.count).contains(Int(visit))
        else { return "" }
        return time(made[Int(visit) - 1]["durationMs"])
    }

    private func time(_ value: JSON?) -> String { value?.integer.map { ClockText.lap($0) } ?? "" }

    /// By the race clock.
    private func clock(_ value: JSON?) -> String {
        guard let since = value?.integer, let clock else { return "" }
        return ClockText.clock(clock.reading(start + since))
    }

    private func number(_ value: JSON?) -> String { value?.integer.map { "\($0)" } ?? "" }
}
