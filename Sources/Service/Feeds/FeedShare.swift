package import Timing

/// What one feed may bring while others are heard beside it: more than any circuit has, and less than keeps a lane and
/// its subscribers busy. A feed alone brings what it likes. Where there are several, crossings that are too dense for
/// the lanes wait with the late ones.
package struct FeedShare {
    private var left = Self.most
    private var at: Int64 = 0
    private var density = CrossingDensity()
    /// Since when the lanes have been behind; nil while they keep up.
    private var behindSince: Int64?
    /// Until then the lanes count as having more to do than they can.
    private var isOverrunUntil: Int64 = 0

    /// Inputs at once, and how many more with each millisecond.
    package static let most = 512
    private static let more: Int64 = 50
    /// Milliseconds: lanes that are behind for `patience` have more to do than they can. That holds for `overrun`.
    private static let patience: Int64 = 10
    private static let overrun: Int64 = 2000

    package init() {}

    /// How many inputs it may bring now. While the lanes are behind it becomes no more: what floods goes at their pace,
    /// and those who bring little pass it.
    package mutating func now(_ now: Int64, areLanesBehind: Bool = false) -> Int {
        if areLanesBehind {
            let since = behindSince ?? now
            behindSince = since
            if now - since >= Self.patience { isOverrunUntil = now + Self.overrun }
        } else {
            behindSince = nil
            left = Int(min(Int64(Self.most), Int64(left) + max(now - at, 0) * Self.more))
        }
        at = now
        return max(left, 0)
    }

    /// It has brought so many. A message is read as a whole: what is too much is paid for later.
    package mutating func spend(_ count: Int) { left -= count }

    /// Whether a crossing is to wait with the late ones: it is more than a circuit has, and the lanes cannot keep up.
    /// Each crossing is asked for.
    package mutating func isTooMuch(_ crossing: Crossing, now: Int64) -> Bool {
        guard !density.holds(crossing.at, now: now), now < isOverrunUntil else { return false }
        // The lanes keep up because of this: it goes on for as long as the flood does.
        isOverrunUntil = now + Self.overrun
        return true
    }
}
