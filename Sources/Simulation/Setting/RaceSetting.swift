public import Timing

/// The setting of a simulated race. By default it is an hour of GT3 and GT4 at Sepang.
///
/// Shares are in permille: of cars for retirements and drive-throughs, of crossings for double reads.
public struct RaceSetting: Hashable, Sendable {
    /// The cars of a class and the lap they are good for.
    public struct Field: Hashable, Sendable {
        /// Name of the class, for example GT3.
        public var name: String
        /// How many cars of it start.
        public var cars: Int
        /// A clean lap of a professional driver; at least 45 s.
        public var lap: Milliseconds

        /// So many cars of a class, good for such a lap.
        public init(name: String, cars: Int, lap: Milliseconds) {
            self.name = name
            self.cars = cars
            self.lap = lap
        }
    }

    /// When cars stop to change drivers.
    public enum Stops: Hashable, Sendable {
        /// Once, with the pit entry inside the window: `opens` ≤ pit entry < `closes` (R25.3).
        case window(opens: Milliseconds, closes: Milliseconds)
        /// So many times, spread over the race.
        case spread(Int)
    }

    /// Which boxes read the loops.
    public enum Decoders: Hashable, Sendable {
        /// A box at each loop, numbered 100 and the loop's number.
        case onePerLoop
        /// Box 100 reads every loop.
        case oneForAll
    }

    /// Names the race: what chance decides follows from it.
    public var seed: UInt64
    /// Draws the entry list, where that is the same for several sessions; nil: `seed` does.
    var listSeed: UInt64?
    /// Cars of the list that stay away; in practice and qualifying.
    var absent: Set<CarNumber> = []
    /// A race, or a session won by the best lap.
    public var kind = Session.Kind.race
    /// The classes that race together.
    public var fields = [
        Field(name: "GT3", cars: 22, lap: .seconds(125)),
        Field(name: "GT4", cars: 8, lap: .seconds(137)),
    ]
    /// Drivers of a crew, 1 and up.
    public var crew = 2
    /// The start signal, in microseconds of UTC since 1970: 2018-05-19 15:32:16.227 in Sepang.
    public var start: Int64 = 1_526_715_136_227_000
    /// The leader finishes the lap in which this time runs out (R15.1).
    public var duration = Milliseconds.minutes(60)
    /// Sector loops of the circuit beside the Line, 0 to 5.
    public var sectorLoops = 2
    /// A speed trap after the Line, which says nothing about order.
    public var hasSpeedTrap = false

    /// When crews change drivers.
    public var stops = Stops.window(opens: .minutes(25), closes: .minutes(35))
    /// Pit entry to pit exit of a stop with driver change, at the least.
    public var minimumStop = Milliseconds.seconds(85)
    /// Success penalties of the first cars of each class on the grid, for the first, the second and so on: added to
    /// their minimum.
    public var successPenalties: [Milliseconds] = []
    /// Pit entry to pit exit without stopping.
    public var pitLane = Milliseconds.seconds(28)
    /// Share of cars that drive through the pit lane once.
    public var driveThroughs = 60
    /// Share of cars that break down, some of them on the last lap.
    public var retirements = 80
    /// Share of cars that come into the pit lane at the end of the race and take the flag there.
    public var finishesInPit = 0

    /// Cars cross loops behind the safety car before the start signal.
    public var hasFormationLap = true
    /// Cars cross the Line a few seconds after the start signal, which completes no lap.
    public var crossesLineAtStart = true
    /// Periods of full course yellow, in which everybody is slow.
    public var fullCourseYellows = 0
    /// Two cars may cross the Line in one millisecond (never with the winner at the flag).
    public var deadHeats = false

    /// Which boxes read the loops.
    public var decoders = Decoders.onePerLoop
    /// A second box watches the Line and says everything again, up to 2 ms later.
    public var hasSecondDecoderAtLine = false
    /// Share of crossings that the same box sees a second time, under a number of its own.
    public var doubleReads = 5

    /// Share of the winner's laps, in percent, from which a car is classified (R18.3).
    public var classifiedPercent = 75
    /// Whose winner that is: everybody's or the class's (R18.4).
    public var classifiedBasis = RaceRules.ClassifiedBasis.carClass
    /// Only a car that took the flag is classified (R18.5).
    public var mustTakeFlag = false

    /// Other troubles.
    public var troubles = Troubles()

    /// The hour at Sepang that the seed names.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// A small race whose every property follows from the seed, each trouble wholly absent from some:
    /// 2 to 24 cars for 6 to 20 minutes. For tests that try hundreds.
    public static func generated(seed: UInt64) -> RaceSetting {
        var random = SeededGenerator(seed: seed, stream: Stream.setting)
        var setting = RaceSetting(seed: seed)
        setting.fields = ["GT3", "GT4", "GTC"].prefix(random.int(in: 1...3)).map { name in
            Field(
                name: name, cars: random.int(in: 2...8),
                lap: Milliseconds(random.int(in: 55_000...110_000)))
        }
        setting.crew = random.int(in: 1...4)
        setting.start += random.int(in: 0...86_400_000_000)
        setting.duration = Milliseconds(random.int(in: 360_000...1_200_000))
        setting.sectorLoops = random.int(in: 0...5)
        setting.hasSpeedTrap = random.chance(permille: 300)
        let duration = setting.duration.count
        setting.stops =
            random.chance(permille: 600)
            ? .window(opens: Milliseconds(duration * 35 / 100), closes: Milliseconds(duration * 7 / 10))
            : .spread(random.int(in: 0...3))
        setting.minimumStop = Milliseconds(random.int(in: 30_000...85_000))
        setting.pitLane = Milliseconds(random.int(in: 15_000...28_000))
        setting.driveThroughs = random.share(upTo: 400)
        setting.retirements = random.share(upTo: 400)
        setting.finishesInPit = random.share(upTo: 400)
        setting.hasFormationLap = random.chance(permille: 500)
        setting.crossesLineAtStart = random.chance(permille: 700)
        setting.fullCourseYellows = random.int(in: 0...2)
        setting.deadHeats = random.chance(permille: 300)
        setting.decoders = random.chance(permille: 500) ? .onePerLoop : .oneForAll
        setting.hasSecondDecoderAtLine = random.chance(permille: 300)
        setting.doubleReads = random.share(upTo: 200)
        setting.classifiedPercent = random.chance(permille: 500) ? 75 : 70
        setting.classifiedBasis = random.chance(permille: 500) ? .carClass : .overall
        setting.mustTakeFlag = random.chance(permille: 250)
        return setting
    }

    /// A clean lap of the slowest class.
    var slowestLap: Milliseconds {
        fields.map(\.lap).max() ?? .seconds(120)
    }

    /// The least time of a stop that the pit lane allows.
    var leastStop: Milliseconds { max(minimumStop, pitLane) }
}

/// Subjects that draw on one seed apart from each other.
enum Stream {
    static let setting: UInt64 = 1
    static let entries: UInt64 = 2
    static let reading: UInt64 = 3
    static let flags: UInt64 = 4
    static let disturbance: UInt64 = 5
    static let troubles: UInt64 = 10
    static let neutralisations: UInt64 = 11
    static let missedReads: UInt64 = 12
    static let transponders: UInt64 = 13
    static let misfortune: UInt64 = 14
    static let linesAgain: UInt64 = 20
    static let lateStarts: UInt64 = 21
    static let lateSuspension: UInt64 = 22
    static let driversHeld: UInt64 = 23
    static let wearing: UInt64 = 24
    static let misreadings: UInt64 = 25
    static let weakLoops: UInt64 = 26
    static let circulating: UInt64 = 30
    static let insertedBeside: UInt64 = 27
    static let disqualification: UInt64 = 28
    static let toldOut: UInt64 = 29
    static let ordinary: UInt64 = 30
    /// And one for each car from here on.
    static let stopFaults: UInt64 = 100_000
    /// And one for each car from here on.
    static let cars: UInt64 = 1000
}

extension SeededGenerator {
    /// Nothing in a third of the cases, so that a trouble can be seen to be absent.
    fileprivate mutating func share(upTo most: Int) -> Int {
        chance(permille: 333) ? 0 : int(in: 1...most)
    }
}
