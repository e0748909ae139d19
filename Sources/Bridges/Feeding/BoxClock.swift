/// How far a box's clock is from this machine's, as its messages show it.
///
/// A message is under way for some time, never for less than none: the least of (arrival − the box's time) is nearest
/// to the truth. Where the box was asked for its time, it read its clock after the question had left: the truth lies
/// between both.
package struct BoxClock: Hashable, Sendable {
    /// What is known of (machine − box), in microseconds.
    private struct Bounds: Hashable {
        var most = Int64.max
        var least = Int64.min

        mutating func take(_ other: Bounds) {
            most = min(most, other.most)
            least = max(least, other.least)
        }
    }

    private var current = Bounds()
    private var before = Bounds()
    private var since: Int64?
    /// A minute and the one before it: a clock that drifts is followed.
    private static let window: Int64 = 60_000_000

    package init() {}

    /// Takes a time that the box told.
    /// - Parameters:
    ///   - box: its time.
    ///   - arrived: the machine's time when it came, and `asked`, when it was asked for. All in microseconds.
    package mutating func take(_ box: Int64, arrived: Int64, asked: Int64? = nil) {
        let start = since ?? arrived
        if since == nil { since = arrived }
        if arrived - start > Self.window {
            (before, current, since) = (current, Bounds(), arrived)
        }
        current.take(Bounds(most: arrived - box, least: asked.map { $0 - box } ?? .min))
    }

    /// Everything is unknown again: another connection, another run of the box.
    package mutating func forget() { self = .init() }

    private var known: Bounds {
        var known = current
        known.take(before)
        // A clock that stepped between the windows: the newer one is right.
        return known.least > known.most ? current : known
    }

    /// Machine − box in microseconds; nil before the box has told a time.
    package var offset: Int64? {
        let known = known
        guard known.most < .max else { return nil }
        guard known.least > .min, known.least <= known.most else { return known.most }
        return known.least + (known.most - known.least) / 2
    }

    /// By how much the offset may be wrong, in microseconds; nil where only its upper bound is known.
    package var uncertainty: Int64? {
        let known = known
        guard known.most < .max, known.least > .min, known.least <= known.most else { return nil }
        return (known.most - known.least + 1) / 2
    }

    /// Whether the box has answered a question for its time of late.
    package var isAnswered: Bool { known.least > .min }

    /// The box's time when the machine's is this; nil before the box has told one.
    package func boxTime(at machine: Int64) -> Int64? { known.most < .max ? machine - known.most : nil }
}
