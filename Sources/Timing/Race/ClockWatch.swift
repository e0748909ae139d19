/// Finds decoders whose clocks are off.
///
/// Two decoders at one loop show it by the time between their readings of one passage. A decoder whose clock
/// jumps shows it when car after car takes longer to its loop, and as much less from there to the next, than on
/// the lap before. A clock that is off from the beginning, alone at its loop, shows nowhere.
struct ClockWatch: Equatable {
    /// A passage that took another time than on the lap before.
    private struct Deviation: Equatable {
        var point: Int32 = -1
        var sector: Int32 = 0
        var decoder: UInt32 = 0
        /// Of the point before it.
        var decoderBefore: UInt32 = 0
        var time: Int64 = 0
        var at: Int64 = 0
    }

    private struct Vote: Equatable {
        let car: Int32
        let decoder: UInt32
        let against: UInt32?
        let ahead: Int64
    }

    private(set) var findings: [ClockFinding] = []
    /// Since when the clock at the Line has been another, each time that it stepped.
    private(set) var lineSteps: [Int64] = []
    private var steps: ClockSteps
    private var last: [Deviation]
    /// Votes in a row, by sector for jumps and by slot for pairs of decoders.
    private var jumps: [[Vote]]
    private var pairs: [[Vote]]
    /// When the first of the votes in a row for a jump was given.
    private var jumpsSince: Int64 = 0
    private let needed: Int
    /// When a jump at a loop was found last: who was there before it cannot show it again.
    private var foundAt: [Int64]

    init(cars: Int, points: Int, slots: Int) {
        last = Array(repeating: Deviation(), count: cars)
        jumps = Array(repeating: [], count: points)
        pairs = Array(repeating: [], count: slots)
        needed = min(5, max(3, cars))
        steps = ClockSteps(cars: cars, points: points)
        foundAt = Array(repeating: RaceState.never, count: points)
    }

    /// A sector measured on a lap that was green throughout. True when a clock was found to have stepped.
    @inline(__always)
    mutating func compare(
        _ car: Int, point: Int, sector: Int, decoder: UInt32, at: Int64, time: Int32
    ) -> Bool {
        guard let step = steps.measured(car, point: point, sector: sector, decoder: decoder, at: at, time: time) else {
            return false
        }
        found(step.decoder, at: step.loop, ahead: step.ahead, since: step.since)
        return true
    }

    /// The car's way to its next loop says nothing of clocks.
    @inline(__always)
    mutating func forget(_ car: Int) { steps.forget(car) }

    /// A step adds to those before.
    private mutating func found(_ decoder: UInt32, at loop: Int, ahead: Int64, since: Int64) {
        if loop == jumps.count - 1 { lineSteps.append(since) }
        var sum = ahead
        if let place = findings.firstIndex(where: { $0.decoder == decoder && $0.against == nil }) {
            sum += findings[place].ahead.count
            findings.remove(at: place)
        }
        guard abs(sum) >= 300 else { return }
        findings.append(
            ClockFinding(
                decoder: decoder, ahead: Milliseconds(sum), against: nil, since: Instant(milliseconds: since)))
    }

    /// A sector measured, by `time` longer than on the lap before. True when a clock was found to be off.
    mutating func measured(
        _ car: Int, point: Int, sector: Int, decoder: UInt32, longerBy time: Int64, isSteady: Bool, at: Int64,
        lapBefore: Int64
    ) -> Bool {
        let before = last[car]
        last[car] = Deviation(
            point: Int32(truncatingIfNeeded: point), sector: Int32(sector), decoder: decoder,
            decoderBefore: before.decoder, time: isSteady ? time : 0, at: at)
        guard before.point == point - 1 else { return false }
        // Only other decoders show a clock.
        guard before.decoder != decoder, before.decoder != before.decoderBefore else { return false }
        let place = Int(before.sector)
        guard abs(before.time) >= 2000, abs(before.time + time) <= 1000, isSteady else {
            if !jumps[place].isEmpty { jumps[place] = [] }
            return false
        }
        guard lapBefore > foundAt[place] else { return false }
        if jumps[place].isEmpty { jumpsSince = before.at }
        let vote = Vote(car: Int32(car), decoder: before.decoder, against: nil, ahead: before.time)
        guard let jump = Self.count(vote, in: &jumps[place], within: 1000, needed: needed) else { return false }
        foundAt[place] = at
        steps.forget(loop: place)
        found(jump.decoder, at: place, ahead: jump.ahead, since: jumpsSince)
        return true
    }

    /// One passage read by two decoders. True when their clocks were found to differ.
    mutating func readAgain(_ car: Int, slot: Int, by decoder: UInt32, after other: UInt32, later: Int64) -> Bool {
        guard later >= 20 else {
            if !pairs[slot].isEmpty { pairs[slot] = [] }
            return false
        }
        let known = findings.contains {
            $0.decoder == decoder && $0.against == other && abs($0.ahead.count - later) <= 20
        }
        if known { return false }
        let vote = Vote(car: Int32(car), decoder: decoder, against: other, ahead: later)
        return take(Self.count(vote, in: &pairs[slot], within: 20, needed: needed))
    }

    /// The vote that decides, once there are enough in a row that agree, each of another car.
    private static func count(_ vote: Vote, in votes: inout [Vote], within tolerance: Int64, needed: Int) -> Vote? {
        if let first = votes.first,
            first.decoder != vote.decoder || first.against != vote.against
                || abs(first.ahead - vote.ahead) > tolerance || votes.contains(where: { $0.car == vote.car })
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
        guard abs(vote.ahead) >= 20 else { return true }
        findings.append(
            ClockFinding(decoder: vote.decoder, ahead: Milliseconds(vote.ahead), against: vote.against, since: nil))
        return true
    }
}
