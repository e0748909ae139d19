/// The numbers by which the core judges, each with the sentence of its rule (docs/rules.md).
///
/// A share is a fraction, compared without division so that nothing is cut. Those in which series may differ are keys
/// of the rulebook (`RaceRules`), and these are their defaults. Times are in milliseconds where they are plain numbers.
enum Tolerances {
    /// A fraction of a time.
    struct Share {
        let of: Int64
        let by: Int64

        /// The time is less than this share of the whole.
        @inline(__always)
        func isMore(than time: Int64, of whole: Int64) -> Bool { by * time < of * whole }

        /// The time is more than this share of the whole.
        @inline(__always)
        func isLess(than time: Int64, of whole: Int64) -> Bool { by * time > of * whole }

        /// How many tenths it is, of those that are whole tenths.
        var tenths: Int64 { 10 * of / by }

        /// The least time that is not less than this share of the whole.
        @inline(__always)
        func least(of whole: Int64) -> Int64 { (of * whole + by - 1) / by }
    }

    // MARK: What cannot be

    /// A time t is less than the share of a lap b where 5 t < 4 b, of a car that sector loops read.
    static let possible = Share(of: 4, by: 5)
    /// Half of it where nothing but the Line reads the car, where all drove behind a flag, and for the way from the pit
    /// lane to a sector loop.
    static let possibleInDoubt = Share(of: 1, by: 2)
    /// With F, the first completion of lap 1, a first crossing that is suspicious is the end of lap 1 where it comes at
    /// most 3/2 F after the start signal.
    static let suspiciousLap1 = Share(of: 3, by: 2)
    /// 12 ms a metre of the circuit's length: 300 km/h.
    static let millisecondsPerMetre: Int64 = 12

    // MARK: Missed crossings

    /// A car that no sector loop reads has missed one Line where it comes to the Line after 7/4 to 9/4 of a lap.
    static let missedLineFrom = Share(of: 7, by: 4)
    static let missedLineTo = Share(of: 9, by: 4)
    /// When three provisional crossings follow each other, each of another car, the loop is dead. A loop at which
    /// nobody was seen on lap 1 says nothing of it once three cars have completed lap 1.
    static let carsThatShowADeadLoop = 3
    /// A loop hardly reads a car whose last two passages of it were provisional.
    static let missesOfALoopThatHardlyReads: UInt8 = 2

    // MARK: Overdue

    /// `stopped`: not seen for 2.5 times the latest time of the sector that it is on, in percent; 5 times under yellow,
    /// full course yellow and the safety car; and for 20 s at least.
    static let overdueRacing = 250
    static let overdueNeutralised = 500
    static let overdueLeast = Milliseconds.seconds(20)

    // MARK: Penalties to be served

    /// A drive-through is served by a visit that lasts at most 10 s longer than the way through the pit lane.
    static let driveThroughOver = Milliseconds.seconds(10)
    /// A stop-and-go by one that lasts at most 15 s more than is demanded.
    static let stopAndGoOver = Milliseconds.seconds(15)
    /// Where the way through the pit lane is not known a drive-through lasts at most 60 s, and a stop-and-go at most
    /// 60 s longer than its own time.
    static let withoutTransit = Milliseconds.seconds(60)

    // MARK: The end

    /// The session is over when 10 minutes have passed since the chequered flag.
    static let finishWithin = Milliseconds.minutes(10)
    /// A chequered flag by command is meant for the instant at which it is told.
    static let flagByHand = Milliseconds.zero

    // MARK: What is told

    /// While the field is uneven the net classification is told every ten seconds.
    static let netEvery: Int64 = 10_000
    /// The first hundred blocks of a driving time, more than any race has: a clock that is wrong by years must not make
    /// verdicts without end.
    static let mostBlocks = 100
    /// Two transponders of a car lie apart by what five passages in a row say, alike within 5 ms.
    static let passagesThatShowADistance: Int32 = 5
    static let distanceAlike: Int64 = 5
}
