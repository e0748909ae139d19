import Client
import Timing

/// The live table as lines of text.
struct WatchPicture {
    let table: RaceTable
    /// Alerts, the newest first.
    let told: [Alerts.Alert]
    /// What is wrong with the house: told before all else.
    var health: [String] = []
    /// Before the start: which transponders have been seen.
    var transponders: String?
    /// Official time, UTC.
    let now: Instant
    let carClass: String?
    let width: Int
    /// How many lines there may be; nil: as many as it takes.
    var height: Int?

    /// Below a long table there is room for the latest alert at least.
    var lines: [String] {
        let rows = [headline, notice] + sighted + picture.lines(width: width)
        let alerts = self.alerts
        guard let height, rows.count + alerts.count > height else { return rows + alerts }
        let room = min(alerts.count, max(height - rows.count, 2))
        return Array(rows.prefix(max(height - room, 0)) + alerts.prefix(room))
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
            + latest.map { alert in
                String("\(ClockText.clock(clock?.reading(alert.at) ?? .zero))  \(alert.words)".prefix(width))
            }
    }

    private var headline: String {
        let race = table.race
        var parts = [race.name, race.circuit]
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
        return cut(parts)
    }

    /// What is shown; of a full course yellow that has its time, what is left of it.
    private var flag: String {
        let flag = table.race.flag
        guard flag == .fullCourseYellow, let countdown = table.race.fcyCountdown, let since = table.flags.last?.from
        else { return flag.text.uppercased() }
        return "FCY \(ClockText.countdown(since + countdown - now, roundingUp: true))"
    }

    /// What is wrong with the house, decisions that wait, and known faults of the timing itself; empty without any.
    private var notice: String {
        let loops = table.loops.map { loop in
            let since = table.clock?.reading(loop.since) ?? .zero
            return "LOOP \(loop.loop.value) \(loop.name) DEAD since \(ClockText.clock(since))"
        }
        let clocks = table.clocks.map { clock in
            let ahead = clock.ahead.count
            let direction = ahead < 0 ? "BEHIND" : "AHEAD"
            return "CLOCK of decoder \(clock.decoder) \(ClockText.lap(Milliseconds(abs(ahead)))) \(direction)"
        }
        return cut(health + table.pending.map { "WAITS \(DecisionText.words($0))" } + loops + clocks)
    }

    private func cut(_ parts: [String]) -> String {
        String(parts.filter { !$0.isEmpty }.joined(separator: " · ").prefix(width))
    }

    private var picture: TextTable {
        let classification = table.classification
        let isRace = table.race.isRace
        let overall = PlaceText(classification.map(\.position), isRace: isRace)
        let rows = classification.filter { carClass == nil || $0.carClass == carClass }
        let sectors = rows.map(\.sectors.count).max() ?? 0
        let stops = self.stops
        let net = Dictionary(table.net.map { ($0.car, $0.position) }) { _, last in last }
        let hasNet = !net.isEmpty
        let (laps, gaps) = (TextTable.Column.right("LAPS"), [TextTable.Column.right("GAP"), .right("INT", giveUp: 1)])
        let columns: [TextTable.Column] =
            [
                .right("POS"), .right("NO"), .left("STATE", most: 5), .left("CLASS", giveUp: 2, most: 18),
                .right("PIC", giveUp: 3), .left("DRIVER", giveUp: 4, most: 18), .left("TEAM", giveUp: 9, most: 24),
            ] + (isRace ? [laps] + gaps : [.right("BEST")] + gaps + [laps])
            + (hasNet ? [.right("NET", giveUp: 1)] : []) + (stops.isEmpty ? [] : [.left("STOP", most: 20)])
            + (0..<sectors).map { .right("S\($0 + 1)", giveUp: 8) } + [.right("LAST", giveUp: 5)]
            + (isRace ? [.right("BEST", giveUp: 6)] : [])
            + [.right("PITS", giveUp: 7), .right("PIT TIME", giveUp: 7)]
        return TextTable(
            columns: columns,
            rows: rows.map { row in
                let net = hasNet ? [number(net[row.car])] : []
                let owed = stops.isEmpty ? [] : [stops[row.car]?.text ?? ""]
                return cells(row, overall, owed: net + owed, sectors: sectors)
            })
    }

    /// Mandatory stops by car; empty where there are none.
    private var stops: [CarNumber: StopText] {
        guard let start = table.race.start else { return [:] }
        var stops: [CarNumber: StopText] = [:]
        for row in table.classification {
            let text = StopText(table.verdicts(of: row.car), now: now - start)
            if !text.isEmpty { stops[row.car] = text }
        }
        return stops
    }

    private func cells(_ row: PublishedRow, _ overall: PlaceText, owed: [String], sectors: Int) -> [String] {
        let isRace = table.race.isRace
        let times = row.sectors.enumerated().map { place, time in
            ClockText.lap(time, isEstimated: row.isEstimated(.sector(place + 1)))
        }
        let (best, laps) = ([ClockText.lap(row.bestLap)], ["\(row.laps)"])
        let head = [
            overall.text(row.position, status: row.status), row.car.text, Self.state(row.status), row.carClass,
            number(row.classPosition), row.driver ?? "", table.entry(of: row.car)?.team ?? "",
        ]
        let distances = [
            ClockText.distance(row.gap, laps: row.gapLaps), ClockText.distance(row.interval, laps: row.intervalLaps),
        ]
        let last = ClockText.lap(row.lastLap, isEstimated: row.isEstimated(.lastLap))
        let rest = (0..<sectors).map { $0 < times.count ? times[$0] : "" } + [last]
        let stop = ClockText.lap(row.stops.last?.duration)
        let middle = isRace ? laps + distances : best + distances + laps
        return head + middle + owed + rest + (isRace ? best : []) + ["\(row.stops.count)", stop]
    }

    private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }

    /// States as timing screens abbreviate them (R38.2).
    private static func state(_ status: Word<CarStatus>) -> String {
        switch status.known {
        case .onTrack: "RUN"
        case .inPit: "PIT"
        case .outLap: "OUT"
        case .stopped: "STOP"
        case .finished: "FIN"
        case .retired: "RET"
        case .notStarted: "N/S"
        case .notClassified: "NC"
        case .disqualified: "DSQ"
        case nil: status.text
        }
    }
}
