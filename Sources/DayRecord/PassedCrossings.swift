package import Timing

/// How many crossings of cars came after an instant, to within some dozens: what a crossing that comes late would have
/// folded again. A few bytes for each 64 crossings.
package struct PassedCrossings {
    /// The latest instant of the first 64, 128, 192 … crossings.
    private var marks: [Instant] = []
    private var latest = Instant.distantPast
    private var count = 0

    private static let step = 64

    package init() {}

    package mutating func note(_ instant: Instant) {
        count += 1
        latest = max(latest, instant)
        if count % Self.step == 0 { marks.append(latest) }
    }

    /// Crossings after the instant. Never more than there are.
    package func count(after instant: Instant) -> Int {
        guard instant < latest else { return 0 }
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle] > instant { high = middle } else { low = middle + 1 }
        }
        return count - low * Self.step
    }
}
