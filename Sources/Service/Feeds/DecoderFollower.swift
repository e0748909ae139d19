package import Timing
package import Wire

/// Follows one run of a decoder by its numbers: which have come, which are missing, when to ask for them.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
package struct DecoderFollower {
    package let decoder: UInt32
    /// The box's own epoch: the box knows nothing of runs.
    package let epoch: UInt64
    /// Which run of the epoch, from 1: a box may start again without a new epoch.
    package let run: Int
    package private(set) var seen = NumberRanges()
    /// When it was heard last, and whether it has sent a crossing of a car of the entry list.
    package var heardAt: Int64 = 0
    package var hasSeenEntered = false
    /// How it stands with the box by its own word. Nothing follows from it.
    package var health = HealthWatch()
    /// Numbers that the feed no longer has.
    package private(set) var lost: UInt64 = 0
    package private(set) var repeated: UInt64 = 0
    package private(set) var recovered: UInt64 = 0
    package private(set) var received: UInt64 = 0
    package private(set) var lastStamp: Int64 = 0
    /// The number the next crossing will have, as far as is known.
    package private(set) var next: UInt64 = 1
    /// Numbers that have come or have been given up.
    private var settled = NumberRanges()
    private var askAt: Int64?
    /// Whether the feed can be asked for numbers. Else those awaited are given up when they have not come in time.
    private let isRecoverable: Bool
    /// After a restart: missing numbers were sent while the daemon was down, and are not only late.
    package var isCatchingUp = false
    /// The question under way, and how many numbers were settled when it was asked.
    private var asked: (range: FeedRange, settled: UInt64)?
    /// The highest number and the latest stamp on the feed itself, which keeps its order.
    private var heard: (number: UInt64, stamp: Int64)
    /// Heartbeats in a row that know less than was heard.
    private var behind = 0
    private var patience: Int64 = firstPatience
    /// The number from which on we have listened; nil where the journal has numbers.
    private var heardFrom: UInt64?
    /// A larger epoch of the box has begun: what this run numbered last may never have been heard.
    private var hasEnded = false
    /// After its end the box has told that there is nothing behind the last known number.
    private var isEndKnown = false

    /// A number out of its order is often only late: wait this long before asking for it.
    package static let courtesy: Int64 = 200
    package static let firstPatience: Int64 = 1000
    /// On a feed without recovery a number counts as lost after this wait.
    package static let lateAtMost: Int64 = 1000
    /// The pause before a question that could not be sent is made again.
    package static let unsentPause: Int64 = 50
    /// The pause between ranges that the feed no longer has: a false heartbeat must not keep us asking.
    package static let afterLoss: Int64 = 50
    package static let lastPatience: Int64 = 30_000
    /// Microseconds of its own time after which a box has numbered a crossing, at the latest.
    package static let numbering: Int64 = 2_000_000
    /// The heartbeats in a row that show that the box has started again: one alone may be a slip.
    package static let behindAtLeast = 2

    /// Numbers that will not come: the feed has no recovery.
    package struct GivenUp: Hashable, Sendable {
        package let decoder: UInt32
        package let count: UInt64
        /// The highest.
        package let last: UInt64
        /// All were sent before we first listened to the box.
        package let isOfBefore: Bool

        package init(decoder: UInt32, count: UInt64, last: UInt64, isOfBefore: Bool) {
            self.decoder = decoder
            self.count = count
            self.last = last
            self.isOfBefore = isOfBefore
        }
    }

    /// `known` are the numbers that the journal has: they are neither asked for nor taken again. `heardUntil` is their
    /// latest stamp where they can only have come by this feed.
    package init(
        decoder: UInt32, epoch: UInt64, run: Int = 1, known: NumberRanges = NumberRanges(), heardUntil: Int64? = nil,
        isRecoverable: Bool = true
    ) {
        self.isRecoverable = isRecoverable
        self.decoder = decoder
        self.epoch = epoch
        self.run = run
        heard = heardUntil.map { (known.last ?? 0, $0) } ?? (0, .min)
        seen = known
        settled = known
        received = known.count
        next = (known.last ?? 0) + 1
        // Numbers missing before the restart are still missing.
        if isRecoverable, missing > 0 { askAt = 0 }
        if !isRecoverable { lost = settled.fill(below: next) }
    }

    /// Notes a crossing. False when its number had come before.
    package mutating func note(_ number: UInt64, stamp: Int64, isRecovered: Bool, now: Int64) -> Bool {
        if stamp > lastStamp { lastStamp = stamp }
        begin(at: number)
        if !isRecovered { heard = (max(heard.number, number), max(heard.stamp, stamp)) }
        guard seen.insert(number) else {
            repeated += 1
            return false
        }
        received += 1
        if isRecovered { recovered += 1 }
        // A number that had been given up has come after all.
        if !settled.insert(number) { lost -= 1 }
        if number >= next {
            let isInOrder = number == next
            next = number + 1
            if !isInOrder { somethingMissing(now) }
        }
        if isComplete { rest() }
        return true
    }

    /// Notes a heartbeat. True when it shows that the box has started again. The feed keeps its order; so the proof is
    /// a second heartbeat in a row whose next number has already come, with a stamp well after that crossing. A
    /// heartbeat that was only delayed has an older stamp than the crossings that overtook it.
    package mutating func heartbeat(next announced: UInt64, stamp: Int64, now: Int64) -> Bool {
        if stamp > lastStamp { lastStamp = stamp }
        begin(at: announced)
        if announced > next {
            next = announced
            somethingMissing(now)
        }
        let isBehind = announced <= heard.number && stamp - Self.numbering > heard.stamp
        behind = isBehind ? behind + 1 : 0
        return behind >= Self.behindAtLeast
    }

    /// Asked for this number, the feed gave a known crossing of an earlier run: it has none of this run.
    package mutating func lacks(_ number: UInt64) {
        guard let asked, (asked.range.from...asked.range.to).contains(number), number < next else { return }
        if settled.insert(number) { lost += 1 }
    }

    /// Count of the awaited numbers.
    package var missing: UInt64 { next - 1 - received - lost }

    /// Nothing is awaited any more: no number is missing, and of a run that has ended the last number is known.
    package var isComplete: Bool { missing == 0 && (!hasEnded || isEndKnown || !isRecoverable) }

    /// A larger epoch has ended this run: what is missing is still asked for, and so is what came last and was never
    /// heard.
    package mutating func end() {
        hasEnded = true
        rest()
        if !isComplete { askAt = 0 }
    }

    /// The question could not be sent: it is made again soon. The wait for an answer has not begun.
    package mutating func notSent(now: Int64) {
        asked = nil
        patience = Self.firstPatience
        askAt = now + Self.unsentPause
    }

    /// The range to ask for now, if any is due.
    package mutating func request(now: Int64) -> FeedRange? {
        guard isRecoverable, let due = askAt, now >= due else { return nil }
        var gaps = settled.missing(below: next, limit: 16)
        if hasEnded, !isEndKnown { gaps.append(next...(next + UInt64(FeedDecoder.maximumCrossings) - 1)) }
        // The gap after the one asked for last has its turn: a gap without an answer does not hold up others.
        guard let range = gaps.first(where: { $0.lowerBound > asked?.range.to ?? 0 }) ?? gaps.first else {
            rest()
            return nil
        }
        askAt = now + patience
        patience = min(patience * 2, Self.lastPatience)
        let to = min(range.upperBound, range.lowerBound + UInt64(FeedDecoder.maximumCrossings) - 1)
        let request = FeedRange(decoder: decoder, epoch: epoch, from: range.lowerBound, to: to)
        asked = (request, received + lost)
        return request
    }

    /// On a feed without recovery: gives up the numbers that have not come in time. Nil where there are none.
    package mutating func giveUpLate(now: Int64) -> GivenUp? {
        guard !isRecoverable, let due = askAt, now >= due else { return nil }
        let last = settled.missing(below: next).last?.upperBound
        let count = settled.fill(below: next)
        lost += count
        rest()
        return last.map { GivenUp(decoder: decoder, count: count, last: $0, isOfBefore: $0 < heardFrom ?? 0) }
    }

    /// An answer has come, with this many frames; 0: the feed no longer has the range. Only the crossings asked for
    /// count; an answer without any of them is treated as if it had not come.
    package mutating func answered(_ range: FeedRange, count: Int, now: Int64) {
        guard let asked, range.from <= asked.range.to, range.to >= asked.range.from else { return }
        let known = max(range.from, asked.range.from)...min(range.to, asked.range.to)
        if count == 0, known.upperBound >= next {
            // Asked for behind the last known number of an ended run. Some may have come since by another answer.
            guard hasEnded, known.lowerBound <= next else { return }
            if known.lowerBound < next { giveUp(known.lowerBound...(next - 1)) }
            noteEnd(nothingIn: next...known.upperBound, isAll: range.to >= asked.range.to)
        } else if count == 0 {
            giveUp(known)
        } else if received + lost == asked.settled {
            return
        }
        self.asked = nil
        patience = Self.firstPatience
        if isComplete { rest() } else { askAt = count == 0 ? now + Self.afterLoss : now }
    }

    /// The box has nothing in this range behind the last known number of an ended run. Where that is all that was asked
    /// for, the run ends there; else the numbers of the range are lost, and later ones exist.
    private mutating func noteEnd(nothingIn range: ClosedRange<UInt64>, isAll: Bool) {
        guard !isAll else {
            isEndKnown = true
            return
        }
        next = range.upperBound + 1
        giveUp(range)
    }

    private mutating func giveUp(_ range: ClosedRange<UInt64>) {
        for gap in settled.missing(from: range.lowerBound, below: range.upperBound + 1) {
            for number in gap where settled.insert(number) {
                lost += 1
            }
        }
    }

    private mutating func somethingMissing(_ now: Int64) {
        guard askAt == nil else { return }
        askAt = now + (!isRecoverable ? Self.lateAtMost : isCatchingUp ? 0 : Self.courtesy)
    }

    /// Notes the first number that is known of, when the journal has none.
    private mutating func begin(at number: UInt64) {
        if heardFrom == nil, seen.last == nil { heardFrom = number }
    }

    /// Nothing is missing: the next gap begins anew.
    private mutating func rest() {
        askAt = nil
        asked = nil
        patience = Self.firstPatience
    }
}
