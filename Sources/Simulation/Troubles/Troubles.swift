public import Timing

/// The troubles of a simulated session. None by default.
public struct Troubles: Hashable, Sendable {
    /// A loop that reports nothing for a while. Times count from the start signal.
    public struct DeadLoop: Hashable, Sendable {
        /// The loop: a sector loop, the Line or one of the pit lane.
        public var loop: LoopID
        /// The first instant at which it is dead.
        public var from: Milliseconds
        /// The first instant at which it reports again.
        public var to: Milliseconds

        /// This loop is dead from here to there.
        public init(_ loop: LoopID, from: Milliseconds, to: Milliseconds) {
            self.loop = loop
            self.from = from
            self.to = to
        }
    }

    /// A box whose clock is wrong.
    public struct ClockOffset: Hashable, Sendable {
        /// The box.
        public var decoder: UInt32
        /// Microseconds by which its clock is ahead; behind, if negative.
        public var ahead: Int64
        /// Time of the race at which the clock steps; nil: it is wrong all the time.
        public var from: Milliseconds?
        /// The recording has the timekeeper's `clock` command that puts it right. After a step back no command
        /// can: the box gives the same stamps twice.
        public var isCorrected: Bool

        /// This box is ahead by so much.
        public init(decoder: UInt32, ahead: Int64, from: Milliseconds? = nil, isCorrected: Bool = false) {
            self.decoder = decoder
            self.ahead = ahead
            self.from = from
            self.isCorrected = isCorrected
        }
    }

    /// A box that starts again without a new epoch: its numbers begin at 1 again under the same name.
    public struct BoxRestart: Hashable, Sendable {
        /// The box.
        public var decoder: UInt32
        /// Time of the race at which it starts again.
        public var at: Milliseconds

        /// This box starts again at this time.
        public init(decoder: UInt32, at: Milliseconds) {
            self.decoder = decoder
            self.at = at
        }
    }

    /// How a suspended race goes on.
    public enum Resumption: String, CaseIterable, Hashable, Sendable {
        case green, safetyCar
    }

    /// The cars that cross the Line in one millisecond at the flag.
    public enum DeadHeat: String, CaseIterable, Hashable, Sendable {
        /// The two that finish first.
        case win
        /// Two that finish after the winner.
        case place
    }

    /// The car that stops on the track on its last lap.
    public enum LastLapStop: String, CaseIterable, Hashable, Sendable {
        case leader
        /// A car that does not lead.
        case another
    }

    /// Whether the recording has the `assign` commands that give a transponder to its car.
    public enum Assignment: String, CaseIterable, Hashable, Sendable {
        case told
        /// It has none: the classification is the truth only once the commands are given.
        case untold
    }

    /// How a crew does not comply with its mandatory stop.
    public enum StopFault: String, CaseIterable, Hashable, Sendable {
        /// It leaves up to three seconds too soon.
        case short
        /// It comes in on the last lap before the window opens, or on the first after it has closed.
        case early, late
        case missed
        /// The driver who came in goes on.
        case sameDriver
    }

    /// Share of cars, in permille, whose mandatory stop in a window is not as it has to be.
    public var stopFaults = 0

    /// Share of passages, in permille, that no box reports. A lap is never lost by them: missing are never two of a
    /// car's points in a row, its first point, or the Line where there is no sector loop.
    public var missedReads = 0
    /// Missed reads may also be those without which the result is not exact: a car's last crossing, the Line at
    /// which it finishes, and the one before.
    public var missesFinishes = false
    /// Loops that report nothing for a while, also where laps are lost by it.
    public var deadLoops: [DeadLoop] = []
    /// Boxes whose clocks are wrong.
    public var clockOffsets: [ClockOffset] = []
    /// Boxes that start again without a new epoch.
    public var boxRestarts: [BoxRestart] = []

    /// Periods of the safety car, in which the field bunches up.
    public var safetyCars = 0
    /// For part of each of these periods the safety car leads through the pit lane: visits begun there are not
    /// stops (R17.2).
    public var leadsThroughPitLane = false
    /// The race is suspended once: everybody goes slowly to the Line, stands before it, and goes on like this.
    public var suspension: Resumption?

    /// Two cars of one lap finish in the same millisecond; in qualifying they set the same best lap.
    public var deadHeat: DeadHeat?
    /// A car stops on the track on its last lap.
    public var lastLapStop: LastLapStop?
    /// So many cars stop on the track in the middle of a lap, for good.
    public var midLapStops = 0

    /// A car goes on with a transponder that is in no entry list.
    public var transponderChange: Assignment?
    /// The entry list has the transponders of two cars the wrong way round.
    public var transponderMixUp: Assignment?

    /// So many cars are read again where they have just been and have not gone round: on the Line, in their stop, at
    /// the pit exit.
    public var linesAgain = 0
    /// So many cars start late, from the pit lane or the grid, or never, or are not read when they start.
    public var lateStarts = 0
    /// A red flag shortly before the end.
    public var lateSuspension: LateSuspension?
    /// Share of cars, in permille, that come into the pit lane while the race is suspended.
    public var waitsInPit = 0
    /// In so many cars the switch stays on the driver before after a change; the timekeeper says who drives.
    public var driversHeld = 0
    /// Transponders that are worn by one car and then by another.
    public var wearing: Wearing?
    /// So many times a loop reads a car that cannot be there.
    public var misreadings = 0
    /// Which kinds of them there may be.
    public var misreadingKinds = Misreading.allCases
    /// So many cars are never read by one of the sector loops.
    public var weakLoops = 0
    /// So many crossings the timekeeper enters by hand some tenths beside, though they were read.
    public var insertedBeside = 0
    /// A car is disqualified in the race and drives on.
    public var disqualification: Disqualification?
    /// So many cars are told to be out: those that stop for good, else others that race on.
    public var toldOut = 0

    /// None.
    public init() {}
}
