import Client
import Timing
import Wire

/// Race control's words, as its page shows them.
struct ControlPage {
    let messages: [PublishedRaceMessage]
    let reports: [PublishedReports]
    let conditions: PublishedConditions?
    let clock: PublishedRaceClock?
    let offset: Milliseconds?

    init(_ table: RaceTable) {
        messages = table.messages
        reports = table.reports
        conditions = table.conditions
        clock = table.clock
        offset = table.race.utcOffset
    }

    init(_ results: PublishedResults) {
        messages = results.findings.messages
        reports = results.findings.reports
        conditions = results.findings.conditions
        clock = PublishedRaceClock(results.race, flags: results.findings.flags)
        offset = results.race.utcOffset
    }

    private static let most = 4

    /// The latest messages with their time of day, the newest first, and the cars that are warned.
    func lines(width: Int) -> [String] {
        let latest = messages.suffix(Self.most).reversed().map { message in
            "\(ofDay(message.at))  RACE CONTROL \(message.number)\(WordText.to(message.cars)): \(message.text.printable)"
        }
        let all = (latest + warned).flatMap { Self.wrapped($0, width: max(width, 20)) }
        return all.isEmpty ? [] : [""] + all
    }

    /// Further lines stand below the words, behind the time of day.
    private static func wrapped(_ line: String, width: Int) -> [String] {
        var lines = [String(line.prefix(width))]
        var rest = line.dropFirst(width)
        while !rest.isEmpty {
            lines.append(String(repeating: " ", count: 10) + rest.prefix(width - 10))
            rest = rest.dropFirst(width - 10)
        }
        return lines
    }

    /// `14:02:10  AIR 31.0 °C · TRACK 44.5 °C · WET`.
    var weather: String? {
        guard let conditions else { return nil }
        let parts = [
            conditions.air.map { "AIR \(WordText.degrees($0))" },
            conditions.track.map { "TRACK \(WordText.degrees($0))" },
            conditions.surface.map { $0.text.printable.uppercased() }, conditions.humidity.map { "HUMIDITY \($0) %" },
            conditions.wind.map { "WIND \($0) km/h" },
        ]
        return "\(ofDay(conditions.at))  \(parts.compactMap(\.self).joined(separator: " · "))"
    }

    /// Cars from whose last report something follows, in a line.
    private var warned: [String] {
        let cars = reports.compactMap { element -> String? in
            guard let last = element.last.last, let follows = last.follows else { return nil }
            let of = element.limit.map { "/\($0)" } ?? ""
            return "\(element.car) \(element.kind.printable) \(element.count)\(of) \(follows.text.printable)"
        }
        return cars.isEmpty ? [] : ["REPORTS  \(cars.joined(separator: " · "))"]
    }

    /// Every count of reports, a line each, under a title; empty where there are none.
    var counts: [String] {
        let lines = reports.map { element in
            let last = element.last.map { report in
                let place = report.turn.map { "turn \($0)" } ?? report.place?.printable ?? ""
                let lap = report.lap.map { "lap \($0)\(report.deletesLap ? " deleted" : "")" } ?? ""
                let follows = report.follows.map { $0.text.printable } ?? ""
                return [ofDay(report.at), place, lap, follows].filter { !$0.isEmpty }.joined(separator: " ")
            }
            let of = element.limit.map { " of \($0)" } ?? ""
            return
                "car \(element.car): \(element.kind.printable) \(element.total)"
                + (element.limit == nil ? "" : " (count \(element.count)\(of))") + ": \(last.joined(separator: ", "))"
        }
        return lines.isEmpty ? [] : ["", "reports"] + lines
    }

    private func ofDay(_ instant: Instant) -> String { ClockText.ofDayInSeconds(instant, offset: offset) }
}
