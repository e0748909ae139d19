import Timing

/// How dense a feed's crossings are in time. A crossing at the Line can change how those of the last half minute are
/// read; then they are folded again. So where a second has far more crossings than a circuit makes, each costs more
/// than the last.
///
///     held ≤ 1,000 + 50 · seconds of the feed's own time, or of ours
///
/// A replay at any speed brings no more in a second of its own time than the race did.
struct CrossingDensity {
    /// Thousandths of crossings that may come.
    private var left = Self.most
    /// The latest instant of the feed, and when it came.
    private var reached = Instant.distantPast
    private var reachedAt: Int64 = 0
    private var askedAt: Int64 = 0

    private static let most: Int64 = 1_000_000
    /// Crossings of all boxes in a second, for hours: sixty cars at twelve loops make seven.
    private static let perSecond: Int64 = 50

    /// Milliseconds for which the feed's time may stand still.
    private static let patience: Int64 = 10_000

    /// Whether a crossing at this instant is not too many. Counts it.
    mutating func holds(_ instant: Instant, now: Int64) -> Bool {
        var passed = min(max(now - askedAt, 0), Self.most)
        askedAt = now
        if instant > reached {
            if reached > .distantPast { passed = max(passed, min((instant - reached).count, Self.most)) }
            (reached, reachedAt) = (instant, now)
        } else if now - reachedAt > Self.patience {
            // A box was ahead, and is gone: time goes on from where the others are.
            (reached, reachedAt) = (instant, now)
        }
        left = min(Self.most, left + passed * Self.perSecond)
        guard left >= 1000 else { return false }
        left -= 1000
        return true
    }
}
