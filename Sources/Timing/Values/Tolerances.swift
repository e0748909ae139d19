/// The numbers by which the core judges, each with the sentence of its rule (docs/rules.md).
///
/// A share is a fraction, compared without division so that nothing is cut. Those in which series may differ are keys
/// of the rulebook (`RaceRules`), and these are their defaults.
enum Tolerances {
    // MARK: What cannot be

    /// A time t is less than the share of a lap b where 5 t < 4 b, of a car that sector loops read (R4.5);
    /// a sector likewise (R8.5).
    static let possible = Share(of: 4, by: 5)
    /// Half of it where nothing but the Line reads the car, where all drove behind a flag, and for the way from the pit
    /// lane to a sector loop (R4.5, R7.9, R8.5).
    static let possibleInDoubt = Share(of: 1, by: 2)
    /// With F, the first completion of lap 1, a first crossing that is suspicious is the end of lap 1 where it comes at
    /// most 3/2 F after the start signal (R6.8).
    static let suspiciousLap1 = Share(of: 3, by: 2)
    /// 12 ms a metre of the circuit's length: 300 km/h (R4.1).
    static let quickestMetre = Milliseconds(12)

    // MARK: Corrections

    /// A row is corrected by what belongs 5 s or more before the present; what comes sooner is only late (R1.11).
    static let correctedAfter = Milliseconds.seconds(5)

    // MARK: Missed crossings

    /// A car that no sector loop reads has missed one Line where it comes to the Line after 7/4 to 9/4 of a lap
    /// (R8.2).
    static let missedLineFrom = Share(of: 7, by: 4)
    static let missedLineTo = Share(of: 9, by: 4)
    /// When three provisional crossings follow each other, each of another car, the loop is dead (R8.12). A loop at
    /// which no car was seen on lap 1 says nothing of it once three cars have completed lap 1 (R8.4).
    static let carsThatShowADeadLoop = 3
    /// A loop hardly reads a car whose last two passages of it were provisional (R11.3).
    static let missesOfALoopThatHardlyReads: UInt8 = 2

    // MARK: Decoders' clocks

    /// Two decoders at one loop are apart when five cars in a row (three at least in a smaller field), none twice, are
    /// read by the second within the loop's minimum at one distance of 20 ms or more, alike within 20 ms (R9.3).
    static let readingsThatShowAClock = 5
    static let leastReadingsThatShowAClock = 3
    static let leastDifference = Milliseconds(20)
    /// A clock has jumped when as many cars in a row take 2 s or more longer (or less) to the loop than on their lap
    /// before and, within 1 s, as much less (or more) from there to the next loop, alike within 1 s (R9.4).
    static let leastJump = Milliseconds.seconds(2)
    static let jumpsAlike = Milliseconds.seconds(1)
    /// A clock that steps by 0.3 s or more is found (R9.5). What is found of one clock adds up; a sum below 0.3 s is
    /// said no more (R9.12).
    static let leastStep = Milliseconds(300)
    /// A vote says nothing where `slower`, without sign, is more than 0.2 s and more than a quarter of `ahead` (R9.7).
    static let slowness = Milliseconds(200)
    static let slownessOfVote = Share(of: 1, by: 4)
    /// A vote cries at three times the size of votes at this loop. This size is 150 ms at first. Each vote moves it by
    /// a sixteenth of itself, between 40 ms and 3 s (R9.8).
    static let timesTheUsual: Int32 = 3
    static let usualVote = Milliseconds(150)
    static let partsThatUsualMoves: Int32 = 16
    static let usualVoteAtLeast = Milliseconds(40)
    static let usualVoteAtMost = Milliseconds.seconds(3)
    /// The clock has stepped when five votes in a row cry, of three cars at least (of all in a smaller field). One that
    /// differs from one of the row by more than 300 ms and two fifths of itself begins another row (R9.9).
    static let votesThatShowAStep = 5
    static let carsThatShowAStep = 3
    static let votesAlike = Milliseconds(300)
    static let votesAlikeOfVote = Share(of: 2, by: 5)

    // MARK: Overdue

    /// `stopped`: not seen for 2.5 times the latest time of the sector that it is on, in percent; 5 times under yellow,
    /// full course yellow and the safety car; and for 20 s at least (R13.1).
    static let overdueRacing = 250
    static let overdueNeutralised = 500
    static let overdueLeast = Milliseconds.seconds(20)

    // MARK: Penalties to be served

    /// A drive-through is served by a visit that lasts at most 10 s longer than the way through the pit lane
    /// (R21.2).
    static let driveThroughOver = Milliseconds.seconds(10)
    /// A stop-and-go by one that lasts at most 15 s more than is demanded (R21.3).
    static let stopAndGoOver = Milliseconds.seconds(15)
    /// Where the way through the pit lane is not known a drive-through lasts at most 60 s, and a stop-and-go at most
    /// 60 s longer than its own time (R21.2, R21.3).
    static let withoutTransit = Milliseconds.seconds(60)

    // MARK: The end

    /// The session is over when 10 minutes have passed since the chequered flag (R15.11).
    static let finishWithin = Milliseconds.minutes(10)
    /// A chequered flag by command is meant for the instant at which it is told (R15.7).
    static let flagByHand = Milliseconds.zero

    // MARK: What is told

    /// While the field is uneven the net classification is told every ten seconds.
    static let netEvery = Milliseconds.seconds(10)
    /// The first hundred blocks of a driving time, more than any race has: a clock that is wrong by years must not make
    /// verdicts without end (R30.9).
    static let mostBlocks = 100
    /// Two transponders of a car lie apart by what five passages in a row say, 2 ms or more, alike within 5 ms (R10.5).
    static let leastDistance = Milliseconds(2)
    static let passagesThatShowADistance: Int32 = 5
    static let distanceAlike = Milliseconds(5)
}
