import Timing

/// A car in qualifying: out of the pit lane, some laps as fast as they go, back into its garage, and out again while
/// there is time.
struct QualifyingCar {
    let index: Int
    let entrant: Entrant
    private let pitLane: Int64
    private var random: SeededGenerator
    private var driver: UInt8 = 1
    private var lineAt: Int64 = 0
    /// When it leaves its garage; nil on the track.
    private var leavesAt: Int64?
    /// Fast laps left in this run.
    private var fastLaps = 0
    private var lapsDone: Int64 = 0
    private let breaksDown: Int64?

    /// `place` is its place in the entry list; it does not decide when the car goes out.
    init(_ entrant: Entrant, place: Int, setting: RaceSetting) {
        self.entrant = entrant
        index = place
        pitLane = setting.pitLane.count * 1000
        random = SeededGenerator(seed: setting.seed, stream: Stream.cars + UInt64(place))
        let time = setting.duration.count * 1000
        leavesAt = setting.start + random.int(in: 3_000_000...(time / 3))
        let breaks = random.chance(permille: setting.retirements)
        let instant = setting.start + random.int(in: time / 3...time)
        breaksDown = breaks ? instant : nil
    }

    /// The lap it is on now; nil when it stays in its garage because time is over.
    mutating func nextLap(on course: Course, schedule: Schedule) -> Lap? {
        var lap = Lap()
        var time = entrant.lap
        var from: Int64 = 0
        lap.origin = lineAt
        if let leaves = leavesAt {
            guard !schedule.isOver(at: leaves) else { return nil }
            lap.origin = leaves
            from = Course.exitAt
            leavesAt = nil
            fastLaps = random.int(in: 1...4)
            lap.passages.append(passage(leaves, Course.pitExit))
            time = time * random.int(in: 1100...1300) / 1000
        } else {
            time = fastLaps > 0 ? fastLap() : time * random.int(in: 1050...1250) / 1000
            if course.hasSpeedTrap {
                lap.passages.append(passage(lineAt + time * Course.trapAt / 1000, Course.speedTrap))
            }
        }
        for sector in course.sectors {
            let spread = random.int(in: (-time / 400)...(time / 400))
            lap.passages.append(passage(lap.origin + time * (sector.at - from) / 1000 + spread, sector.loop))
        }
        lap.line = passage(lap.origin + time * (1000 - from) / 1000, Course.line)
        if from == 0, fastLaps == 0 { enterPit(&lap, at: lineAt + time * Course.entryAt / 1000) }
        if from == 0, fastLaps > 0 { fastLaps -= 1 }
        breakDown(&lap)
        return lap
    }

    /// A lap at speed: a little faster with every one, and sometimes traffic.
    private mutating func fastLap() -> Int64 {
        let crew = entrant.entry.drivers
        let seat = Int(driver) - 1
        var time = entrant.lap + Entrant.loss(grade: seat < crew.count ? crew[seat].grade : nil)
        time += random.int(in: -500_000...500_000) - min(lapsDone * 60_000, 900_000)
        if random.chance(permille: 150) { time += random.int(in: 1_000_000...9_000_000) }
        return time
    }

    private mutating func enterPit(_ lap: inout Lap, at entered: Int64) {
        lap.visit = .garage
        lap.passages.append(passage(entered, Course.pitEntry))
        lap.line = passage(entered + pitLane * 45 / 100, Course.linePit)
        leavesAt = entered + pitLane + random.int(in: 30_000_000...240_000_000)
    }

    /// Another of the crew takes the car out.
    private mutating func changeDriver() {
        let crew = max(entrant.entry.drivers.count, 1)
        if random.chance(permille: 400) { driver = UInt8(truncatingIfNeeded: Int(driver) % crew + 1) }
    }

    private func breakDown(_ lap: inout Lap) {
        guard let breaksDown, let line = lap.line, breaksDown < line.stamp, breaksDown > lap.origin else { return }
        lap.stop(at: breaksDown)
    }

    /// The lap is done; `stamp` is the instant at which it crossed the Line.
    mutating func completedLap(at stamp: Int64) {
        lineAt = stamp
        lapsDone += 1
        if leavesAt != nil { changeDriver() }
    }

    /// After the flag: back into the pit lane, which counts for nothing.
    mutating func inLap(on course: Course) -> [Passage] {
        guard leavesAt == nil else { return [] }
        let slow = entrant.lap * 13 / 10
        var passages = course.sectors.map { passage(lineAt + slow * $0.at / 1000, $0.loop) }
        let entered = lineAt + slow * Course.entryAt / 1000
        passages.append(passage(entered, Course.pitEntry))
        passages.append(passage(entered + pitLane * 45 / 100, Course.linePit))
        return passages
    }

    private func passage(_ stamp: Int64, _ loop: LoopID) -> Passage {
        Passage(stamp: stamp, loop: loop, car: index, driver: driver)
    }
}
