import Client
import Timing

/// The live table as lines of text.
struct WatchPicture {
    let table: RaceTable
    /// Alerts, the newest first.
    let told: [Alerts.Alert]
    /// What is wrong with the house: told before all else.
    var health: [String] = []
    /// Before the start: which transponders have been seen, and where each car was last.
    var transponders: String?
    var places: [SightedTransponders.Place] = []
    /// Official time, UTC.
    let now: Instant
    let carClass: String?
    let width: Int
    /// How many lines there may be; nil: as many as it takes.
    var height: Int?

    /// Which part of a table that does not fit, from 0; further ones begin again.
    var page = 0
    /// Whether the terminal shows colours.
    var isPainted = false

    /// Head, table and alerts. Where there are not enough lines, two of the alerts stay, and the table is turned page
    /// by page.
    var lines: [String] {
        let words = ControlPage(self.table)
        let table = self.picture.lines(width: width)
        let head =
            wrapped(headline, most: 2, paint: flagPaint) + wrapped(notice, most: 3, paint: .alarm) + sighted
            + (words.weather.map { [String($0.prefix(width))] } ?? [])
        var alerts = words.lines(width: width) + self.alerts
        if table.contains(where: { $0.contains("*") }) { alerts += (alerts.isEmpty ? [""] : []) + [legend] }
        guard let height, head.count + table.count + alerts.count > height else { return head + table + alerts }
        let told = Array(alerts.prefix(max(height - head.count - table.count, 2)))
        let room = max(height - head.count - 1 - told.count, 3)
        let rows = table.dropFirst()
        if rows.count <= room { return head + table + told }
        // A line says which part it is.
        let most = room - 1
        let pages = (rows.count + most - 1) / most
        let from = (page % pages) * most
        let part = rows.dropFirst(from).prefix(most)
        let places = "cars \(from + 1) to \(from + part.count) of \(rows.count) · page \(page % pages + 1) of \(pages)"
        return head + table.prefix(1) + part + [String(places.prefix(width))] + told
    }

    private var legend: String { String("* gap at an earlier loop than that of the car ahead".prefix(width)) }

    /// The parts in as many lines as they need.
    private func wrapped(_ parts: [String], most: Int, paint: Paint?) -> [String] {
        var lines: [String] = []
        for part in parts where !part.isEmpty {
            if let last = lines.last, last.count + 3 + part.count <= width || lines.count == most {
                lines[lines.count - 1] = "\(last) · \(part)"
            } else {
                lines.append(part)
            }
        }
        let cut = lines.isEmpty ? [""] : lines.map { String($0.prefix(width)) }
        guard isPainted, let paint, !lines.isEmpty else { return cut }
        return cut.map { paint($0) }
    }

    private var flagPaint: Paint? {
        switch table.race.flag.known {
        case .red: .alarm
        case .yellow, .fullCourseYellow, .safetyCar: .yellow
        case .green: .green
        case .chequered, nil: nil
        }
    }

    private var sighted: [String] {
        table.race.phase == .scheduled ? transponders.map { [String($0.prefix(width))] } ?? [] : []
    }

    private static let mostAlerts = 6

    /// The latest, the newest first, by the race clock.
    private var alerts: [String] {
        let clock = table.clock
        let latest = told.prefix(Self.mostAlerts)
        if latest.isEmpty { return [] }
        return [""]
            + latest.flatMap { alert in
                let words = "\(ClockText.clock(clock?.reading(alert.at) ?? .zero))  \(alert.words)"
                let rest = words.dropFirst(width)
                return [String(words.prefix(width))]
                    + (rest.isEmpty ? [] : [String("         \(rest)".prefix(width))])
            }
    }

    private var headline: [String] {
        let race = table.race
        var parts = [race.name, race.circuit]
        if race.utcOffset != nil, now > .distantPast {
            parts.append(ClockText.ofDayInSeconds(now, offset: race.utcOffset))
        }
        if let clock = table.clock {
            let elapsed = max(.zero, clock.reading(now))
            parts.append(ClockText.clock(elapsed) + (race.clockRuns ? "" : " STOPPED"))
            if let duration = race.duration, race.phase == .running {
                parts.append("to go \(ClockText.clock(duration - elapsed))")
            }
        }
        if let laps = race.laps { parts.append("\(laps) laps") }
        parts += [flag, race.phase.text, race.result?.text ?? ""]
        if let best = race.bestLap {
            parts.append("best \(ClockText.lap(best.time)) #\(best.car) on lap \(best.lap)")
        }
        return parts
    }

    /// What is shown; of a full course yellow that has its time, what is left of it.
    private var flag: String {
        let flag = table.race.flag
        guard flag == .fullCourseYellow, let countdown = table.race.fcyCountdown, let since = table.flags.last?.from
        else { return flag.text.uppercased() }
        return "FCY \(ClockText.countdown(since + countdown - now, roundingUp: true))"
    }

    /// What is wrong with the house, decisions that wait, and known faults of the timing itself; empty without any.
    private var notice: [String] {
        let loops = table.loops.map { loop in
            let since = table.clock?.reading(loop.since) ?? .zero
            return "LOOP \(loop.loop.value) \(loop.name) DEAD since \(ClockText.clock(since))"
        }
        let clocks = table.clocks.map { clock in
            let ahead = clock.ahead.count
            let direction = ahead < 0 ? "BEHIND" : "AHEAD"
            return "CLOCK of decoder \(clock.decoder) \(ClockText.lap(Milliseconds(abs(ahead)))) \(direction)"
        }
        return health + table.pending.map { "WAITS \(DecisionText.words($0))" } + loops + clocks
    }
}
