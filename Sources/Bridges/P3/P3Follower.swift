/// Follows the numbers of a box's passings: what to feed, in their order; what to ask for again; when the box has begun
/// anew.
///
/// Pure: time comes in as milliseconds of a clock that never goes back, and what has been fed as a history.
package struct P3Follower: Sendable {
    /// What is to be done next, in order.
    package enum Step: Hashable, Sendable {
        case ask(from: UInt32, until: UInt32)
        /// The box's numbers have begun anew: a new epoch, which begins with this number of the box.
        case begin(box: UInt32, at: UInt32)
        case feed(P3Passing)
        case say(String)
    }

    /// The number that comes next; nil before the first passing of a box that was never heard.
    private var expected: UInt32?
    /// Passings that wait for those before them.
    private var held: [UInt32: P3Passing] = [:]
    /// False while it is not known whether the box still counts on from what was fed.
    private var isSure = true
    private var asked: (at: Int64, until: UInt32, times: Int)?
    /// When to ask for what a broken frame may have told.
    private var catchUpAt: Int64?
    /// The box that was fed of has spoken on this connection: another one that does too is a stranger.
    private var hasSpoken = false
    /// When the box began anew last on this connection.
    private var restartedAt: Int64?
    /// What was fed of the box's run before: the box may still have it under its numbers.
    private var before: FedHistory?

    package private(set) var repeated = 0
    /// Passings that the box no longer has.
    package private(set) var lost = 0
    /// Passings older than all that was fed, which another program has asked for, and those of a second box on the
    /// line.
    package private(set) var foreign = 0
    /// Of a gate or a button, or without a transponder: they have no crossing.
    package private(set) var pulses = 0

    private static let patience: Int64 = 1000
    private static let attempts = 3
    /// Passings a question, so that the answer comes in parts.
    private static let most: UInt32 = 1000
    /// A box that begins anew begins with 1. Further back than this it is not asked.
    private static let furthest: UInt32 = 10_000
    private static let mostHeld = 20_000
    private static let afterBreak: Int64 = 200
    /// A box that starts again ends its connection: on one it does not begin anew twice within so many milliseconds.
    private static let betweenRestarts: Int64 = 10_000

    package init() {}

    // MARK: Input

    /// A connection to the box is there.
    package mutating func connected(_ history: FedHistory, now: Int64) -> [Step] {
        held = [:]
        asked = nil
        catchUpAt = nil
        isSure = true
        (hasSpoken, restartedAt) = (false, nil)
        if let highest = history.highest {
            let last = UInt32(clamping: highest.passing)
            expected = max(expected ?? 0, last &+ 1)
            isSure = false
            return [ask(from: last, now: now)]
        }
        guard let begin = history.begin else { return [] }
        expected = max(expected ?? 0, UInt32(clamping: begin))
        return expected.map { [ask(from: $0, now: now)] } ?? []
    }

    /// A frame was broken: it may have been a passing.
    package mutating func broken(now: Int64) {
        if catchUpAt == nil { catchUpAt = now + Self.afterBreak }
        // On a bad line nothing is given up.
        asked?.times = 1
    }

    /// - Parameter boxNow: the box's time, where it is known; microseconds.
    package mutating func take(_ passing: P3Passing, _ history: FedHistory, boxNow: Int64?, now: Int64) -> [Step] {
        if let box = passing.box, history.box != 0, box != history.box {
            guard !hasSpoken else {
                foreign += 1
                return []
            }
            return restart(with: passing, history, why: "another box, \(box) in the place of \(history.box)", now)
        }
        hasSpoken = true
        guard let next = expected else {
            expected = passing.number &+ 1
            // The box's name is not known before.
            return [.begin(box: passing.box ?? 0, at: passing.number)] + feed(passing)
        }
        // Asked for what the box's new run does not have yet, it tells what it had before.
        if let before, before.box == history.box,
            before[passing: UInt64(passing.number)].map(passing.isSame) == true
        {
            repeated += 1
            return []
        }
        if let known = history[passing: UInt64(passing.number)] {
            guard passing.isSame(as: known) else {
                return restart(with: passing, history, why: "passing \(passing.number) is another one", now)
            }
            repeated += 1
            guard !isSure, UInt64(passing.number) == history.highest?.passing else { return [] }
            isSure = true
            asked = nil
            return drain(now)
        }
        if passing.number >= next { return hold(passing, now) }
        let isLater = passing.clock > history.latest
        let isLive = boxNow.map { abs(passing.clock - $0) < 10_000_000 } ?? false
        if passing.isPulse || passing.transponder == 0 { return [] }
        // Given up, and found after all; what the box numbers after others is later than they.
        if !isLater, UInt64(passing.number) > history.lowest { return feed(passing) }
        if isLater || isLive {
            return restart(with: passing, history, why: "passing \(passing.number) after \(next - 1)", now)
        }
        foreign += 1
        return []
    }

    /// Time goes on: asks again, or goes on without what does not come.
    package mutating func tick(_ history: FedHistory, now: Int64) -> [Step] {
        var steps: [Step] = []
        if let due = catchUpAt, now >= due, asked == nil, let expected {
            catchUpAt = nil
            return [ask(from: expected, now: now)]
        }
        guard let open = asked, now >= open.at + Self.patience, let expected else { return steps }
        guard !isSure || !held.isEmpty else {
            asked = nil
            return steps
        }
        guard open.times >= Self.attempts else {
            let from = isSure ? expected : UInt32(clamping: history.highest?.passing ?? UInt64(expected))
            steps.append(ask(from: from, now: now))
            asked?.times = open.times + 1
            return steps
        }
        asked = nil
        if !isSure {
            isSure = true
            steps.append(
                .say("the box no longer has passing \(expected &- 1), which was fed last; it is gone on from it"))
            return steps + drain(now)
        }
        guard let least = held.keys.min() else { return steps }
        lost += Int(least - expected)
        steps.append(.say("passings \(expected) to \(least - 1) are lost: the box does not have them"))
        self.expected = least
        return steps + drain(now)
    }

    // MARK: Numbers

    private mutating func hold(_ passing: P3Passing, _ now: Int64) -> [Step] {
        if held[passing.number] != nil { repeated += 1 }
        // Bounded: those that come last are asked for again.
        if held.count < Self.mostHeld { held[passing.number] = passing }
        return isSure ? drain(now) : []
    }

    /// Feeds what is next, and asks for what is missing before the others.
    private mutating func drain(_ now: Int64) -> [Step] {
        guard var next = expected else { return [] }
        var steps: [Step] = []
        let first = next
        while let passing = held.removeValue(forKey: next) {
            steps += feed(passing)
            next &+= 1
        }
        expected = next
        if next != first, let open = asked {
            // The rest of the answer may be on its way.
            asked = next > open.until ? nil : (now, open.until, 1)
            if asked == nil, held.isEmpty { steps.append(ask(from: next, now: now)) }
        }
        if asked == nil, let least = held.keys.min() {
            steps.append(ask(from: next, until: min(least - 1, next + min(Self.most - 1, .max - next)), now: now))
        }
        return steps
    }

    private mutating func feed(_ passing: P3Passing) -> [Step] {
        guard !passing.isPulse, passing.transponder != 0 else {
            pulses += 1
            return []
        }
        return [.feed(passing)]
    }

    private mutating func restart(
        with passing: P3Passing, _ history: FedHistory, why: String, _ now: Int64
    ) -> [Step] {
        if let restartedAt, now - restartedAt < Self.betweenRestarts {
            foreign += 1
            return []
        }
        (restartedAt, hasSpoken) = (now, true)
        before = history.highest == nil ? before : history
        held = held.filter { $0.value.clock >= passing.clock }
        held[passing.number] = passing
        let least = held.keys.min() ?? passing.number
        let begin = least <= Self.furthest ? min(1, least) : least
        (expected, isSure, asked) = (begin, true, nil)
        return [
            .say("the box has begun anew (\(why)): a new epoch"), .begin(box: passing.box ?? history.box, at: begin),
        ] + drain(now)
    }

    private mutating func ask(from: UInt32, until: UInt32? = nil, now: Int64) -> Step {
        let until = until ?? from + min(Self.most - 1, .max - from)
        asked = (now, until, 1)
        return .ask(from: from, until: until)
    }
}
