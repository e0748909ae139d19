/// The state of one car in the fold. Plain numbers only: a crossing touches one of these.
struct CarState: Equatable {
    /// The last point passed (see `PassageTable`); 0 on the grid.
    var progress: Int32 = 0
    var laps: Int32 = 0
    /// Crossing of the Line that began the present lap; the start signal for the first. Nothing before that.
    var lapBegan = Instant.distantPast
    /// Last crossing that counted; nothing before the first (`wasSeen`).
    var lastSeen = Instant.distantPast
    /// The last crossing of the Line that counted: the start, or the end of a lap.
    var lineAt = LastTime.never
    /// The last reading at the Line while the car was really there, with any outcome.
    var lineRead = LastTime.never
    /// The last reading at the Line of any kind.
    var lineTouched = LastTime.never
    /// The last pit entry.
    var entryAt = LastTime.never
    /// The last pit entry taken as misread: a reading before the next sector loop may show that it was real.
    var misreadEntryAt = LastTime.never
    /// The last pit exit, while the car has been nowhere else since.
    var leftPit = LastTime.never
    /// The last reading at a pit exit since then.
    var exitRead = LastTime.never
    /// When the car was told to be out.
    var retiredAt = LastTime.never
    /// Completion of the best lap, where there is one.
    var bestSet = Instant.distantPast
    /// None before the first lap.
    var lastLap = DrivenTime.none
    /// None before the first lap that can be a best.
    var bestLap = DrivenTime.none
    var bestLapNumber: Int32 = 0
    /// Its number among all laps of all cars in this race: of two laps in one millisecond the lower was first.
    var bestTurn: Int32 = 0
    /// The best lap before that one.
    var bestBefore = BestBefore()
    /// None before the second lap that can be a best.
    var secondBest = DrivenTime.none
    /// Sectors, from bit 0, whose latest time rests on a provisional crossing.
    var estimatedSectors: UInt32 = 0
    var lastLoop: UInt16 = 0
    var driver: UInt8 = 0
    /// The driver on board at the start signal, else the first identified before a visit to the pit lane; zero where
    /// unidentified.
    var starter: UInt8 = 0
    /// Bit n: driver n has been on board since the start signal; the last bit for all with larger numbers.
    var drove: UInt64 = 0
    var wasSeen = false
    var isInPit = false
    /// Whether a visit to the pit lane was open at the last point passed, or has begun since.
    var wasInPit = false
    var isOutLap = false
    var hasFinished = false
    /// Out by command, and not seen to race again since.
    var isRetired = false
    /// Disqualified since then: it is not there.
    var disqualifiedAt = LastTime.never
    /// A pit entry was read since the car crossed the Line last.
    var hasEntered = false
    /// The driver was named by command: what the car sends does not change him before its next stop.
    var isDriverHeld = false
    /// The last crossing of the Line that counted was read by the loop on the track.
    var isLineOnTrack = false
    /// The present lap began in the pit lane.
    var lapBeganInPit = false
    /// The last lap began there.
    var lastLapBeganInPit = false
    /// Overdue when the red flag was last shown, or when the session was ended without it.
    var wasStopped = false
    /// Whether the driver was named since the last pit entry: then he is known to drive out.
    var driverNamedInPit = false
    /// Seen out of order since the last point passed.
    var wasUnexpected = false
    /// The present lap began with a provisional crossing.
    var lapBeganEstimated = false
    var lastLapEstimated = false

    /// A crossing that counts: its place and time.
    @inline(__always)
    mutating func see(at: Instant, loop: LoopID) {
        lastSeen = at
        lastLoop = loop.value
        wasSeen = true
    }

    /// It is at a point of the race. `isSeenAtSector`: a sector loop has read it there.
    @inline(__always)
    mutating func pass(_ point: Int, at: Instant, isSeenAtSector: Bool) {
        progress = Int32(point)
        wasInPit = false
        wasUnexpected = false
        if isSeenAtSector { misreadEntryAt = .never }
        if leftPit <= at { leftPit = .never }
    }

    /// `asStarter`: no other driver can have taken over yet.
    @inline(__always)
    mutating func note(driver: UInt8, asStarter: Bool) {
        self.driver = driver
        guard driver != 0 else { return }
        if asStarter, starter == 0 { starter = driver }
        drove |= 1 << UInt64(min(driver, 63))
    }

    @inline(__always)
    var isDisqualified: Bool { disqualifiedAt.hasBeen }

    /// On the track and still in the session.
    @inline(__always)
    var isExpected: Bool { wasSeen && !isInPit && !hasFinished && !isRetired }
}
