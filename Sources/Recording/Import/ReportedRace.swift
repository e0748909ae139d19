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
    /// The file marks it as a lap into the pit lane.
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

    /// The Line was crossed in the pit lane: a car that had left it before crossed it on the track.
    var isInPit: Bool { endsInPit && visit == nil }

    /// When it began is known: where the lap before is estimated, by its own time alone.
    func hasKnownBegin(after before: ReportedLap) -> Bool {
        !before.isEstimated || time.map { end - $0 == before.end } ?? false
    }

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
