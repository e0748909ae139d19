import Timing

/// A session as a format reports it: cars and their laps, not yet crossings.
struct ReportedRace {
    /// File of the laps.
    let file: String
    var kind = Session.Kind.race
    let start: Instant
    /// In the order of the file. Cars without a lap are those of the result sheet alone.
    var cars: [ReportedCar]
    /// Sectors of a lap; 1 where the file has none.
    var sectors: Int
    /// Flags as the files show them, in order of time, without the chequered flag.
    var flags: [(flag: Flag, at: Instant)] = []
    /// The chequered flag: as the files show it, or as it had to be estimated.
    var chequered: (at: Instant, isEstimated: Bool)?
    /// Lap 0 of a car is the crossing with which its lap 1 began.
    var countsFromFirstCrossing = false
    /// The laps are counted anew as the core does, and the chequered flag gives way to them.
    var isRecounted = false
    /// Lap times that the result sheet does not count.
    var deleted: [DeletedTime] = []

    struct DeletedTime {
        let car: CarNumber
        let lap: Int
        let reason: String
    }
}

extension ReportedRace {
    /// Cars in the order of a sheet: it is the only order of those without a time.
    mutating func putInOrder(of sheet: BestLapSheet) {
        let places = Dictionary(sheet.order.enumerated().map { ($1, $0) }) { first, _ in first }
        cars = cars.enumerated().sorted { one, other in
            (places[one.element.number.text] ?? .max, one.offset) < (
                places[other.element.number.text] ?? .max, other.offset
            )
        }.map(\.element)
    }
}

struct ReportedCar {
    let number: CarNumber
    let carClass: String
    var cup: String?
    let team: String
    var vehicle: String?
    let drivers: [Driver]
    /// In order of lap number, each ending after the one before.
    var laps: [ReportedLap]

    /// Where the lap at this place of `laps` began: at the start signal, at the end of the lap before,
    /// or, where that lap is missing, its own time before its end.
    func begin(of place: Int, start: Instant) -> Instant? {
        let lap = laps[place]
        if place > 0, laps[place - 1].number == lap.number - 1 { return laps[place - 1].end }
        if lap.number <= 1 { return start }
        return lap.time.map { lap.end - $0 }
    }
}

/// A row of either format.
struct ReportedLap {
    let number: Int
    /// Crossing of the Line that completed it.
    let end: Instant
    /// The lap time the file states. Evidence only: `end` decides.
    let time: Milliseconds?
    let sectors: [Milliseconds?]
    /// Zero where the file names nobody.
    var driver: UInt8
    /// The Line was crossed in the pit lane.
    var endsInPit: Bool
    var pitExit: Passage?
    var pitEntry: Passage?
    /// Passages of pit entry and pit exit as a list of visits has them.
    var passages: [PitPassage] = []
    /// A visit to the pit lane that lies whole before the Line: an estimate.
    var visit: (entry: Instant, exit: Instant)?
    /// The file says that the car came out of the pit lane in this lap.
    var leavesPit = false
    /// The file has no row for it: the lap is known by the numbers of its neighbours.
    var isEstimated = false
    /// File and line.
    var place = ""

    /// An entry or an exit of it is known.
    var isInPitLane: Bool { pitEntry != nil || pitExit != nil || visit != nil || !passages.isEmpty }

    /// A measured passage of the pit lane's entry or exit.
    struct PitPassage {
        let at: Instant
        let isEntry: Bool
    }

    /// A passage of the pit lane's entry or exit.
    struct Passage {
        let at: Instant
        let isEstimated: Bool
    }
}

/// The rows of one car in a file with a row for each lap.
struct CarRows {
    let number: String
    /// In order of lap number, each number once.
    let rows: [(lap: Int, row: Table.Row)]
    /// Rows that say the same as one of `rows`.
    var repeated: [Table.Row] = []

    /// The cars of a file in the order in which it names them first.
    static func read(_ table: Table, number: String, lap: String) throws(ImportFault) -> [CarRows] {
        guard !table.rows.isEmpty else {
            throw ImportFault(
                file: table.file, line: table.line + 1, found: "no lap", expected: "a row for each lap",
                remedy: "export the file again")
        }
        var places: [String: Int] = [:]
        var cars: [(number: String, rows: [(lap: Int, row: Table.Row)])] = []
        for row in table.rows {
            let car = try row.required(number)
            let entry = (lap: try row.whole(lap, 0...100_000), row: row)
            if let place = places[car] {
                cars[place].rows.append(entry)
            } else {
                places[car] = cars.count
                cars.append((car, [entry]))
            }
        }
        var ordered: [CarRows] = []
        for car in cars {
            var rows: [(lap: Int, row: Table.Row)] = []
            var repeated: [Table.Row] = []
            for next in car.rows.sorted(by: { ($0.lap, $0.row.line) < ($1.lap, $1.row.line) }) {
                guard let before = rows.last, before.lap == next.lap else {
                    rows.append(next)
                    continue
                }
                guard before.row.saysTheSame(as: next.row) else {
                    throw next.row.fault(
                        "lap \(next.lap) of car \(car.number) again, after line \(before.row.line)",
                        expected: "each lap of a car once", remedy: "delete one of the two rows")
                }
                repeated.append(next.row)
            }
            ordered.append(CarRows(number: car.number, rows: rows, repeated: repeated))
        }
        return ordered
    }
}
