/// Finds decoders whose clocks are off.
///
/// Two decoders at one loop show it by the time between their readings of one passage. A jump of a clock shows when
/// car after car takes longer to its loop than on the lap before, and as much less from there to the next. A smaller
/// step shows against the cars' usual times (`StepVotes`). A clock that is off from the beginning, alone at its loop,
/// cannot be found.
struct ClockWatch: Equatable {
    /// A car's latest passage of a point, with its time to that point.
    private struct Passage: Equatable {
        var point: Int32 = -1
        var sector: Int32 = 0
        var decoder: UInt32 = 0
        /// Of the point before it.
        var decoderBefore: UInt32 = 0
        /// Longer than on the lap before, in milliseconds; zero where flags say why.
        var longerThanBefore: Int32 = 0
        /// Against the car's usual time for the sector; nil without one.
        var sectorToIt: StepVotes.Sector?
        /// The same of the sector before that one.
        var sectorBefore: StepVotes.Sector?
        var at = Instant.distantPast
    }

    private struct Vote: Equatable {
        let car: Int32
        let decoder: UInt32
        let against: UInt32?
        let ahead: Milliseconds
    }

    /// A sector as it was measured.
    struct Measured {
        let car: Int
        /// The point at its end, and the sector of a lap.
        let point: Int
        let sector: Int
        let decoder: UInt32
        let at: Instant
        /// Its time, and that of the lap before.
        let time: Milliseconds
        let before: Milliseconds
        /// Green throughout, since the lap before began.
        let isSteady: Bool
        /// When the lap before began.
        let lapBefore: Instant
    }

    private(set) var findings: [ClockFinding] = []
    /// Since when the clock at the Line has been another, each time that it stepped.
    private(set) var lineSteps: [Instant] = []
    private let points: Int
    private var last: [Passage]
    /// The times of each car for each sector.
    private var times: [RecentTimes]
    private var steps: [StepVotes]
    /// Votes in a row, by sector for jumps and by slot for pairs of decoders.
    private var jumps: [[Vote]]
    private var pairs: [[Vote]]
    /// Some row of votes for a jump is not empty.
    private var isJumpOpen = false
    /// When the first of the votes in a row for a jump was given, while there is one.
    private var jumpsSince = Instant.distantPast
    private let needed: Int
    private let carsForStep: Int
    /// When a step at a loop was found last: a car whose lap before began earlier cannot show another.
    private var foundAt: [LastTime]

    init(cars: Int, points: Int, slots: Int) {
        self.points = points
        last = Array(repeating: Passage(), count: cars)
        times = Array(repeating: RecentTimes(), count: cars * points)
        steps = Array(repeating: StepVotes(), count: points)
        jumps = Array(repeating: [], count: points)
        pairs = Array(repeating: [], count: slots)
        needed = min(Tolerances.readingsThatShowAClock, max(Tolerances.leastReadingsThatShowAClock, cars))
        carsForStep = min(Tolerances.carsThatShowAStep, cars)
        foundAt = Array(repeating: .never, count: points)
    }

    /// The car's way to its next loop says nothing of clocks.
    @inline(__always)
    mutating func forget(_ car: Int) { last[car].point = -1 }

    /// True when a clock was found to have stepped.
    @inline(__always)
    mutating func note(_ sector: Measured) -> Bool {
        let before = last[sector.car]
        let longer = (sector.time - sector.before).narrow
        let follows = before.point == Int32(truncatingIfNeeded: sector.point) - 1
        let passage = Passage(
            point: Int32(truncatingIfNeeded: sector.point), sector: Int32(truncatingIfNeeded: sector.sector),
            decoder: sector.decoder, decoderBefore: before.decoder,
            longerThanBefore: sector.isSteady ? longer : 0,
            sectorToIt: sector.isSteady ? againstUsual(sector) : nil,
            sectorBefore: follows ? before.sectorToIt : nil, at: sector.at)
        last[sector.car] = passage
        // A decoder that reads the next loop too, or read the last one, shifts both alike: only others show its clock.
        guard follows, before.decoder != passage.decoder,
            before.decoder != before.decoderBefore
        else { return false }
        return jumped(from: before, to: passage, sector) || stepped(from: before, to: passage, car: sector.car)
    }

    /// Against the car's usual time (R9.6), from the lap before on. Lap 1 is no measure: a car is slow in it where the
    /// field is close, and quick to the first loop where the start is a rolling one.
    @inline(__always)
    private mutating func againstUsual(_ sector: Measured) -> StepVotes.Sector? {
        let place = sector.car * points + sector.sector
        if times[place].isEmpty {
            let found = max(foundAt[sector.sector], foundAt[(sector.sector + points - 1) % points])
            guard found < sector.lapBefore, sector.point > 2 * points else {
                if sector.point > points { times[place].add(sector.time.narrow) }
                return nil
            }
            times[place].add(sector.before.narrow)
        }
        let usual = times[place].usual
        times[place].add(sector.time.narrow)
        return StepVotes.Sector(usual: usual, longer: sector.time.narrow &- usual)
    }

    /// Two loops on a lap cannot show a step: there the clocks of both would look alike.
    @inline(__always)
    private mutating func stepped(from before: Passage, to passage: Passage, car: Int) -> Bool {
        guard points > 2, let earlier = before.sectorBefore, let to = before.sectorToIt, let from = passage.sectorToIt
        else { return false }
        let loop = Int(before.sector)
        let vote = StepVotes.Vote(
            car: Int32(truncatingIfNeeded: car), decoder: before.decoder, at: before.at, earlier: earlier, to: to,
            from: from)
        guard let step = steps[loop].add(vote, fewestCars: carsForStep) else { return false }
        forget(loop: loop, at: passage.at)
        found(step.decoder, at: loop, ahead: step.ahead, since: step.since)
        return true
    }

    /// Longer to the loop by two seconds and more, and as much less from there to the next.
    @inline(__always)
    private mutating func jumped(from before: Passage, to passage: Passage, _ sector: Measured) -> Bool {
        let place = Int(before.sector)
        let ahead = Milliseconds(narrow: before.longerThanBefore)
        let back = Milliseconds(narrow: passage.longerThanBefore)
        guard ahead.magnitude >= Tolerances.leastJump, (ahead + back).magnitude <= Tolerances.jumpsAlike,
            sector.isSteady
        else {
            if isJumpOpen {
                jumps[place] = []
                isJumpOpen = jumps.contains { !$0.isEmpty }
            }
            return false
        }
        guard foundAt[place] < sector.lapBefore else { return false }
        if jumps[place].isEmpty { jumpsSince = before.at }
        isJumpOpen = true
        let vote = Vote(car: Int32(sector.car), decoder: before.decoder, against: nil, ahead: ahead)
        guard let jump = Self.count(vote, in: &jumps[place], within: Tolerances.jumpsAlike, needed: needed) else {
            return false
        }
        forget(loop: place, at: sector.at)
        found(jump.decoder, at: place, ahead: jump.ahead, since: jumpsSince)
        return true
    }

    /// The usual times to the loop and from it are void, now that its clock has stepped.
    private mutating func forget(loop: Int, at instant: Instant) {
        foundAt[loop] = LastTime(instant)
        jumps[loop] = []
        steps[loop].forget()
        for car in last.indices {
            times[car * points + loop] = RecentTimes()
            times[car * points + (loop + 1) % points] = RecentTimes()
            last[car].sectorToIt = nil
            last[car].sectorBefore = nil
        }
    }

    /// A step adds to those before.
    private mutating func found(_ decoder: UInt32, at loop: Int, ahead: Milliseconds, since: Instant) {
        if loop == points - 1 { lineSteps.append(since) }
        var sum = ahead
        if let place = findings.firstIndex(where: { $0.decoder == decoder && $0.against == nil }) {
            sum += findings[place].ahead
            findings.remove(at: place)
        }
        guard sum.magnitude >= Tolerances.leastStep else { return }
        findings.append(
            ClockFinding(decoder: decoder, ahead: sum, against: nil, since: since))
    }

    /// One passage read by two decoders. True when their clocks were found to differ.
    mutating func readAgain(_ car: Int, slot: Int, by decoder: UInt32, after other: UInt32, later: Milliseconds) -> Bool
    {
        guard later >= Tolerances.leastDifference else {
            if !pairs[slot].isEmpty { pairs[slot] = [] }
            return false
        }
        let known = findings.contains {
            $0.decoder == decoder && $0.against == other && ($0.ahead - later).magnitude <= Tolerances.leastDifference
        }
        if known { return false }
        let vote = Vote(car: Int32(car), decoder: decoder, against: other, ahead: later)
        return take(Self.count(vote, in: &pairs[slot], within: Tolerances.leastDifference, needed: needed))
    }

    /// The vote that decides, once there are enough in a row that agree, each of another car.
    private static func count(_ vote: Vote, in votes: inout [Vote], within tolerance: Milliseconds, needed: Int)
        -> Vote?
    {
        if let first = votes.first,
            first.decoder != vote.decoder || first.against != vote.against
                || (first.ahead - vote.ahead).magnitude > tolerance || votes.contains(where: { $0.car == vote.car })
        {
            votes = []
        }
        votes.append(vote)
        guard votes.count >= needed else { return nil }
        let median = votes.sorted { $0.ahead < $1.ahead }[votes.count / 2]
        votes = []
        return median
    }

    private mutating func take(_ vote: Vote?) -> Bool {
        guard let vote else { return false }
        // Two readings of one passage tell the whole.
        findings.removeAll { $0.decoder == vote.decoder && $0.against == vote.against }
        guard vote.ahead.magnitude >= Tolerances.leastDifference else { return true }
        findings.append(
            ClockFinding(decoder: vote.decoder, ahead: vote.ahead, against: vote.against, since: nil))
        return true
    }
}
