/// Finds decoders whose clocks have stepped by less than traffic hides on one lap: by 0.3 s and more.
///
/// From the step on every car takes longer to the loop than it used to, and as much less from there to the next. What a
/// car used to take follows its laps slowly, so that the step stays visible for some of them and many cars can agree.
/// Two loops on a lap cannot show it: there the clocks of both would look alike.
struct ClockSteps: Equatable {
    /// A car's passage of a loop: how much longer it took to it, and how much less from it, than it used to.
    private struct Vote: Equatable {
        var car: Int32 = -1
        var decoder: UInt32 = 0
        /// Half of the difference of the two: by how much the clock seems to be ahead.
        var ahead: Int32 = 0
        /// Their sum: what the car itself was slower.
        var slower: Int32 = 0
        var at: Int64 = 0
    }

    /// A passage with what it took.
    private struct Passage: Equatable {
        var point: Int32 = -1
        var decoder: UInt32 = 0
        /// Of the point before it.
        var decoderBefore: UInt32 = 0
        var at: Int64 = 0
        /// Longer than usual; nil while nothing is usual.
        var longer: Int32?
    }

    /// The step of a decoder's clock that enough cars agree on.
    struct Step {
        let decoder: UInt32
        /// The sector that the loop ends.
        let loop: Int
        let ahead: Int64
        let since: Int64
    }

    private let points: Int
    private let fewestCars: Int
    /// What each car takes for each sector; zero while unknown.
    private var usual: [Int32]
    private var last: [Passage]
    /// The latest votes of each loop, in a ring.
    private var votes: [Vote]
    private var counts: [Int]

    private static let ring = 9
    private static let fewestVotes = 7
    private static let leastStep: Int32 = 300

    init(cars: Int, points: Int) {
        self.points = points
        fewestCars = min(3, cars)
        let canShow = points > 2
        usual = Array(repeating: 0, count: canShow ? cars * points : 0)
        last = Array(repeating: Passage(), count: canShow ? cars : 0)
        votes = Array(repeating: Vote(), count: canShow ? points * Self.ring : 0)
        counts = Array(repeating: 0, count: canShow ? points : 0)
    }

    /// The car's way to its next loop says nothing: a flag, the pit lane.
    @inline(__always)
    mutating func forget(_ car: Int) {
        if points > 2 { last[car].point = -1 }
    }

    /// A sector measured on a lap that was green throughout.
    @inline(__always)
    mutating func measured(_ car: Int, point: Int, sector: Int, decoder: UInt32, at: Int64, time: Int32) -> Step? {
        guard points > 2 else { return nil }
        let place = car * points + sector
        let before = last[car]
        var passage = Passage(
            point: Int32(truncatingIfNeeded: point), decoder: decoder, decoderBefore: before.decoder, at: at,
            longer: nil)
        if usual[place] == 0 {
            usual[place] = max(time, 1)
        } else {
            let longer = time &- usual[place]
            passage.longer = longer
            usual[place] += max(-100, min(100, longer / 4))
        }
        last[car] = passage
        guard before.point == passage.point - 1, let to = before.longer, let from = passage.longer else { return nil }
        // A decoder that reads the next loop too, or read the last one, shifts both alike: only others show its clock.
        guard before.decoder != decoder, before.decoder != before.decoderBefore else { return nil }
        let loop = (sector + points - 1) % points
        let ahead = Int32(truncatingIfNeeded: (Int64(to) - Int64(from)) / 2)
        votes[loop * Self.ring + counts[loop] % Self.ring] = Vote(
            car: Int32(car), decoder: before.decoder, ahead: ahead,
            slower: Int32(truncatingIfNeeded: Int64(to) + Int64(from)), at: before.at)
        counts[loop] += 1
        guard abs(Int64(ahead)) >= Int64(Self.leastStep), counts[loop] >= Self.fewestVotes, mayAgree(ahead, at: loop)
        else { return nil }
        return step(at: loop)
    }

    /// Enough votes at the loop have the sign of this one: most often they have not, and nothing need be sorted.
    private func mayAgree(_ ahead: Int32, at loop: Int) -> Bool {
        var agreeing = 0
        for place in loop * Self.ring..<loop * Self.ring + min(counts[loop], Self.ring)
        where (votes[place].ahead < 0) == (ahead < 0) {
            agreeing += 1
        }
        return agreeing >= Self.fewestVotes
    }

    private mutating func step(at loop: Int) -> Step? {
        let votes = self.votes[loop * Self.ring..<loop * Self.ring + min(counts[loop], Self.ring)]
        func median(_ values: [Int64]) -> Int64 { values.sorted()[values.count / 2] }
        let ahead = median(votes.map { Int64($0.ahead) })
        guard let latest = votes.max(by: { $0.at < $1.at }), abs(ahead) >= Int64(Self.leastStep) else { return nil }
        let agreeing = votes.filter {
            $0.decoder == latest.decoder && abs(Int64($0.ahead) - ahead) <= max(250, abs(ahead) / 3)
        }
        guard agreeing.count >= Self.fewestVotes, Set(agreeing.map(\.car)).count >= fewestCars,
            median(votes.map { abs(Int64($0.slower)) }) <= max(300, abs(ahead) / 2),
            let since = agreeing.map(\.at).min()
        else { return nil }
        forget(loop: loop)
        return Step(decoder: latest.decoder, loop: loop, ahead: median(agreeing.map { Int64($0.ahead) }), since: since)
    }

    /// What was usual before the loop's clock stepped is so no more.
    mutating func forget(loop: Int) {
        guard points > 2 else { return }
        counts[loop] = 0
        for car in last.indices {
            usual[car * points + loop] = 0
            usual[car * points + (loop + 1) % points] = 0
            last[car].point = -1
        }
    }
}
