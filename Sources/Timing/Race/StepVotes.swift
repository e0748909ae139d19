/// The cars' votes on the clock at one loop: that it has stepped by 0.3 s or more, which traffic hides on one lap
/// (R9.5).
///
/// From the step on every car takes longer to the loop than it used to, and as much less from there to the next.
/// A car drives like that by itself too, more in the rain than in the dry: a vote cries only where it is three times
/// what votes here are, and a row of them from several cars is asked for.
struct StepVotes: Equatable {
    /// A sector as a car drove it, in milliseconds.
    struct Sector: Equatable {
        /// The car's usual time for it.
        let usual: Int32
        /// Its excess this time.
        let longer: Int32

        /// A car's loss in it if it is slower everywhere by the share of `other`: in rain, for
        /// example.
        @inline(__always)
        func lost(bySlownessOf other: Sector) -> Milliseconds {
            Milliseconds(Int64(other.longer) * Int64(usual) / Int64(max(1, other.usual)))
        }

        @inline(__always)
        fileprivate func isSlower(than other: Sector) -> Bool {
            Int64(longer) * Int64(other.usual) > Int64(other.longer) * Int64(usual)
        }

        /// The sector of the middle share of three, which a clock that stepped, or one bad sector, leaves alone.
        @inline(__always)
        static func middle(_ a: Sector, _ b: Sector, _ c: Sector) -> Sector {
            if a.isSlower(than: b) {
                return b.isSlower(than: c) ? b : a.isSlower(than: c) ? c : a
            }
            return a.isSlower(than: c) ? a : b.isSlower(than: c) ? c : b
        }
    }

    /// A car's passage of the loop.
    struct Vote: Equatable {
        let car: Int32
        /// The loop's decoder.
        let decoder: UInt32
        let at: Instant
        /// By how much its clock seems to be ahead, in milliseconds.
        private(set) var ahead: Int32
        /// What the car itself was slower in the two sectors, in milliseconds.
        private(set) var slower: Int32

        /// `to` and `from` are the sectors to the loop and from it. A car that was slower in both, or quicker, may be
        /// so everywhere: what it loses by that is taken off (R9.7).
        @inline(__always)
        init(car: Int32, decoder: UInt32, at: Instant, earlier: Sector, to: Sector, from: Sector) {
            self.car = car
            self.decoder = decoder
            self.at = at
            let plain = (to: Milliseconds(narrow: to.longer), from: Milliseconds(narrow: from.longer))
            ahead = ((plain.to - plain.from) / 2).narrow
            slower = (plain.to + plain.from).narrow
            if isOfClock { return }
            let pace = Sector.middle(earlier, to, from)
            let even = (to: plain.to - to.lost(bySlownessOf: pace), from: plain.from - from.lost(bySlownessOf: pace))
            ahead = ((even.to - even.from) / 2).narrow
            slower = (even.to + even.from).narrow
        }

        fileprivate var size: Int32 { ahead < 0 ? 0 &- ahead : ahead }

        /// A car that was much slower or quicker in the two sectors has no vote on a clock.
        fileprivate var isOfClock: Bool {
            let slowness = Milliseconds(narrow: slower).magnitude
            return slowness <= max(Tolerances.slowness, Tolerances.slownessOfVote.most(of: Milliseconds(narrow: size)))
        }

        /// The same clock ahead, or behind, by about the same.
        fileprivate func agrees(with other: Vote) -> Bool {
            let own = Milliseconds(narrow: size)
            let apart = (own - Milliseconds(narrow: other.size)).magnitude
            return decoder == other.decoder && (ahead < 0) == (other.ahead < 0)
                && apart <= max(Tolerances.votesAlike, Tolerances.votesAlikeOfVote.most(of: own))
        }
    }

    /// A step that enough cars agree on.
    struct Step {
        let decoder: UInt32
        let ahead: Milliseconds
        /// When the earliest of them passed the loop.
        let since: Instant
    }

    /// Votes in a row that cry, and agree.
    private var row: [Vote] = []
    /// What votes here are, without sign, in milliseconds: half of them are less.
    private var usual = Tolerances.usualVote.narrow

    /// The step, once enough votes in a row agree, of so many cars.
    @inline(__always)
    mutating func add(_ vote: Vote, fewestCars: Int) -> Step? {
        guard vote.isOfClock else { return nil }
        let cries = vote.size >= max(Tolerances.leastStep.narrow, Tolerances.timesTheUsual * usual)
        let change = max(1, usual / Tolerances.partsThatUsualMoves)
        usual = min(
            max(usual + (vote.size > usual ? change : 0 - change), Tolerances.usualVoteAtLeast.narrow),
            Tolerances.usualVoteAtMost.narrow)
        guard cries else {
            if !row.isEmpty { row.removeAll(keepingCapacity: true) }
            return nil
        }
        return cry(vote, fewestCars: fewestCars)
    }

    private mutating func cry(_ vote: Vote, fewestCars: Int) -> Step? {
        if !row.allSatisfy(vote.agrees) { row.removeAll(keepingCapacity: true) }
        row.append(vote)
        guard row.count >= Tolerances.votesThatShowAStep, let since = row.map(\.at).min() else { return nil }
        guard Set(row.map(\.car)).count >= fewestCars else {
            row.removeFirst()
            return nil
        }
        let sizes = row.map(\.ahead).sorted()
        row = []
        return Step(decoder: vote.decoder, ahead: Milliseconds(narrow: sizes[sizes.count / 2]), since: since)
    }

    /// The loop's clock has stepped: earlier votes are void.
    mutating func forget() { row = [] }
}
