import Timing

/// A car under way: it draws its next lap from its own chance, independent of the others.
struct SimulatedCar {
    let index: Int
    let entrant: Entrant
    private var random: SeededGenerator
    private var pits: PitPlan
    /// When it breaks down, in microseconds of UTC; nil for most.
    private var breaksDown: Int64?
    private var breaksDownInGarage: Bool

    private(set) var driver: UInt8 = 1
    private var lapsDone: Int64 = 0
    private var stintLaps: Int64 = 0
    private var lineAt: Int64
    /// How it starts late; nil for most.
    private(set) var lateStart: LateStart?
    /// In the pit lane now: when it came in, when it will leave (nil: never) and who then drives.
    private var inPit: (entered: Int64, leaves: Int64?, driver: UInt8)?

    /// `place` is its place on the grid, from which it reaches the Line some time after the start signal; `addition` is
    /// added to its minimum stop.
    init(
        _ entrant: Entrant, place: Int, setting: RaceSetting, schedule: Schedule, addition: Milliseconds = .zero
    ) {
        self.entrant = entrant
        index = place
        random = SeededGenerator(seed: setting.seed, stream: Stream.cars + UInt64(place))
        lineAt = schedule.start + 2_100_000 + Int64(place) * 350_000 + random.int(in: 0...249_999)
        pits = PitPlan(setting, schedule, place: place, addition: addition, &random)
        let raceTime = schedule.duration.count * 1000
        breaksDown =
            random.chance(permille: setting.retirements)
            ? schedule.start + random.int(in: 0...(raceTime + entrant.lap)) : nil
        breaksDownInGarage = random.chance(permille: 400)
    }

    /// Its crossings until the start signal, behind the safety car, and the Line just after the signal.
    mutating func start(on course: Course, setting: RaceSetting, schedule: Schedule) -> [Passage] {
        var passages: [Passage] = []
        if setting.hasFormationLap {
            let slow = entrant.lap * 14 / 10
            passages.append(passage(lineAt - slow, Course.line))
            for sector in course.sectors {
                passages.append(passage(lineAt - slow * (1000 - sector.at) / 1000, sector.loop))
            }
            passages.removeAll { $0.stamp > schedule.start - 1_000_000 }
        }
        return passages + startCrossing(setting)
    }

    private mutating func startCrossing(_ setting: RaceSetting) -> [Passage] {
        var loop = Course.line
        var at = lineAt
        switch lateStart {
        case .fromPitLane(let leaves, let readsLine):
            inPit = (lineAt, leaves, driver)
            guard readsLine else { return [] }
            loop = Course.linePit
            at = leaves - pits.toExit
        case .straggler(let late, _):
            lineAt += late
            at = lineAt
            fallthrough
        case nil:
            guard setting.crossesLineAtStart else { return [] }
        case .unread, .never: return []
        }
        var start = passage(at, loop)
        start.isStart = true
        return [start]
    }

    /// It does not start with the others.
    mutating func starts(_ late: LateStart) {
        lateStart = late
    }

    /// When it leaves the pit lane; nil on the track and in its garage.
    var leavesPitAt: Int64? {
        inPit?.leaves
    }

    /// It comes in while the race is suspended, and waits.
    mutating func comeInUnderRed(entered: Int64, leaves: Int64) -> Passage {
        inPit = (entered, leaves, driver)
        return passage(entered + pits.toLine, Course.linePit)
    }

    /// Where its next lap begins: at the Line, or at the pit exit.
    var setsOff: Int64 {
        inPit?.leaves ?? lineAt
    }

    /// It was pushed into its garage for good.
    var isInGarage: Bool {
        inPit.map { $0.leaves == nil } ?? false
    }

    /// It is in the pit lane when the race is suspended, and may not leave before it goes on.
    mutating func waitInPit(entered: Int64, until: Int64) {
        guard let pit = inPit else { return }
        inPit = (entered, pit.leaves.map { max($0 + entered - pit.entered, until) }, pit.driver)
    }

    /// The lap it is on now; `pace` is what the safety car leaves it. It stands for so long where the lap begins.
    mutating func nextLap(on course: Course, schedule: Schedule, pace: SafetyCarPace?, stands: Int64 = 0) -> Lap {
        var lap = Lap()
        var time = lapTime(schedule)
        // The lap is measured from `origin`, where the car was at share `from` of it.
        let origin = setsOff + stands
        lap.origin = origin
        let from = inPit == nil ? 0 : Course.exitAt
        if let pace { time = pace.time(own: time, from: from, origin: origin) }
        if let pit = inPit {
            guard let leaves = pit.leaves else { return lap }
            driver = pit.driver
            lap.passages.append(passage(leaves, Course.pitExit))
            inPit = nil
        } else if course.hasSpeedTrap {
            lap.passages.append(passage(origin + time * Course.trapAt / 1000, Course.speedTrap))
        }
        for sector in course.sectors {
            let spread = random.int(in: (-time / 400)...(time / 400))
            lap.passages.append(passage(origin + time * (sector.at - from) / 1000 + spread, sector.loop))
        }
        let entered = origin + time * (Course.entryAt - from) / 1000
        let line =
            enterPit(&lap, at: entered, lapTime: time, schedule: schedule)
            ?? passage(origin + time * (1000 - from) / 1000, Course.line)
        lap.line = line
        breakDown(&lap, before: line)
        return lap
    }

    /// It breaks down on the track, for good.
    mutating func breakDownOnTrack(at instant: Int64) {
        breaksDown = instant
        breaksDownInGarage = false
    }

    /// The lap is done; `stamp` is the instant at which it crossed the Line.
    mutating func completedLap(at stamp: Int64) {
        lineAt = stamp
        lapsDone += 1
        stintLaps += 1
    }

    /// After its finish: mostly a slow lap into the pit lane, which counts for nothing.
    mutating func inLap(on course: Course) -> [Passage] {
        if let pit = inPit {
            guard let leaves = pit.leaves, random.chance(permille: 500) else { return [] }
            return [passage(leaves, Course.pitExit)]
        }
        guard random.chance(permille: 800) else { return [] }
        let slow = entrant.lap * 13 / 10
        var passages = course.sectors.map { passage(lineAt + slow * $0.at / 1000, $0.loop) }
        let entered = lineAt + slow * Course.entryAt / 1000
        passages.append(passage(entered, Course.pitEntry))
        passages.append(passage(entered + pits.toLine, Course.linePit))
        return passages
    }

    private func passage(_ stamp: Int64, _ loop: LoopID) -> Passage {
        Passage(stamp: stamp, loop: loop, car: index, driver: driver)
    }

    /// Turns into the pit lane when its plan says so; returns the Line crossed there.
    private mutating func enterPit(
        _ lap: inout Lap, at entered: Int64, lapTime: Int64, schedule: Schedule
    ) -> Passage? {
        let line = passage(entered + pits.toLine, Course.linePit)
        let isBroken = breaksDownInGarage && breaksDown.map { $0 < line.stamp } ?? false
        let purpose: Truth.Stop.Purpose? =
            if isBroken, !schedule.isOver(at: line.stamp) {
                .retirement
            } else if schedule.leadsThroughPitLane(at: entered) {
                .safetyCar
            } else {
                pits.visit(enteringAt: entered, lapTime: lapTime, schedule: schedule, &random)
            }
        guard let purpose else { return nil }
        lap.visit = purpose
        lap.passages.append(passage(entered, Course.pitEntry))
        switch purpose {
        case .driverChange:
            let crew = entrant.entry.drivers.count
            let isSame = pits.fault == .sameDriver
            let next = isSame ? driver : UInt8(truncatingIfNeeded: Int(driver) % max(crew, 1) + 1)
            inPit = (entered, entered + pits.stopTime(&random), next)
            stintLaps = 0
        case .driveThrough, .safetyCar, .garage, .redFlag:
            inPit = (entered, entered + pits.driveThroughTime(&random), driver)
        case .retirement:
            inPit = (entered, nil, driver)
            breaksDown = nil
        }
        return line
    }

    /// Stops the car for good where it breaks down on this lap. It has been seen at a loop by then: on
    /// lap 1 it gets to a sector at least; without sectors it breaks down on lap 2.
    private mutating func breakDown(_ lap: inout Lap, before line: Passage) {
        guard let instant = breaksDown, instant < line.stamp else { return }
        var seen = lap.passages.filter { $0.stamp < instant }
        if lapsDone == 0, !seen.contains(where: { $0.loop != Course.speedTrap }) {
            guard let end = lap.passages.firstIndex(where: { $0.loop != Course.speedTrap }) else { return }
            seen = Array(lap.passages[...end])
        }
        lap.passages = seen
        lap.line = nil
        lap.visit = .retirement
    }

    /// The time of a lap on the track: driver, tyres, fuel, flags, the traffic of lap 1 and plain chance.
    private mutating func lapTime(_ schedule: Schedule) -> Int64 {
        let crew = entrant.entry.drivers
        let seat = Int(driver) - 1
        var time = entrant.lap + Entrant.loss(grade: seat < crew.count ? crew[seat].grade : nil)
        time += random.int(in: -250_000...250_000) + random.int(in: -250_000...250_000)
        time += min(stintLaps * 45_000, 1_800_000)
        time -= min(lapsDone * 9_000, 1_000_000)
        if lapsDone == 0 { time += 2_500_000 + random.int(in: 0...3_000_000) }
        if random.chance(permille: 15) { time += random.int(in: 1_000_000...8_000_000) }
        if schedule.isNeutralised(at: lineAt) { time = time * 3 / 2 }
        return time
    }
}
