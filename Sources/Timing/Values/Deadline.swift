/// The instant at which something will happen if nothing else does, or `none`.
///
/// One word, where an optional takes two, and ordered: `none` is after every instant.
struct Deadline: Comparable, Hashable, Sendable {
    private let at: Instant

    @inline(__always)
    init(_ instant: Instant) {
        at = instant
    }

    /// Nothing is expected.
    @inline(__always)
    static var none: Deadline { Deadline(Instant(milliseconds: .max)) }

    /// Nil where nothing is expected.
    @inline(__always)
    var instant: Instant? { self == .none ? nil : at }

    /// It has come at this instant.
    @inline(__always)
    func isReached(at now: Instant) -> Bool { now >= at }

    /// It lies before this instant.
    @inline(__always)
    func isBefore(_ now: Instant) -> Bool { at < now }

    /// The earlier of the two; the other instant where nothing is expected.
    @inline(__always)
    func orEarlier(_ other: Instant) -> Instant { min(at, other) }

    /// Earlier; `none` last.
    @inline(__always)
    static func < (left: Deadline, right: Deadline) -> Bool { left.at < right.at }
}

extension Deadline {
    /// `none` where there is no instant.
    init(_ instant: Instant?) {
        self = instant.map { Deadline($0) } ?? .none
    }
}
