import Timing

/// One car's race as a timekeeper with a pencil would keep it: lists, nothing forgotten.
/// Instants are milliseconds since the start signal.
struct ReferenceCar {
    /// A loop on a lap that the car has passed; `turn` is which passage of the whole race it was.
    struct Passage {
        var at: Int64
        var turn: Int
        var isProvisional: Bool
    }

    struct LapEnd {
        var at: Int64
        var turn: Int
        var isProvisional: Bool
        var isOnTrack: Bool
        /// By a loop of the pit lane, or while a visit lasted.
        var isInPit: Bool
    }

    struct Measured {
        var time: Int64
        var turn: Int
    }

    /// A crossing that no decoder reported.
    struct Missed {
        var loop: LoopID
        var at: Int64
        var turn: Int
    }

    /// A point is a loop on a lap: with two sector loops point 3 ends lap 1 and point 4 is the first of lap 2.
    var passages: [Int: Passage] = [:]
    /// The furthest point. On the grid: 0.
    var point = 0
    var lapEnds: [LapEnd] = []
    /// Its start has been read at the Line.
    var hasStarted = false
    /// When its start was read.
    var startedAt: Int64?
    /// Pit entries that counted, and readings of a pit exit that left the pit lane or waited over it.
    var entryReadings: [Int64] = []
    var exitReadings: [Int64] = []
    var pitReadings: [Int64] { entryReadings + exitReadings }
    /// On the track, within the minimum of the Line after the start signal.
    var hasStartedInTime = false
    /// The last reading at the Line, whatever became of it.
    var lastAtLine: Int64?
    /// A pit entry has been read since the Line was last crossed.
    var hasEnteredSinceLine = false
    /// The last crossing that counted at each loop, the Line on track and in the pit lane being one.
    var counted: [Int: Int64] = [:]
    var stays: [Stay] = []
    var driver: UInt8 = 0
    /// Named by command, which holds against what the car sends.
    var isDriverHeld = false
    /// Who was identified since the start, and after how many visits to the pit lane had begun.
    var named: [(driver: UInt8, afterVisits: Int)] = []
    var lastLoop: LoopID?
    var lastSeen: Int64?
    var hasFinished = false
    /// The lap on which it has finished, where it has been round again since; all that it has completed where nil.
    var lastLap: Int?
    /// Out by command, until it has driven a whole lap on the track.
    var isRetired: Bool
    /// The Line was last crossed on the track, no visit open, and after the command.
    var isOnLapOnTrack = false
    /// The latest time of each sector, and whether it rests on a provisional crossing.
    var sectors: [(time: Int64, isEstimated: Bool)?]
    var bestSectors: [Int64?]
    /// Those driven with neither full course yellow nor safety car in them.
    var cleanSectors: Set<Int> = []
    /// The latest time of each sector that was measured from loop to loop on the track.
    var measured: [Measured?]
    /// The latest measured time from a pit entry to the Line in the pit lane.
    var entryToLine: Measured?
    var missed: [Missed] = []
    /// Since it passed its last point: seen at a loop where it could not be.
    var isUnexpected = false
    /// Since it passed its last point: in the pit lane, at least for a while.
    var hasBeenInPit = false
    /// The last pit exit, where the car has been seen at no sector loop nor at the Line since.
    var freshExit: Int64?
    /// The last reading at a pit exit, where the car has been seen at no sector loop nor at the Line since.
    var lastAtExit: Int64?
    /// The pit exit after which it has not crossed the Line yet.
    var outLapSince: Int64?
    var deletedLaps: Set<Int> = []
    /// Laps that begin or end in the pit lane can be best ones.
    let pitLapsCount: Bool

    init(sectors count: Int, pitLapsCount: Bool, driver: UInt8 = 0, isRetired: Bool = false) {
        sectors = Array(repeating: nil, count: count)
        bestSectors = Array(repeating: nil, count: count)
        measured = Array(repeating: nil, count: count)
        self.pitLapsCount = pitLapsCount
        self.driver = driver
        if driver != 0 { named = [(driver, 0)] }
        self.isRetired = isRetired
    }

    var laps: Int { lapEnds.count }

    var isInPit: Bool { stays.last?.visit.isOpen ?? false }

    var isSeen: Bool { lastLoop != nil }

    /// It has crossed the Line in this race, by a provisional crossing too.
    var hasCrossedLine: Bool { hasStarted || laps > 0 }

    /// Laps that count in the result.
    var countedLaps: Int { lastLap ?? laps }

    /// Line to Line; the first from the start signal.
    var lapTimes: [Int64] {
        lapEnds.indices.map { lapEnds[$0].at - ($0 == 0 ? 0 : lapEnds[$0 - 1].at) }
    }

    func isEstimated(lap: Int) -> Bool {
        lapEnds[lap - 1].isProvisional || (lap > 1 && lapEnds[lap - 2].isProvisional)
    }

    /// Whether the lap began or ended in the pit lane.
    private func isPitLap(_ lap: Int) -> Bool {
        lapEnds[lap - 1].isInPit || (lap > 1 && lapEnds[lap - 2].isInPit)
    }

    private func canBeBest(lap: Int) -> Bool {
        !isEstimated(lap: lap) && !deletedLaps.contains(lap) && (pitLapsCount || !isPitLap(lap))
    }

    /// Laps that can be the best, the best first, of equal ones the first. Never lap 1.
    var bestLaps: [(number: Int, time: Int64)] {
        let numbers = (2...max(laps, 2)).filter { $0 <= laps && canBeBest(lap: $0) }
        let times = lapTimes
        return numbers.map { ($0, times[$0 - 1]) }.sorted { ($0.time, $0.number) < ($1.time, $1.number) }
    }

    var best: (number: Int, time: Int64)? {
        var best: (number: Int, time: Int64)?
        for lap in lapEnds.indices.dropFirst() {
            let time = lapEnds[lap].at - lapEnds[lap - 1].at
            if time < best?.time ?? .max, canBeBest(lap: lap + 1) { best = (lap + 1, time) }
        }
        return best
    }

    /// When the last lap was completed; the start signal before there is one.
    var elapsed: Int64 { countedLaps == 0 ? 0 : lapEnds[countedLaps - 1].at }

    /// How far it had come when `turn` passages of the race had been told, as of that instant.
    func furthest(by instant: Int64, beforeTurn turn: Int) -> Int {
        passages.filter { ($0.value.at, $0.value.turn) < (instant, turn) }.keys.max() ?? 0
    }

    mutating func pass(
        _ point: Int, at instant: Int64, turn: Int, isProvisional: Bool = false, isUnderRed: Bool = false,
        isNeutralised: Bool = false
    ) {
        let before = point == 1 ? Passage(at: 0, turn: 0, isProvisional: false) : passages[point - 1]
        let sector = (point - 1) % sectors.count
        sectors[sector] = before.map { (instant - $0.at, isProvisional || $0.isProvisional) }
        // The first sector of lap 1 begins at the start signal and says nothing about the next.
        if point > 1, let time = sectors[sector], !time.isEstimated, !isUnderRed {
            let isDeleted = deletedLaps.contains((point - 1) / sectors.count + 1)
            if !isDeleted, time.time != 0, time.time < bestSectors[sector] ?? .max { bestSectors[sector] = time.time }
            if !isNeutralised { cleanSectors.insert(sector) }
            if !hasBeenInPit { measured[sector] = Measured(time: time.time, turn: turn) }
        }
        passages[point] = Passage(at: instant, turn: turn, isProvisional: isProvisional)
        self.point = point
    }

    /// A new point has been passed, and what happened on the way to it is told.
    mutating func settle() {
        isUnexpected = false
        hasBeenInPit = isInPit
    }
}
