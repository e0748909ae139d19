/// What one feed may bring while others are heard beside it: more than any circuit has, and less than keeps a lane and
/// its subscribers busy. A feed alone brings what it likes.
package struct FeedShare {
    private var left = Self.most
    private var at: Int64 = 0

    /// Inputs at once, and how many more with each millisecond.
    package static let most = 512
    private static let more: Int64 = 50

    package init() {}

    /// How many inputs it may bring now.
    package mutating func now(_ now: Int64) -> Int {
        left = Int(min(Int64(Self.most), Int64(left) + max(now - at, 0) * Self.more))
        at = now
        return max(left, 0)
    }

    /// It has brought so many. A message is read as a whole: what is too much is paid for later.
    package mutating func spend(_ count: Int) { left -= count }
}
