/// A length of official time in whole milliseconds: a lap, a sector, a gap, a stop, a penalty.
public struct Milliseconds: Comparable, Hashable, Sendable {
    /// How many; negative where a time is less than another.
    public let count: Int64

    public init(_ count: Int64) {
        self.count = count
    }

    /// No time at all.
    public static let zero = Milliseconds(0)

    /// So many seconds.
    public static func seconds(_ seconds: Int64) -> Milliseconds {
        Milliseconds(seconds * 1000)
    }

    /// So many minutes.
    public static func minutes(_ minutes: Int64) -> Milliseconds {
        Milliseconds(minutes * 60_000)
    }

    /// Shorter.
    public static func < (left: Milliseconds, right: Milliseconds) -> Bool {
        left.count < right.count
    }

    public static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count + right.count)
    }

    public static func - (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count - right.count)
    }
}

extension Milliseconds {
    init?(_ count: Int64?) {
        guard let count else { return nil }
        self.init(count)
    }

    @inline(__always)
    init?(unlessZero count: Int32) {
        guard count != 0 else { return nil }
        self.init(Int64(count))
    }
}
