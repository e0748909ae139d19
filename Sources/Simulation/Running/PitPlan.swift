import Timing

/// When a car means to come into the pit lane, and for how long.
struct PitPlan {
    /// Pit entry to the Line in the pit lane, in microseconds.
    let toLine: Int64
    private let minimumStop: Int64
    /// The mistake of the crew at its stop.
    let fault: Troubles.StopFault?
    /// By how much it leaves too soon when it is `short`.
    private let shortfall: Int64
    private let driveThrough: Int64
    /// The Line in the pit lane to the exit.
    var toExit: Int64 { driveThrough - toLine }
    private let stops: RaceSetting.Stops
    /// Instants from which the next stop is due, earliest last.
    private var stopsDue: [Int64]
    private var driveThroughDue: Int64?
    private let finishesInPit: Bool

    /// `place` is the car's on the grid, `addition` what is added to its minimum.
    init(
        _ setting: RaceSetting, _ schedule: Schedule, place: Int, addition: Milliseconds,
        _ random: inout SeededGenerator
    ) {
        driveThrough = setting.pitLane.count * 1000
        minimumStop = (setting.leastStop + addition).count * 1000
        (fault, shortfall) = Self.fault(place, setting)
        toLine = driveThrough * 45 / 100
        stops = setting.stops
        let raceTime = schedule.duration.count * 1000
        switch setting.stops {
        case .window(let opens, let closes):
            let span = opens.count * 1000...max(opens.count, closes.count) * 1000
            stopsDue = [schedule.start + random.int(in: span)]
        case .spread(let count):
            let part = raceTime / Int64(count + 1)
            stopsDue = (0..<count).reversed().map { number in
                schedule.start + Int64(number + 1) * part + random.int(in: (-part / 5)...(part / 5))
            }
        }
        driveThroughDue =
            random.chance(permille: setting.driveThroughs)
            ? schedule.start + random.int(in: 0...raceTime) : nil
        finishesInPit = random.chance(permille: setting.finishesInPit)
    }

    /// Whether the car comes in at the end of the lap, and what for. It takes the due stop off the plan.
    mutating func visit(
        enteringAt entered: Int64, lapTime: Int64, schedule: Schedule, _ random: inout SeededGenerator
    ) -> Truth.Stop.Purpose? {
        guard !schedule.isOver(at: entered + toLine) else {
            return finishesInPit ? .driveThrough : nil
        }
        if let due = stopsDue.last, isTime(for: due, entered, lapTime: lapTime, schedule) {
            stopsDue.removeLast()
            return .driverChange
        }
        if let due = driveThroughDue, due <= entered {
            driveThroughDue = nil
            return .driveThrough
        }
        return nil
    }

    func stopTime(_ random: inout SeededGenerator) -> Int64 {
        var time = minimumStop + random.int(in: 20_000...7_000_000)
        if random.chance(permille: 40) { time += random.int(in: 5_000_000...40_000_000) }
        return fault == .short ? minimumStop - shortfall : time
    }

    func driveThroughTime(_ random: inout SeededGenerator) -> Int64 {
        driveThrough + random.int(in: 0...900_000)
    }

    /// In a window a car stops when it meant to, or when one more lap could be too late.
    private func isTime(
        for due: Int64, _ entered: Int64, lapTime: Int64, _ schedule: Schedule
    ) -> Bool {
        guard case .window(let opens, let closes) = stops else { return entered >= due }
        let since = schedule.since(entered)
        switch fault {
        case .missed: return false
        case .early: return since < opens.count && since + lapTime / 1000 >= opens.count
        case .late: return since >= closes.count
        case .short, .sameDriver, nil: break
        }
        guard since >= opens.count, since < closes.count else { return false }
        return entered >= due || since + lapTime * 2 / 1000 >= closes.count
    }

    /// The mistake of the crew of the car at this place on the grid, and by how much its stop is too short then.
    static func fault(_ place: Int, _ setting: RaceSetting) -> (fault: Troubles.StopFault?, shortfall: Int64) {
        var chance = SeededGenerator(seed: setting.seed, stream: Stream.stopFaults + UInt64(place))
        let faults = Troubles.StopFault.allCases.filter { $0 != .sameDriver || setting.crew > 1 }
        let fault = faults[chance.int(in: 0...(faults.count - 1))]
        let shortfall = chance.int(in: 1_000...3_000_000) as Int64
        guard case .window = setting.stops, chance.chance(permille: setting.troubles.stopFaults) else {
            return (nil, shortfall)
        }
        return (fault, shortfall)
    }
}
