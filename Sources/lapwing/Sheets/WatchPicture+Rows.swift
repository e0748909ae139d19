import Client
import Timing

/// The table of the cars.
extension WatchPicture {
    var picture: TextTable { table.race.phase == .scheduled ? grid : cars }

    private var shown: [PublishedRow] {
        table.classification.filter { carClass == nil || $0.carClass == carClass }
    }

    // MARK: Before the start

    /// Car by car where it was seen last, on the way to the grid.
    private var grid: TextTable {
        let seen = Dictionary(places.map { ($0.car, $0) }) { _, last in last }
        let places = PlaceText(table.classification.map(\.position), isRace: table.race.isRace)
        let rows = shown.map { row in
            let place = seen[row.car]
            return [
                places.number(row.position), row.car.text, row.carClass, place?.name ?? "NOT SEEN",
                place.map { ClockText.ofDayInSeconds($0.at, offset: table.race.utcOffset).prefix(8) + "" } ?? "",
                place.map { ClockText.countdown(now - $0.at, roundingUp: false) } ?? "",
                table.entry(of: row.car)?.team ?? "",
            ]
        }
        return TextTable(
            columns: [
                .right("GRID"), .right("NO"), .left("CLASS", giveUp: 2, most: 18), .left("SEEN AT", most: 20),
                .right("AT", giveUp: 1), .right("AGO"), .left("TEAM", giveUp: 3, most: 28),
            ], rows: rows,
            paint: { row, column in isPainted && column == 3 && rows[row][3] == "NOT SEEN" ? .yellow : nil })
    }

    // MARK: From the start on

    private enum Title: String {
        case position = "POS"
        case number = "NO"
        case state = "STATE"
        case carClass = "CLASS"
        case placeInClass = "PIC"
        case driver = "DRIVER"
        case team = "TEAM"
        case laps = "LAPS"
        case gap = "GAP"
        case interval = "INT"
        case net = "NET"
        case stop = "STOP"
        case penalty = "PENALTY"
        case last = "LAST"
        case best = "BEST"
        case pits = "PITS"
        case pitTime = "PIT TIME"
        case cup = "CUP"
        case nation = "NAT"
        case vehicle = "VEHICLE"
    }

    /// A column with the cell and the colour of each car.
    private struct Filled {
        let column: TextTable.Column
        let cell: (PublishedRow) -> String
        var paint: (PublishedRow) -> Paint? = { _ in nil }

        static func left(
            _ title: Title, giveUp: Int = 0, most: Int, _ cell: @escaping (PublishedRow) -> String
        ) -> Filled { Filled(column: .left(title.rawValue, giveUp: giveUp, most: most), cell: cell) }

        static func right(
            _ title: Title, giveUp: Int = 0, _ cell: @escaping (PublishedRow) -> String,
            paint: @escaping (PublishedRow) -> Paint? = { _ in nil }
        ) -> Filled { Filled(column: .right(title.rawValue, giveUp: giveUp), cell: cell, paint: paint) }
    }

    private var cars: TextTable {
        let rows = shown
        // A column in which nothing stands is not shown.
        let filled = names + (table.race.isRace ? race : bestLaps) + owed + times + others
        let columns = filled.filter { column in
            column.column.title != Title.penalty.rawValue && column.column.giveUp < 10
                || rows.contains { !column.cell($0).isEmpty }
        }
        return TextTable(
            columns: columns.map(\.column), rows: rows.map { row in columns.map { $0.cell(row) } },
            paint: { row, column in isPainted ? columns[column].paint(rows[row]) : nil })
    }

    private var names: [Filled] {
        let overall = PlaceText(table.classification.map(\.position), isRace: table.race.isRace)
        return [
            .right(.position) { overall.text($0.position, status: $0.status) }, .right(.number) { $0.car.text },
            Filled(column: .left(Title.state.rawValue, most: 5), cell: { Self.state($0.status) }) { row in
                switch row.status.known {
                case .inPit, .outLap: .yellow
                case .stopped, .retired, .disqualified, .withdrawn: .red
                case .onTrack, .finished, .notStarted, .notClassified, nil: nil
                }
            },
            .left(.carClass, giveUp: 2, most: 18) { $0.carClass },
            .right(.placeInClass, giveUp: 3) { number($0.classPosition) },
            .left(.driver, giveUp: 4, most: 18) { $0.driver ?? "" },
            .left(.team, giveUp: 9, most: 24) { table.entry(of: $0.car)?.team ?? "" },
        ]
    }

    private var race: [Filled] { [.right(.laps) { "\($0.laps)" }] + gaps }

    private var bestLaps: [Filled] { [best(giveUp: 0)] + gaps + [.right(.laps) { "\($0.laps)" }] }

    private var gaps: [Filled] {
        let behind = table.race.isRace ? elsewhere : []
        return [
            .right(.gap) { row in
                ClockText.distance(row.gap, laps: row.gapLaps) + (behind.contains(row.car) ? "*" : "")
            }, .right(.interval, giveUp: 1) { ClockText.distance($0.interval, laps: $0.intervalLaps) },
        ]
    }

    /// Cars whose gap is less than one of a car ahead of them: it was taken at an earlier loop (R11).
    private var elsewhere: Set<CarNumber> {
        var most = Milliseconds.zero
        var found: Set<CarNumber> = []
        for row in table.classification where row.gapLaps == 0 {
            guard let gap = row.gap else { continue }
            if gap < most { found.insert(row.car) }
            most = max(most, gap)
        }
        return found
    }

    private var owed: [Filled] {
        let stops = self.stops
        let net = Dictionary(table.net.map { ($0.car, $0.position) }) { _, last in last }
        let penalties = Dictionary(grouping: table.penalties, by: \.car)
        return (net.isEmpty ? [] : [.right(.net, giveUp: 1) { number(net[$0.car]) }])
            + (stops.isEmpty ? [] : [.left(.stop, most: 20) { stops[$0.car]?.text ?? "" }])
            + [
                Filled(
                    column: .left(Title.penalty.rawValue, most: 18),
                    cell: { PenaltyText.cell(penalties[$0.car] ?? []) }, paint: { _ in .red })
            ]
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

    private var times: [Filled] {
        let sectors = shown.map(\.sectors.count).max() ?? 0
        let each = (0..<sectors).map { place in
            Filled(
                column: .right("S\(place + 1)", giveUp: 8),
                cell: { row in
                    guard row.sectors.indices.contains(place) else { return "" }
                    return ClockText.lap(row.sectors[place], isEstimated: row.isEstimated(.sector(place + 1)))
                })
        }
        let last = Filled.right(
            .last, giveUp: 5,
            { row in
                // The way from the start signal or the pit lane to the Line is no lap time, but in a race.
                guard table.race.isRace || row.laps > 1 else { return "" }
                return ClockText.lap(row.lastLap, isEstimated: row.isEstimated(.lastLap))
            }, paint: { row in row.lastLap == row.bestLap ? bestPaint(row) ?? .green : nil })
        return each + [last] + (table.race.isRace ? [best(giveUp: 6)] : [])
    }

    private func best(giveUp: Int) -> Filled {
        .right(.best, giveUp: giveUp, { ClockText.lap($0.bestLap) }, paint: bestPaint)
    }

    /// The best lap of all is purple.
    private func bestPaint(_ row: PublishedRow) -> Paint? { table.race.bestLap?.car == row.car ? .purple : nil }

    /// What wide terminals have room for.
    private var others: [Filled] {
        [
            .right(.pits, giveUp: 7) { "\($0.stops.count)" },
            .right(.pitTime, giveUp: 7) { ClockText.lap($0.stops.last?.duration) },
            .left(.cup, giveUp: 10, most: 12) { table.entry(of: $0.car)?.cup ?? "" },
            .left(.nation, giveUp: 11, most: 3) { row in
                let crew = table.entry(of: row.car)?.drivers ?? []
                return (crew.first { $0.name == row.driver } ?? crew.first)?.nation ?? ""
            },
            .left(.vehicle, giveUp: 12, most: 24) { table.entry(of: $0.car)?.vehicle ?? "" },
        ]
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
        case .withdrawn: "WD"
        case nil: status.text
        }
    }
}
