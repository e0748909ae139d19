import ArgumentParser
import Recording
import Rulebook
import Simulation
import Timing

/// `lapwing simulate`: a made-up race with its truth.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulate a Blancpain GT Series Asia race at Sepang with made-up crews.",
        discussion: """
            Writes a recording and `truth.json`: the classification as the simulator itself knows it and, under \
            `troubles`, what went wrong where. Times are like 12:30, 90s or 20min. Loops: 1 the Line, 2 the Line in \
            the pit lane, 3 and 4 the sector loops, 10 the pit entry, 11 the pit exit. A box numbered 100 and the \
            loop's number reads each.
            """)

    @Option(name: .shortAndLong, help: "Directory to write.")
    var output: String

    @Option(help: "The same seed is the same race.")
    var seed: UInt64 = 2018

    @ArgumentParser.Flag(help: "Qualifying instead of a race: out-laps, fast laps, in-laps; the best lap counts.")
    var qualifying = false

    @ArgumentParser.Flag(
        help: """
            A whole meeting of two series instead of a race: practice, qualifying, races, one of them stopped and run \
            again in two parts. Only --seed is heeded beside.
            """)
    var meeting = false

    @Option(help: "How long it lasts; 60min when not given.", transform: TimeSpan.length)
    var duration: TimeSpan?

    @Option(help: "How many cars, 2 to 60, some three quarters of them GT3; 30 when not given.")
    var cars: Int?

    @ArgumentParser.Flag(help: "The first three cars of each class bring 15, 10 and 5 s along for their stop.")
    var successPenalties = false

    @OptionGroup(title: "Trouble")
    var trouble: SimulatedTrouble

    @OptionGroup(title: "Ordinary trouble on the track, in a race")
    var ordinary: SimulatedOrdinaryTrouble

    func validate() throws {
        if let cars, !(2...60).contains(cars) { throw ValidationError("--cars is 2 to 60") }
        if let duration, !(60_000...86_400_000).contains(duration.time.count) {
            throw ValidationError("--duration is 1 min to 24 h")
        }
    }

    func run() throws {
        if meeting { return try simulateMeeting() }
        let race = SimulatedRace.run(setting)
        try race.recording.write(
            directory: output, notes: ["Simulated, seed \(seed). Crews and teams are made up."])
        try TextFile.write(Array(race.truth.json.utf8), to: "\(output)/truth.json")
        print(
            "\(race.event.name): \(race.event.entries.count) cars, \(race.recording.crossings.count) crossings, seed \(seed), in \(output)"
        )
        let missed = race.truth.troubles.missedReads.count
        if missed > 0 { print("\(missed) crossings were missed") }
    }

    private func simulateMeeting() throws {
        let weekend = SimulatedWeekend(seed: seed)
        try weekend.write(
            directory: output, notes: ["Simulated, seed \(seed). Crews and teams are made up."])
        print(
            "\(weekend.recording.event.name): \(weekend.sessions.count) sessions, "
                + "\(weekend.recording.crossings.count) crossings, \(weekend.recording.orders.count) commands, "
                + "seed \(seed), in \(output)")
        let cast = weekend.cast
        print(
            "q1: cars \(cast.swapped[0]) and \(cast.swapped[1]) have each other's transponders; cq2: car \(cast.late) comes "
                + "late with the transponder of \(cast.absent), which stays away from q2; race2: car "
                + "\(cast.renumbered.from) is \(cast.renumbered.to); race1a: 5 s for car \(cast.penalised)")
    }

    private var setting: RaceSetting {
        var setting = RaceSetting(seed: seed)
        if qualifying { setting.kind = .qualifying }
        if let cars {
            let slow = cars * 8 / 30
            setting.fields[0].cars = cars - slow
            setting.fields[1].cars = slow
            setting.fields.removeAll { $0.cars == 0 }
        }
        if let duration = duration?.time {
            setting.duration = duration
            // The window for the stop is the same part of any race.
            setting.stops = .window(
                opens: Milliseconds(duration.count * 25 / 60), closes: Milliseconds(duration.count * 35 / 60))
        }
        if successPenalties { setting.successPenalties = [.seconds(15), .seconds(10), .seconds(5)] }
        trouble.apply(to: &setting)
        if !qualifying { ordinary.apply(to: &setting.troubles) }
        return setting
    }
}
