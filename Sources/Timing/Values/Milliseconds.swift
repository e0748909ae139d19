/// A length of official time in whole milliseconds: a lap, a sector, a gap, a stop, a penalty.
public struct Milliseconds: Comparable, Hashable, Sendable {
    /// How many; negative where a time is less than another.
    public let count: Int64

    @inlinable public init(_ count: Int64) {
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
    static prefix func - (length: Milliseconds) -> Milliseconds { Milliseconds(-length.count) }

    static func += (sum: inout Milliseconds, more: Milliseconds) { sum = sum + more }

    static func * (factor: Int, length: Milliseconds) -> Milliseconds { Milliseconds(Int64(factor) * length.count) }

    /// How often the other goes into it, without the rest.
    static func / (length: Milliseconds, other: Milliseconds) -> Int { Int(length.count / other.count) }

    static func / (length: Milliseconds, parts: Int) -> Milliseconds { Milliseconds(length.count / Int64(parts)) }

    /// Without its sign.
    var magnitude: Milliseconds { Milliseconds(abs(count)) }

    /// As decoders count.
    var microseconds: Int64 { count * 1000 }

    /// In 32 bits, 24 days at most.
    @inline(__always)
    var narrow: Int32 { Int32(clamping: count) }

    @inlinable
    init(narrow count: Int32) {
        self.init(Int64(count))
    }
}
