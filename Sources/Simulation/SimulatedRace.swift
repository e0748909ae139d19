public import Recording
public import Rulebook
import Timing

/// A race that never was: what its decoders recorded, and what really happened.
public struct SimulatedRace: Sendable {
    /// Circuit, rules and entry list, for the timing system under test.
    public let event: Event
    /// Crossings in official order, the start signal, flags shown and the end. No chequered flag: the rules
    /// say when it is out.
    public let recording: Recording
    /// What a timing system has to find.
    public let truth: Truth

    /// Runs the race. The same setting gives the same race, crossing by crossing.
    public static func run(_ setting: RaceSetting) -> SimulatedRace {
        let course = Course(sectorLoops: setting.sectorLoops, hasSpeedTrap: setting.hasSpeedTrap)
        let grid = Entrant.grid(setting)
        let event = event(of: setting, course: course, entries: grid.map(\.entry))
        var race = RunningRace(setting, course: course, grid: grid)
        race.run()
        let crossings = DecoderBoxes(setting).read(
            race.passages, transponders: grid.map { $0.entry.transponders[0] })
        let start = Instant(cutting: setting.start)
        let truth = Truth(
            records: race.records, entries: event.entries, rules: setting.rules,
            startMs: start.milliseconds, chequered: race.chequered)
        let recording = Recording(
            event: event, crossings: crossings,
            acts: acts(race.schedule, start: start, last: crossings.last?.at ?? start))
        return SimulatedRace(event: event, recording: recording, truth: truth)
    }

    /// A long race for measuring: GT3 and GT4 on short laps, five sector loops and a speed trap, stops of
    /// an hour's distance, nobody retired. 60 cars cross loops more than 300,000 times in 24 hours.
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
        let session = Session(
            id: "race", name: "Race", circuit: course.circuit, rules: setting.rules, entries: entries)
        return Event(
            name: "Simulated race at Sepang", series: "Blancpain GT Series Asia 2018",
            circuit: course.circuit, entries: entries, sessions: [session])
    }

    /// The start signal, the flags and the end, 1 ms after the last crossing.
    private static func acts(_ schedule: Schedule, start: Instant, last: Instant) -> [Act] {
        func act(_ id: String, _ at: Instant, _ kind: Act.Kind) -> Act {
            Act(id: id, at: at, by: "simulator", kind: kind)
        }
        var acts = [act("sim-start", start, .start)]
        for (index, yellow) in schedule.yellows.enumerated() {
            let (shown, withdrawn) = (
                Instant(cutting: yellow.lowerBound), Instant(cutting: yellow.upperBound)
            )
            acts.append(act("sim-fcy-\(index + 1)", shown, .flag(.fullCourseYellow, isEstimated: false)))
            acts.append(act("sim-green-\(index + 1)", withdrawn, .flag(.green, isEstimated: false)))
        }
        let end = max(last, start) + Milliseconds(1)
        // When everybody has retired, a flag can be later than the last crossing: nobody is there to see it.
        acts.removeAll { $0.at >= end }
        acts.append(act("sim-end", end, .end))
        return acts
    }
}
