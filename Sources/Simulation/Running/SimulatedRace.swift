public import Recording
public import Rulebook
public import Timing

/// An invented race: the crossings of its decoders, and the truth.
public struct SimulatedRace: Sendable {
    /// Circuit, rules and entry list, for the timing system under test.
    public let event: Event
    /// Crossings in official order, the start signal, flags shown and the end. No chequered flag: the rules
    /// say when it is out.
    public let recording: Recording
    /// The truth that a timing system has to find.
    public let truth: Truth

    /// Runs the race. The same setting gives the same race, crossing by crossing.
    public static func run(_ setting: RaceSetting) -> SimulatedRace {
        let course = Course(setting)
        let grid = Entrant.grid(setting)
        if setting.kind == .race {
            var race = RunningRace(setting, course: course, grid: grid)
            race.run()
            return SimulatedRace(setting, grid, Drives(race))
        }
        var session = RunningQualifying(setting, course: course, grid: grid)
        session.run()
        return SimulatedRace(setting, grid, Drives(session))
    }

    /// The circuit on which it is run.
    public static func circuit(_ setting: RaceSetting) -> Circuit {
        Course(setting).circuit
    }

    private init(_ setting: RaceSetting, _ grid: [Entrant], _ drives: Drives) {
        var (records, schedule) = (drives.records, drives.schedule)
        let entries = grid.map(\.entry)
        for car in drives.disqualified.keys { records[car].isDisqualified = true }
        var ordinary = OrdinaryTrouble(drives, setting: setting)
        let reads = MissedReads(
            ordinary.drivers.named(drives.passages), records: &records, setting: setting, course: drives.course,
            schedule: schedule, weak: ordinary.weak)
        let others = ordinary.read(drives, reads, setting: setting)
        for car in drives.lateStarts.keys {
            records[car].isUnseen = !(reads.reported + others).contains { $0.car == car && $0.stamp >= setting.start }
        }
        let transponders = Transponders(entries, passages: drives.passages, setting: setting)
        let read = DecoderBoxes(setting).read(reads.reported + others, transponders: transponders)
        let start = Instant(cutting: setting.start)
        // A clock that is behind or ahead must not make the session end early.
        let last = max(
            read.crossings.map(\.at).max() ?? start,
            drives.passages.map { Instant(cutting: $0.stamp) }.max() ?? start)
        let told = ordinary.told(drives, entries, starts: read.starts)
        let acts = Acts(
            setting, drives: drives, entries: entries, transponders: transponders, told: told, last: last
        ).acts
        let listed = entries.enumerated().map { $1.carrying(transponders.listed($0)) }
        let flags = FlagTimeline(schedule)
        for car in records.indices {
            records[car].doNotCount {
                flags.isThroughPitLane(at: start + $0) || flags.flag(at: start + $0) == .red
            }
        }
        event = Self.event(of: setting, course: drives.course, entries: listed)
        recording = Recording(event: event, crossings: read.crossings, acts: acts)
        var truth = Truth(
            records: records, entries: entries, setting: setting, startMs: start.milliseconds,
            chequered: drives.chequered)
        truth.troubles = Truth.Troubles(
            drives, reads: reads, transponders: transponders, read: read, ordinary: ordinary, acts: acts,
            setting: setting, entries: entries)
        self.truth = truth
    }

    /// A long race for measuring: GT3 and GT4 on short laps, five sector loops and a speed trap, stops of
    /// an hour's distance, no retirements. 60 cars cross loops more than 300,000 times in 24 hours.
    public static func longRace(cars: Int, hours: Int, seed: UInt64) -> SimulatedRace {
        var setting = RaceSetting(seed: seed)
        let fast = cars * 2 / 3
        setting.fields = [
            RaceSetting.Field(name: "GT3", cars: fast, lap: .seconds(104)),
            RaceSetting.Field(name: "GT4", cars: cars - fast, lap: .seconds(112)),
        ]
        setting.crew = 4
        setting.duration = .minutes(Int64(hours) * 60)
        setting.sectorLoops = 5
        setting.hasSpeedTrap = true
        setting.stops = .spread(max(hours - 1, 1))
        setting.retirements = 0
        return run(setting)
    }

    private static func event(of setting: RaceSetting, course: Course, entries: [Entry]) -> Event {
        let isRace = setting.kind == .race
        let session = Session(
            id: setting.kind.rawValue, name: isRace ? "Race" : "Qualifying", kind: setting.kind,
            circuit: course.circuit, rules: setting.rules(entries), entries: entries)
        return Event(
            name: "Simulated \(isRace ? "race" : "qualifying") at Sepang", series: "Blancpain GT Series Asia 2018",
            circuit: course.circuit, entries: entries, sessions: [session])
    }
}
