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

extension Race {
    mutating func noteSecondReading(_ crossing: Crossing, car: Int, slot: Int) {
        if crossing.id.decoder != 0, state.seenBy[slot] != 0 { noteSecondTransponder(crossing, car: car, slot: slot) }
        let other = state.seenBy[slot]
        guard other != 0, crossing.id.decoder != other, crossing.id.decoder != 0 else { return }
        let later = crossing.at.milliseconds - state.seen[slot]
        if state.clocks.readAgain(
            car, slot: slot % track.slots, by: crossing.id.decoder, after: other, later: later)
        {
            loopsChanged = true
        }
    }

    /// `time` is what the sector to this loop took.
    @inline(__always)
    mutating func watchClock(_ crossing: Crossing, car: Int, point: Int, sector: Int, time: Int32) {
        let before = state.paces.own(car, sector: sector)
        guard before != 0 else { return state.clocks.forget(car) }
        // Only where the lap before and this one have been green throughout.
        let isSteady =
            state.flags.now == .green
            && (state.flags.shown.last?.from ?? 0) <= state.cars[car].lapBegan - Int64(state.cars[car].lastLap)
        if state.clocks.measured(
            car, point: point, sector: sector, decoder: crossing.id.decoder, longerBy: Int64(time - before),
            isSteady: isSteady, at: crossing.at.milliseconds,
            lapBefore: state.cars[car].lapBegan - Int64(state.cars[car].lastLap))
        {
            clockStepped()
        }
        guard isSteady else { return state.clocks.forget(car) }
        if state.clocks.compare(
            car, point: point, sector: sector, decoder: crossing.id.decoder, at: crossing.at.milliseconds, time: time)
        {
            clockStepped()
        }
    }

    /// A lap in which the clock at the Line stepped has a wrong time: it is no best lap.
    private mutating func clockStepped() {
        loopsChanged = true
        guard let since = state.clocks.lineSteps.last else { return }
        for car in state.cars.indices where isInDoubt(lapEndingAt: state.cars[car].bestSet, of: car, since: since) {
            takeBackBest(of: car)
        }
        findBestLaps()
    }

    private func isInDoubt(lapEndingAt end: Int64, of car: Int, since: Int64) -> Bool {
        state.cars[car].bestLap > 0 && end >= since && end - Int64(state.cars[car].bestLap) < since
    }

    /// The clock at the Line is known to have stepped in a lap.
    func hasStepped(from began: Int64, to end: Int64) -> Bool {
        state.clocks.lineSteps.contains { began < $0 && $0 <= end }
    }

    @inline(__always)
    func isInLinePit(_ crossing: Crossing?) -> Bool {
        crossing.flatMap { track.detection($0.loop) }?.kind == .linePit
    }
}
