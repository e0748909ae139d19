public import ArgumentParser
import Rulebook
public import Simulation
import Timing

/// Options of `lapwing simulate` for ordinary trouble on the track, of races alone.
struct SimulatedOrdinaryTrouble: ParsableArguments {
    @Option(help: "So many cars are read again at the Line, in their stop or at the pit exit, and have not gone round.")
    var linesAgain = 0

    @Option(help: "So many cars start from the pit lane or long after the others, or never, or are not read then.")
    var lateStarts = 0

    @Option(
        help: ArgumentHelp(
            "A red flag shortly before the end: the time runs out under it, the race is prolonged before or after it has, or it is not resumed.",
            valueName: "how"))
    var lateRedFlag: Troubles.LateSuspension?

    @Option(help: "So many of a thousand cars come into the pit lane while the race is suspended.")
    var waitsInPit = 0

    @Option(help: "In so many cars the switch stays on the driver before; the timekeeper says who drives.")
    var driversHeld = 0

    @Option(
        help: "swap: two cars wear each other's transponders for a while; loan: one is worn by a car, then by another.")
    var transponderWorn: Troubles.Wearing?

    @Option(
        help:
            "So many times a loop of the pit lane reads a car on the track, or one of the track a car in the pit lane.")
    var misreadings = 0

    @Option(help: "So many cars are never read by one of the sector loops.")
    var weakLoops = 0

    @Option(help: "So many crossings are entered by hand some tenths beside, though they were read.")
    var insertedBeside = 0

    @Option(help: "The leader or another car is disqualified in the race and drives on.")
    var disqualify: Troubles.Disqualification?

    @Option(help: "So many cars are told to be out: those that stop for good, else others that race on.")
    var toldOut = 0

    @Option(
        help: ArgumentHelp(
            "The decoder's clock steps by so many milliseconds at a time of the race and nobody says so, as 103=800@15:00. May be repeated.",
            valueName: "decoder=ms@time"))
    var clockStep: [ClockOffsetText] = []

    func validate() throws {
        let counts = [
            ("--lines-again", linesAgain), ("--late-starts", lateStarts), ("--drivers-held", driversHeld),
            ("--misreadings", misreadings), ("--weak-loops", weakLoops), ("--inserted-beside", insertedBeside),
            ("--told-out", toldOut),
        ]
        for (name, count) in counts where !(0...100).contains(count) {
            throw ValidationError("\(name) is 0 to 100")
        }
        guard (0...1000).contains(waitsInPit) else { throw ValidationError("--waits-in-pit is 0 to 1000") }
        for clock in clockStep {
            try clock.requireDecoder("--clock-step")
            if clock.offset.from == nil { throw ValidationError("--clock-step: when is missing, as in 103=800@15:00") }
        }
    }

    func apply(to troubles: inout Troubles) {
        troubles.linesAgain = linesAgain
        troubles.lateStarts = lateStarts
        troubles.lateSuspension = lateRedFlag
        troubles.waitsInPit = waitsInPit
        troubles.driversHeld = driversHeld
        troubles.wearing = transponderWorn
        troubles.misreadings = misreadings
        troubles.weakLoops = weakLoops
        troubles.insertedBeside = insertedBeside
        troubles.disqualification = disqualify
        troubles.toldOut = toldOut
        troubles.clockOffsets += clockStep.map(\.offset)
    }
}

extension Troubles.LateSuspension: ExpressibleByArgument {}
extension Troubles.Wearing: ExpressibleByArgument {}
extension Troubles.Disqualification: ExpressibleByArgument {}
