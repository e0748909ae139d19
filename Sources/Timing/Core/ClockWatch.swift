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
        var time: Int64 = 0
    }

    private struct Vote: Equatable {
        let car: Int32
        let decoder: UInt32
        let against: UInt32?
        let ahead: Int64
    }

    private(set) var findings: [ClockFinding] = []
    private var last: [Deviation]
    /// Votes in a row, by sector for jumps and by slot for pairs of decoders.
    private var jumps: [[Vote]]
    private var pairs: [[Vote]]
    private let needed: Int

    init(cars: Int, points: Int, slots: Int) {
        last = Array(repeating: Deviation(), count: cars)
        jumps = Array(repeating: [], count: points)
        pairs = Array(repeating: [], count: slots)
        needed = min(5, max(3, cars))
    }

    /// A sector measured, by `time` longer than on the lap before. True when a clock was found to be off.
    mutating func measured(
        _ car: Int, point: Int, sector: Int, decoder: UInt32, longerBy time: Int64, isSteady: Bool
    ) -> Bool {
        let before = last[car]
        last[car] = Deviation(
            point: Int32(truncatingIfNeeded: point), sector: Int32(sector), decoder: decoder, time: isSteady ? time : 0)
        guard before.point == point - 1 else { return false }
        let place = Int(before.sector)
        guard abs(before.time) >= 2000, abs(before.time + time) <= 1000, isSteady else {
            if !jumps[place].isEmpty { jumps[place] = [] }
            return false
        }
        let vote = Vote(car: Int32(car), decoder: before.decoder, against: nil, ahead: before.time)
        return take(Self.count(vote, in: &jumps[place], within: 1000, needed: needed))
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
        var sum = vote.ahead
        if let place = findings.firstIndex(where: { $0.decoder == vote.decoder && $0.against == vote.against }) {
            // A jump adds to those before; two readings of one passage tell the whole.
            if vote.against == nil { sum += findings[place].ahead.count }
            findings.remove(at: place)
        }
        guard abs(sum) >= (vote.against == nil ? 1000 : 20) else { return true }
        findings.append(
            ClockFinding(decoder: vote.decoder, ahead: Milliseconds(sum), against: vote.against))
        return true
    }
}

extension Race {
    mutating func noteSecondReading(_ crossing: Crossing, car: Int, slot: Int) {
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
        guard before != 0 else { return }
        // Only where the lap before and this one have been green throughout.
        let isSteady =
            state.flags.now == .green
            && (state.flags.shown.last?.from ?? 0) <= state.cars[car].lapBegan - Int64(state.cars[car].lastLap)
        if state.clocks.measured(
            car, point: point, sector: sector, decoder: crossing.id.decoder, longerBy: Int64(time - before),
            isSteady: isSteady)
        {
            loopsChanged = true
        }
    }

    @inline(__always)
    func isInLinePit(_ crossing: Crossing?) -> Bool {
        crossing.flatMap { track.detection($0.loop) }?.kind == .linePit
    }
}
