import Timing

/// The race while it is run: lap line by lap line, in the order in which cars cross the Line.
struct RunningRace {
    var schedule: Schedule
    /// Everything that crossed a loop, in no particular order.
    private(set) var passages: [Passage] = []
    var records: [CarRecord]
    /// The winner's finish, in milliseconds since the start signal.
    private(set) var chequered: Int64?
    /// Readings of cars where they have just been.
    private(set) var again: [ReadAgain] = []

    let setting: RaceSetting
    let course: Course
    var cars: [SimulatedCar]
    /// The lap each car is on; nil when it has finished or stopped for good.
    var laps: [Lap?]
    /// Cars that stopped on the track for good.
    var stopped: Set<Int> = []
    /// The last lap line of anybody, in milliseconds since the start signal.
    private var lastLineMs: Int64 = 0
    /// Where the car that crossed the Line last will cross it again behind the safety car.
    private var queueEnds: Int64 = .min
    /// The two cars that cross the Line together at the flag, once it is known which, and when.
    var deadHeat: (cars: [Int], at: Int64?)?
    var stoppedOnLastLap: Int?
    private var random: SeededGenerator
    /// Chance of the troubles asked for.
    var misfortune: SeededGenerator
    /// Cars that will be read again, and from when on.
    var toReadAgain: [ReadAgain.Plan] = []
    /// Since when a car is disqualified, and since when it is told to be out.
    var disqualified: [Int: Int64] = [:]
    var toldOut: [Int: Int64] = [:]
    /// When the leader is to be disqualified.
    var leaderDisqualified: Int64?
    /// Cars that are told to be out when they have stopped for good.
    var toTellOut = 0
    /// Since when the race is suspended for good, and how long it lasts now.
    var endedUnderRed: Int64?
    var prolonged: (to: Milliseconds, at: Int64)?

    init(_ setting: RaceSetting, course: Course, grid: [Entrant]) {
        self.setting = setting
        self.course = course
        let schedule = Schedule(setting)
        self.schedule = schedule
        let additions = setting.additions(grid.map(\.entry))
        cars = grid.enumerated().map { place, entrant in
            SimulatedCar(
                entrant, place: place, setting: setting, schedule: schedule,
                addition: additions[entrant.entry.number] ?? .zero)
        }
        records = Array(repeating: CarRecord(), count: cars.count)
        laps = Array(repeating: nil, count: cars.count)
        random = SeededGenerator(seed: setting.seed, stream: Stream.cars - 1)
        misfortune = SeededGenerator(seed: setting.seed, stream: Stream.misfortune)
        for car in misfortune.shuffled(Array(cars.indices)).prefix(setting.troubles.midLapStops) {
            let raceTime = schedule.duration.count * 1000
            let instant = schedule.start + misfortune.int(in: raceTime / 10...raceTime * 9 / 10)
            cars[car].breakDownOnTrack(at: instant)
        }
        planOrdinaryTrouble()
    }

    /// Runs it from the formation lap to the last car's way into the pit lane.
    mutating func run() {
        for car in cars.indices {
            let start = cars[car].start(on: course, setting: setting, schedule: schedule)
            passages += start
            if cars[car].lateStart != .never { beginLap(car, from: start.last { $0.isStart }) }
        }
        while let (car, line) = nextAtLine() {
            if let red = schedule.redFlagDue, red <= line.stamp {
                suspend(at: red)
            } else if !joinsDeadHeat(car, line) {
                crossLine(car, line)
            }
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
    private mutating func beginLap(_ car: Int, from line: Passage?, isLeader: Bool = false) {
        let pace = pace(car, isLeader: isLeader)
        let readings = readAgain(car, from: line)
        var lap = cars[car].nextLap(on: course, schedule: schedule, pace: pace, stands: readings.stands)
        // A car that breaks down in the pit lane never comes to its exit.
        let isAtExit = readings.passages.first?.loop == Course.pitExit
        lap.again = isAtExit && !lap.leavesPit ? [] : readings.passages
        lap.againOf = readings.of
        if lap.line != nil, stopsOnLastLap(car, lap, isLeader: isLeader) {
            lap.stop(at: lap.origin + ((lap.line?.stamp ?? 0) - lap.origin) * misfortune.int(in: 150...850) / 1000)
            stoppedOnLastLap = car
        }
        laps[car] = lap
        if let line = lap.line {
            if lap.endsOnTrack { queueEnds = line.stamp }
        } else {
            if !cars[car].isInGarage { stopped.insert(car) }
            tellOut(car, seen: lap.passages.last?.stamp ?? lap.origin)
            note(lap, car)
            laps[car] = nil
        }
    }

    /// The pace that the safety car leaves a car on its next lap; nil without a safety car on the track.
    private mutating func pace(_ car: Int, isLeader: Bool) -> SafetyCarPace? {
        guard schedule.isBehindSafetyCar(at: cars[car].setsOff) else { return nil }
        return SafetyCarPace(
            lap: isLeader ? setting.slowestLap.count * 1500 : nil,
            notBefore: queueEnds + misfortune.int(in: 600_000...1_200_000))
    }

    private mutating func crossLine(_ car: Int, _ planned: Passage) {
        guard let lap = laps[car] else { return }
        note(lap, car)
        var line = planned
        line.stamp = settled(line.stamp, car)
        passages.append(line)
        let since = schedule.since(line.stamp)
        records[car].complete(CarRecord.LapEnd(since: since))
        cars[car].completedLap(at: line.stamp)
        lastLineMs = since
        let isLeader = leads(car, at: line.stamp)
        // The car that leads on the road takes the flag (R15.1, R15.2), but not under the red flag (R16.1).
        if chequered == nil, since >= schedule.duration.count, !schedule.isSuspended(at: line.stamp),
            !isDisqualified(car, at: line.stamp), isLeader || leadsOnRoad(car, at: line.stamp)
        {
            chequered = since
            schedule.dropRedFlag()
        }
        if endedUnderRed != nil || isAloneDisqualified(car, at: line.stamp) {
            laps[car] = nil
        } else if let chequered, since >= chequered {
            records[car].isFinished = true
            passages += cars[car].inLap(on: course)
            laps[car] = nil
        } else {
            if isLeader { disqualifyLeader(car, at: line.stamp) }
            beginLap(car, from: line, isLeader: isLeader)
        }
    }

    /// Keeps two cars from crossing the Line in one millisecond, or makes them when dead heats are wanted.
    /// The winner's finish is its own in any case.
    private mutating func settled(_ stamp: Int64, _ car: Int) -> Int64 {
        if let heat = deadHeat, heat.cars.contains(car), let at = heat.at { return at }
        let result = settledAlone(stamp, isLead: records[car].laps.count == mostLaps(at: stamp))
        if deadHeat?.cars.contains(car) ?? false { deadHeat?.at = result }
        return result
    }

    private mutating func settledAlone(_ stamp: Int64, isLead: Bool) -> Int64 {
        let since = schedule.since(stamp)
        let mayWin = chequered == nil && isLead && since >= schedule.duration.count
        if setting.deadHeats, !mayWin, lastLineMs != chequered {
            let isClose = since - lastLineMs <= 80 && random.chance(permille: 500)
            return isClose && since > lastLineMs ? stamp - (since - lastLineMs) * 1000 : stamp
        }
        return since > lastLineMs ? stamp : stamp + (lastLineMs + 1 - since) * 1000
    }

    /// Enters a lap's crossings before the Line in the car's record.
    mutating func note(_ lap: Lap, _ car: Int) {
        passages += lap.passages
        again += lap.again.isEmpty ? [] : [ReadAgain(lap.again, of: lap.againOf)]
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
