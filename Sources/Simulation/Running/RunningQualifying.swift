import Timing

/// Qualifying while it is run: a car that begins a lap in time may finish it.
struct RunningQualifying {
    let course: Course
    let schedule: Schedule
    private(set) var passages: [Passage] = []
    private(set) var records: [CarRecord]
    private(set) var stopped: Set<Int> = []
    /// Two cars with the same lap, where that was wanted and came about.
    private(set) var deadHeat: [Int]?

    private let setting: RaceSetting
    /// They stay away.
    private let absent: Set<Int>
    private var cars: [QualifyingCar]
    private var laps: [Lap?]
    private var lastLineMs: Int64 = 0
    /// The best lap so far, in milliseconds, and whose it is.
    private var best: (time: Int64, car: Int)?

    init(_ setting: RaceSetting, course: Course, grid: [Entrant]) {
        self.setting = setting
        absent = Set(grid.indices.filter { setting.absent.contains(grid[$0].entry.number) })
        self.course = course
        var plain = setting
        plain.fullCourseYellows = 0
        plain.troubles.safetyCars = 0
        plain.troubles.suspension = nil
        schedule = Schedule(plain)
        cars = grid.enumerated().map { QualifyingCar($1, place: $0, setting: setting) }
        records = Array(repeating: CarRecord(), count: cars.count)
        for car in records.indices { records[car].pitLapsCount = false }
        for car in absent { records[car].isUnseen = true }
        laps = Array(repeating: nil, count: cars.count)
    }

    /// Runs it from the first car out to the last car in.
    mutating func run() {
        for car in cars.indices where !absent.contains(car) { beginLap(car) }
        while let car = nextAtLine() { crossLine(car) }
    }

    private func nextAtLine() -> Int? {
        laps.indices.filter { laps[$0] != nil }
            .min { (laps[$0]?.line?.stamp ?? .max, $0) < (laps[$1]?.line?.stamp ?? .max, $1) }
    }

    private mutating func beginLap(_ car: Int) {
        let lap = cars[car].nextLap(on: course, schedule: schedule)
        laps[car] = lap
        if let lap, lap.line == nil {
            stopped.insert(car)
            note(lap, car)
            laps[car] = nil
        }
    }

    private mutating func crossLine(_ car: Int) {
        guard var lap = laps[car], var line = lap.line else { return }
        if let equal = equalled(lap, car) {
            lap.stretch(to: equal)
            line.stamp = equal
        }
        note(lap, car)
        let early = schedule.since(line.stamp) - lastLineMs
        if early <= 0 { line.stamp += (1 - early) * 1000 }
        passages.append(line)
        let since = schedule.since(line.stamp)
        lastLineMs = since
        records[car].complete(CarRecord.LapEnd(since: since))
        cars[car].completedLap(at: line.stamp)
        if let time = records[car].best?.time, time < best?.time ?? .max { best = (time, car) }
        if since >= schedule.duration.count {
            records[car].isFinished = true
            passages += cars[car].inLap(on: course)
            laps[car] = nil
        } else {
            beginLap(car)
        }
    }

    /// Where the car crosses the Line so that its lap equals the best of another so far: only where it nearly does.
    private mutating func equalled(_ lap: Lap, _ car: Int) -> Int64? {
        guard setting.troubles.deadHeat != nil, deadHeat == nil, let best, best.car != car, let line = lap.line,
            lap.endsOnTrack, !lap.leavesPit, records[car].best.map({ $0.time > best.time }) ?? true
        else { return nil }
        let wanted = lap.origin + best.time * 1000
        guard abs(line.stamp - wanted) * 50 < best.time * 1000, schedule.since(wanted) > lastLineMs else { return nil }
        deadHeat = [best.car, car]
        return wanted
    }

    private mutating func note(_ lap: Lap, _ car: Int) {
        passages += lap.passages
        for passage in lap.passages {
            let since = schedule.since(passage.stamp)
            if passage.loop == Course.pitEntry {
                records[car].enterPit(since: since, driver: passage.driver, purpose: lap.visit ?? .garage)
            } else if passage.loop == Course.pitExit {
                records[car].leavePit(since: since, driver: passage.driver)
            }
        }
    }
}
