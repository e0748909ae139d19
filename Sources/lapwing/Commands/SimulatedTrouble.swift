public import ArgumentParser
import Rulebook
public import Simulation
import Timing

/// Options of `lapwing simulate` that make something go wrong.
struct SimulatedTrouble: ParsableArguments {
    @Option(help: "So many of a thousand crossings are missed. No lap is lost by it, and no finish.")
    var missedReads = 0

    @ArgumentParser.Flag(
        help: "Missed reads may be those on which the result depends: a car's finish, its last crossing.")
    var missedFinishes = false

    @Option(
        help:
            "So many of a thousand cars do not comply with their mandatory stop: too short, too early, too late, none, or the same driver goes on."
    )
    var stopFaults = 0

    @Option(help: "So many of a thousand crossings are read twice; 5 when not given.")
    var doubleReads: Int?

    @Option(
        help: ArgumentHelp(
            "The loop reports nothing from one time of the race to another, as 3@10:00-20:00. May be repeated.",
            valueName: "loop@from-to"))
    var deadLoop: [DeadLoopText] = []

    @Option(
        help: ArgumentHelp(
            "The decoder's clock is ahead by so many milliseconds (behind: -250), as 103=7250, or from a time of the race on, as 103=7250@15:00. May be repeated.",
            valueName: "decoder=ms"))
    var clockOffset: [ClockOffsetText] = []

    @Option(
        help: ArgumentHelp(
            "The box starts again without a new epoch, its numbers at 1, at a time of the race, as 101@15:00. May be repeated.",
            valueName: "decoder@time"))
    var boxRestart: [BoxRestartText] = []

    @Option(help: "So many periods behind the safety car, in which the field bunches up.")
    var safetyCar = 0

    @ArgumentParser.Flag(help: "For some laps the safety car leads through the pit lane: those visits are no stops.")
    var throughPitLane = false

    @Option(
        help:
            "The race is suspended once: the field stands before the Line, then goes on under green or behind the safetyCar."
    )
    var redFlag: Troubles.Resumption?

    @Option(
        help:
            "Two cars of one lap take the flag in the same millisecond: for the win, or for a place behind the winner.")
    var deadHeat: Troubles.DeadHeat?

    @Option(help: "On its last lap the leader, or another car, stops on the track.")
    var stopOnLastLap: Troubles.LastLapStop?

    @Option(help: "So many cars stop on the track in the middle of the race.")
    var stopsOnTrack = 0

    @Option(
        help:
            "change: a car goes on with a transponder that is in no entry list; mixUp: the entry list has those of two cars the wrong way round; both."
    )
    var transponderSwap: TransponderSwap?

    @ArgumentParser.Flag(
        help: "The recording has no commands that put clocks and transponders right; the truth is the same.")
    var untold = false

    func validate() throws {
        let shares = [
            ("--missed-reads", missedReads), ("--stop-faults", stopFaults), ("--double-reads", doubleReads ?? 0),
        ]
        for (name, share) in shares where !(0...1000).contains(share) {
            throw ValidationError("\(name) is 0 to 1000")
        }
        let counts = [("--safety-car", safetyCar), ("--stops-on-track", stopsOnTrack)]
        for (name, count) in counts where !(0...100).contains(count) {
            throw ValidationError("\(name) is 0 to 100")
        }
        let loops = RaceSetting.loops.map(\.value)
        for dead in deadLoop where !loops.contains(dead.loop.loop.value) {
            throw ValidationError(
                "--dead-loop: the circuit has the loops \(loops.map(String.init).joined(separator: ", "))")
        }
        for clock in clockOffset { try clock.requireDecoder("--clock-offset") }
        for box in boxRestart where !loops.contains(where: { UInt32($0) + 100 == box.restart.decoder }) {
            throw ValidationError("--box-restart: a decoder is 100 and the number of one of the loops")
        }
    }

    func apply(to setting: inout RaceSetting) {
        let assignment = untold ? Troubles.Assignment.untold : .told
        if let doubleReads { setting.doubleReads = doubleReads }
        setting.troubles.missedReads = missedReads
        setting.troubles.stopFaults = stopFaults
        setting.troubles.missesFinishes = missedFinishes
        setting.troubles.deadLoops = deadLoop.map(\.loop)
        setting.troubles.clockOffsets = clockOffset.map { text in
            var offset = text.offset
            offset.isCorrected = !untold
            return offset
        }
        setting.troubles.boxRestarts = boxRestart.map(\.restart)
        setting.troubles.safetyCars = max(safetyCar, throughPitLane ? 1 : 0)
        setting.troubles.leadsThroughPitLane = throughPitLane
        setting.troubles.suspension = redFlag
        setting.troubles.deadHeat = deadHeat
        setting.troubles.lastLapStop = stopOnLastLap
        setting.troubles.midLapStops = stopsOnTrack
        if transponderSwap == .change || transponderSwap == .both { setting.troubles.transponderChange = assignment }
        if transponderSwap == .mixUp || transponderSwap == .both { setting.troubles.transponderMixUp = assignment }
    }
}

extension RaceSetting {
    /// The loops of the simulated hour.
    fileprivate static let loops = SimulatedRace.circuit(RaceSetting(seed: 1)).loops.map(\.id)
}

/// Transponders that differ from the entry list.
enum TransponderSwap: String, CaseIterable, ExpressibleByArgument {
    case change, mixUp, both
}

extension Troubles.Resumption: ExpressibleByArgument {}
extension Troubles.DeadHeat: ExpressibleByArgument {}
extension Troubles.LastLapStop: ExpressibleByArgument {}

/// `3@10:00-20:00`.
struct DeadLoopText: ExpressibleByArgument {
    let loop: Troubles.DeadLoop

    init?(argument: String) {
        let parts = argument.split(separator: "@")
        guard parts.count == 2, let id = UInt16(parts[0]) else { return nil }
        let times = parts[1].split(separator: "-").map { Milliseconds(duration: String($0)) }
        guard times.count == 2, let from = times[0], let to = times[1], from < to else { return nil }
        loop = Troubles.DeadLoop(LoopID(id), from: from, to: to)
    }
}

/// `101@15:00`.
struct BoxRestartText: ExpressibleByArgument {
    let restart: Troubles.BoxRestart

    init?(argument: String) {
        let parts = argument.split(separator: "@")
        guard parts.count == 2, let decoder = UInt32(parts[0]), let at = Milliseconds(duration: String(parts[1])) else {
            return nil
        }
        restart = Troubles.BoxRestart(decoder: decoder, at: at)
    }
}

/// `103=7250`, `103=-0.4@15:00`.
struct ClockOffsetText: ExpressibleByArgument {
    let offset: Troubles.ClockOffset

    init?(argument: String) {
        let parts = argument.split(separator: "@")
        let values = (parts.first ?? "").split(separator: "=")
        guard parts.count <= 2, values.count == 2, let decoder = UInt32(values[0]), let ms = Double(values[1]),
            abs(ms) <= 1e12
        else { return nil }
        var from: Milliseconds?
        if parts.count == 2 {
            from = Milliseconds(duration: String(parts[1]))
            if from == nil { return nil }
        }
        offset = Troubles.ClockOffset(decoder: decoder, ahead: Int64((ms * 1000).rounded()), from: from)
    }

    func requireDecoder(_ option: String) throws {
        let loops = RaceSetting.loops.map(\.value)
        guard loops.contains(where: { UInt32($0) + 100 == offset.decoder }) else {
            throw ValidationError("\(option): a decoder is 100 and the number of one of the loops")
        }
    }
}
