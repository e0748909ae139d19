import Wire

/// The live table as lines of text.
struct WatchPicture {
    let board: Board
    let now: Int64
    let carClass: String?
    let width: Int
    /// How many lines there may be; nil: as many as it takes.
    var height: Int?

    /// Below a long table there is room for the latest alert at least.
    var lines: [String] {
        let table = [headline, notice] + self.table.lines(width: width)
        let alerts = self.alerts
        guard let height, table.count + alerts.count > height else { return table + alerts }
        let room = min(alerts.count, max(height - table.count, 2))
        return Array(table.prefix(max(height - room, 0)) + alerts.prefix(room))
    }

    private static let mostAlerts = 6

    /// The latest, the newest first, by the race clock.
    private var alerts: [String] {
        let clock = board.clock
        let latest = (board.alerts?.latest ?? []).prefix(Self.mostAlerts)
        if latest.isEmpty { return [] }
        return [""]
            + latest.map { alert in
                String("\(ClockText.clock(clock?.reading(alert.at) ?? 0))  \(alert.words)".prefix(width))
            }
    }

    /// Won by laps and time; else by the best lap.
    private var isRace: Bool { board.race["kind"]?.text ?? "race" == "race" }

    private var headline: String {
        let race = board.race
        var parts = [race["name"]?.text ?? "", race["circuit"]?.text ?? ""]
        if let clock = board.clock {
            let elapsed = max(0, clock.reading(now))
            parts.append(ClockText.clock(elapsed) + (race["clockRuns"]?.bool == false ? " STOPPED" : ""))
            if let duration = race["durationMs"]?.integer, race["phase"]?.text == "running" {
                parts.append("to go \(ClockText.clock(duration - elapsed))")
            }
        }
        if let laps = race["raceLaps"]?.integer { parts.append("\(laps) laps") }
        parts.append(flag)
        parts.append(race["phase"]?.text ?? "")
        parts.append(race["result"]?.text ?? "")
        if let best = race["bestLap"], let time = best["ms"]?.integer {
            parts.append(
                "best \(ClockText.lap(time)) #\(best["number"]?.text ?? "") on lap \(best["lap"]?.integer ?? 0)")
        }
        return cut(parts)
    }

    /// What is shown; of a full course yellow that has its time, what is left of it.
    private var flag: String {
        let name = (board.race["flag"]?.text ?? "none").uppercased()
        guard name == "FCY", let countdown = board.race["fcyCountdownMs"]?.integer,
            let since = board.flags.last?["fromMs"]?.integer
        else { return name }
        return "FCY \(ClockText.countdown(max(0, since + countdown - now), roundingUp: true))"
    }

    /// What is wrong with the timing itself; empty when nothing is known to be.
    private var notice: String {
        let loops = board.loops.map { loop in
            let since = board.clock?.reading(loop["sinceMs"]?.integer ?? 0) ?? 0
            return "LOOP \(loop["loop"]?.integer ?? 0) \(loop["name"]?.text ?? "") DEAD since \(ClockText.clock(since))"
        }
        let clocks = board.clocks.map { clock in
            let ahead = clock["aheadMs"]?.integer ?? 0
            let direction = ahead < 0 ? "BEHIND" : "AHEAD"
            return "CLOCK of decoder \(clock["decoder"]?.integer ?? 0) \(ClockText.lap(abs(ahead))) \(direction)"
        }
        return cut(loops + clocks)
    }

    private func cut(_ parts: [String]) -> String {
        String(parts.filter { !$0.isEmpty }.joined(separator: " · ").prefix(width))
    }

    private var table: TextTable {
        let overall = PlaceText(board.table.map(\.position), isRace: isRace)
        let rows = board.table.filter { carClass == nil || $0.text("class") == carClass }
        let sectors = rows.map(\.sectors.count).max() ?? 0
        let stops = self.stops
        let hasNet = !board.net.isEmpty
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
            rows: rows.map { line in
                let number = line.text("number")
                let net = hasNet ? [board.net[number].map { "\($0)" } ?? ""] : []
                let owed = stops.isEmpty ? [] : [stops[number]?.text ?? ""]
                return cells(line, overall, owed: net + owed, sectors: sectors)
            })
    }

    /// Mandatory stops by car; empty where there are none.
    private var stops: [String: StopText] {
        guard let start = board.race["startMs"]?.integer else { return [:] }
        var stops: [String: StopText] = [:]
        for line in board.table {
            let number = line.text("number")
            let text = StopText(board.verdicts(of: number), now: now - start)
            if !text.isEmpty { stops[number] = text }
        }
        return stops
    }

    private func cells(_ line: Board.Line, _ overall: PlaceText, owed: [String], sectors: Int) -> [String] {
        func number(_ name: String) -> String { line.integer(name).map { "\($0)" } ?? "" }
        func time(_ name: String) -> String {
            ClockText.lap(line.integer(name), isEstimated: line.isEstimated(name))
        }
        let times = line.sectors.enumerated().map { place, time in
            ClockText.lap(time, isEstimated: line.isEstimated("sector\(place + 1)"))
        }
        let (best, laps) = ([time("bestLapMs")], [number("laps")])
        let head = [
            overall.text(line.position, status: line.text("status")), line.text("number"),
            Self.state(line.text("status")), line.text("class"), number("classPosition"), line.text("driver"),
            line.team,
        ]
        let distances = [
            ClockText.distance(line.integer("gapMs"), laps: line.integer("gapLaps") ?? 0),
            ClockText.distance(line.integer("intervalMs"), laps: line.integer("intervalLaps") ?? 0),
        ]
        let rest = (0..<sectors).map { $0 < times.count ? times[$0] : "" } + [time("lastLapMs")]
        let stop = line.stops.last?["durationMs"]?.integer.map { ClockText.lap($0) } ?? ""
        let middle = isRace ? laps + distances : best + distances + laps
        return head + middle + owed + rest + (isRace ? best : []) + ["\(line.stops.count)", stop]
    }

    /// States as timing screens abbreviate them (R38.2).
    private static func state(_ status: String) -> String {
        switch status {
        case "onTrack": "RUN"
        case "inPit": "PIT"
        case "outLap": "OUT"
        case "stopped": "STOP"
        case "finished": "FIN"
        case "retired": "RET"
        case "notStarted": "N/S"
        case "notClassified": "NC"
        case "disqualified": "DSQ"
        default: status
        }
    }
}
