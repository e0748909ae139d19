import Timing

/// The race while it is run: lap line by lap line, in the order in which cars cross the Line.
struct RunningRace {
    let schedule: Schedule
    /// Everything that crossed a loop, in no particular order.
    private(set) var passages: [Passage] = []
    private(set) var records: [CarRecord]
    /// The winner's finish, in milliseconds since the start signal.
    private(set) var chequered: Int64?

    private let setting: RaceSetting
    private let course: Course
    private let boxes: DecoderBoxes
    private var cars: [SimulatedCar]
    /// The lap each car is on; nil when it has finished or stopped for good.
    private var laps: [Lap?]
    private var mostLaps = 0
    /// The last lap line of anybody, in milliseconds since the start signal.
    private var lastLineMs: Int64 = 0
    private var random: SeededGenerator

    init(_ setting: RaceSetting, course: Course, grid: [Entrant]) {
        self.setting = setting
        self.course = course
        boxes = DecoderBoxes(setting)
        let schedule = Schedule(setting)
        self.schedule = schedule
        cars = grid.enumerated().map { place, entrant in
            SimulatedCar(entrant, place: place, setting: setting, schedule: schedule)
        }
        records = Array(repeating: CarRecord(), count: cars.count)
        laps = Array(repeating: nil, count: cars.count)
        random = SeededGenerator(seed: setting.seed, stream: Stream.cars - 1)
    }

    /// Runs it from the formation lap to the last car's way into the pit lane.
    mutating func run() {
        for car in cars.indices {
            passages += cars[car].start(on: course, setting: setting, schedule: schedule)
            beginLap(car)
        }
        while let (car, line) = nextAtLine() {
            crossLine(car, line)
        }
    }

    private func nextAtLine() -> (Int, Passage)? {
        var next: (car: Int, line: Passage)?
        for car in laps.indices {
            guard let line = laps[car]?.line else { continue }
            if next.map({ line.stamp < $0.line.stamp }) ?? true { next = (car, line) }
        }
        return next
    }

    /// Plans the car's lap. One that never reaches the Line is told at once: nothing depends on it.
    private mutating func beginLap(_ car: Int) {
        let lap = cars[car].nextLap(on: course, schedule: schedule)
        laps[car] = lap
        if lap.line == nil {
            note(lap, car)
            laps[car] = nil
        }
    }

    private mutating func crossLine(_ car: Int, _ planned: Passage) {
        guard let lap = laps[car] else { return }
        note(lap, car)
        var line = planned
        line.stamp = settled(line.stamp, isLead: records[car].laps.count == mostLaps)
        passages.append(line)
        let since = schedule.since(line.stamp)
        records[car].complete(
            CarRecord.LapEnd(since: since, order: (boxes.box(of: line.loop), line.stamp, car)))
        cars[car].completedLap(at: line.stamp)
        lastLineMs = since
        let isLeader = records[car].laps.count > mostLaps
        mostLaps = max(mostLaps, records[car].laps.count)
        // The first to complete a lap that nobody has completed leads on the road (regulations 1.4, 1.5).
        if chequered == nil, isLeader, since >= schedule.duration.count { chequered = since }
        if let chequered, since >= chequered {
            records[car].isFinished = true
            passages += cars[car].inLap(on: course)
            laps[car] = nil
        } else {
            beginLap(car)
        }
    }

    /// Keeps two cars from crossing the Line in one millisecond, or makes them when dead heats are wanted.
    /// The winner's finish is its own in any case.
    private mutating func settled(_ stamp: Int64, isLead: Bool) -> Int64 {
        let since = schedule.since(stamp)
        let mayWin = chequered == nil && isLead && since >= schedule.duration.count
        if setting.deadHeats, !mayWin, lastLineMs != chequered {
            let isClose = since - lastLineMs <= 80 && random.chance(permille: 500)
            return isClose && since > lastLineMs ? stamp - (since - lastLineMs) * 1000 : stamp
        }
        return since > lastLineMs ? stamp : stamp + (lastLineMs + 1 - since) * 1000
    }

    /// Enters a lap's crossings before the Line in the car's record.
    private mutating func note(_ lap: Lap, _ car: Int) {
        passages += lap.passages
        for passage in lap.passages {
            let since = schedule.since(passage.stamp)
            if passage.loop == Course.pitExit {
                records[car].leavePit(since: since, driver: passage.driver)
            } else if passage.loop == Course.pitEntry {
                records[car].enterPit(
                    since: since, driver: passage.driver, purpose: lap.visit ?? .driveThrough)
            }
        }
    }
}
