/// What cars say of the clock at one loop: that it has stepped by less than traffic hides on one lap, by 0.3 s and more.
///
/// From the step on every car takes longer to the loop than it used to, and as much less from there to the next.
/// A car drives like that by itself too, more in the rain than in the dry: a vote cries only where it is three times
/// what votes here are, and a row of them from several cars is asked for.
struct StepVotes: Equatable {
    /// A sector as a car drove it, in milliseconds.
    struct Sector: Equatable {
        /// What the car usually takes for it.
        let usual: Int32
        /// What it took longer this time.
        let longer: Int32

        /// A car that is slower everywhere, on cold tyres, in rain, is so by about the same share of each sector: the
        /// middle one of three, which a clock that stepped, or one bad sector, leaves alone.
        struct Share {
            fileprivate let longer: Int64
            fileprivate let usual: Int64

            /// Milliseconds of a sector.
            @inline(__always)
            func callAsFunction(_ sector: Sector) -> Int32 {
                Int32(truncatingIfNeeded: longer * Int64(sector.usual) / max(1, usual))
            }
        }

        @inline(__always)
        static func share(_ first: Sector, _ second: Sector, _ third: Sector) -> Share {
            let (a, b, c) = (first.perMille, second.perMille, third.perMille)
            let middle = max(min(a, b), min(max(a, b), c))
            return middle == a ? first.share : middle == b ? second.share : third.share
        }

        private var share: Share { Share(longer: Int64(longer), usual: Int64(usual)) }
        private var perMille: Int64 { Int64(longer) * 1000 / max(1, Int64(usual)) }
    }

    /// A car's passage of the loop.
    struct Vote: Equatable {
        let car: Int32
        /// The loop's decoder.
        let decoder: UInt32
        /// Milliseconds of UTC.
        let at: Int64
        /// By how much its clock seems to be ahead, in milliseconds.
        let ahead: Int32
        /// What the car itself was slower in the two sectors, in milliseconds.
        let slower: Int32

        /// `to` and `from` are the sectors to the loop and from it; `share` is that of `Sector.share`.
        ///
        ///     ahead = ((to.longer − share of to) − (from.longer − share of from)) / 2
        init(car: Int32, decoder: UInt32, at: Int64, earlier: Sector, to: Sector, from: Sector) {
            self.car = car
            self.decoder = decoder
            self.at = at
            let share = Sector.share(earlier, to, from)
            let even = (to: Int64(to.longer &- share(to)), from: Int64(from.longer &- share(from)))
            let plain = (to: Int64(to.longer), from: Int64(from.longer))
            let (toIt, fromIt) = abs(plain.to + plain.from) < abs(even.to + even.from) ? plain : even
            ahead = Int32(clamping: (toIt - fromIt) / 2)
            slower = Int32(clamping: toIt + fromIt)
        }

        fileprivate var size: Int32 { ahead < 0 ? 0 &- ahead : ahead }

        /// A car that was much slower in the two sectors, or quicker, says nothing of a clock.
        fileprivate var isOfClock: Bool { abs(Int64(slower)) <= max(200, Int64(size) / 4) }

        /// The same clock ahead, or behind, by about the same.
        fileprivate func agrees(with other: Vote) -> Bool {
            decoder == other.decoder && (ahead < 0) == (other.ahead < 0)
                && abs(Int64(size) - Int64(other.size)) <= max(300, Int64(size) * 2 / 5)
        }
    }

    /// A step that enough cars agree on.
    struct Step {
        let decoder: UInt32
        let ahead: Int64
        /// When the earliest of them passed the loop.
        let since: Int64
    }

    /// Votes in a row that cry, and agree.
    private var row: [Vote] = []
    /// What votes here are, without sign, in milliseconds: half of them are less.
    private var usual: Int32 = 150

    private static let leastStep: Int32 = 300
    private static let needed = 5

    /// The step, once enough votes in a row agree, of so many cars.
    @inline(__always)
    mutating func add(_ vote: Vote, fewestCars: Int) -> Step? {
        guard vote.isOfClock else { return nil }
        let cries = vote.size >= max(Self.leastStep, 3 * usual)
        let change = max(1, usual / 16)
        usual = min(max(usual + (vote.size > usual ? change : 0 - change), 40), 3000)
        guard cries else {
            if !row.isEmpty { row = [] }
            return nil
        }
        return cry(vote, fewestCars: fewestCars)
    }

    private mutating func cry(_ vote: Vote, fewestCars: Int) -> Step? {
        if !row.allSatisfy(vote.agrees) { row = [] }
        row.append(vote)
        guard row.count >= Self.needed, let since = row.map(\.at).min() else { return nil }
        guard Set(row.map(\.car)).count >= fewestCars else {
            row.removeFirst()
            return nil
        }
        let sizes = row.map { Int64($0.ahead) }.sorted()
        row = []
        return Step(decoder: vote.decoder, ahead: sizes[sizes.count / 2], since: since)
    }

    /// The loop's clock has stepped: what was said before says nothing more.
    mutating func forget() { row = [] }
}
