import Wire

/// The live table as lines of text.
struct WatchPicture {
    let board: Board
    let now: Int64
    let carClass: String?
    let width: Int

    var lines: [String] {
        [headline, ""] + table.lines(width: width)
    }

    private var headline: String {
        let race = board.race
        var parts = [race["name"]?.text ?? "", race["circuit"]?.text ?? ""]
        if let start = race["startMs"]?.integer {
            let elapsed = max(0, now - start)
            parts.append(ClockText.clock(elapsed))
            if let duration = race["durationMs"]?.integer, race["phase"]?.text == "running" {
                parts.append("to go \(ClockText.clock(duration - elapsed))")
            }
        }
        parts.append((race["flag"]?.text ?? "none").uppercased())
        parts.append(race["phase"]?.text ?? "")
        if let best = race["bestLap"], let time = best["ms"]?.integer {
            parts.append(
                "best \(ClockText.lap(time)) #\(best["number"]?.text ?? "") on lap \(best["lap"]?.integer ?? 0)")
        }
        let line = parts.filter { !$0.isEmpty }.joined(separator: " · ")
        return String(line.prefix(width))
    }

    private var table: TextTable {
        let rows = board.table.filter { carClass == nil || $0.text("class") == carClass }
        let sectors = rows.map(\.sectors.count).max() ?? 0
        var columns: [TextTable.Column] = [
            .right("POS"), .right("NO"), .left("STATE", most: 5), .left("CLASS", giveUp: 2, most: 18),
            .right("PIC", giveUp: 3), .left("DRIVER", giveUp: 4, most: 18), .left("TEAM", giveUp: 9, most: 24),
            .right("LAPS"), .right("GAP"), .right("INT", giveUp: 1),
        ]
        columns += (0..<sectors).map { .right("S\($0 + 1)", giveUp: 8) }
        columns += [
            .right("LAST", giveUp: 5), .right("BEST", giveUp: 6), .right("PITS", giveUp: 7),
            .right("STOP", giveUp: 7),
        ]
        return TextTable(columns: columns, rows: rows.map { cells($0, sectors: sectors) })
    }

    private func cells(_ line: Board.Line, sectors: Int) -> [String] {
        func number(_ name: String) -> String { line.integer(name).map { "\($0)" } ?? "" }
        func time(_ name: String) -> String { line.integer(name).map { ClockText.lap($0) } ?? "" }
        var cells = [
            line.position.map { "\($0)" } ?? "NC", line.text("number"), Self.state(line.text("status")),
            line.text("class"), number("classPosition"), line.text("driver"), line.team, number("laps"),
            ClockText.distance(line.integer("gapMs"), laps: line.integer("gapLaps") ?? 0),
            ClockText.distance(line.integer("intervalMs"), laps: line.integer("intervalLaps") ?? 0),
        ]
        let times = line.sectors
        cells += (0..<sectors).map { $0 < times.count ? times[$0].map { ClockText.lap($0) } ?? "" : "" }
        let stop = line.stops.last?["durationMs"]?.integer.map { ClockText.lap($0) } ?? ""
        cells += [time("lastLapMs"), time("bestLapMs"), "\(line.stops.count)", stop]
        return cells
    }

    /// States as timing screens abbreviate them (regulations 11).
    private static func state(_ status: String) -> String {
        switch status {
        case "onTrack": "RUN"
        case "inPit": "PIT"
        case "finished": "FIN"
        case "retired": "RET"
        case "notStarted": "N/S"
        case "notClassified": "NC"
        default: status
        }
    }
}
