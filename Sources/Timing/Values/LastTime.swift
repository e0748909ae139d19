/// The instant at which something happened last, or `never`.
///
/// One word, where an optional takes two: a crossing reads several of these of its car. `never` is before every
/// instant and long ago at each; what it is made of stays in here.
struct LastTime: Comparable, Hashable, Sendable {
    private let at: Instant

    @inline(__always)
    init(_ instant: Instant) {
        at = instant
    }

    /// It has not happened.
    @inline(__always)
    static var never: LastTime { LastTime(.distantPast) }

    /// Nil where it has not happened.
    @inline(__always)
    var instant: Instant? { hasBeen ? at : nil }

    @inline(__always)
    var hasBeen: Bool { at > .distantPast }

    /// It happened less than so long before an instant, or after it.
    @inline(__always)
    func isWithin(_ span: Milliseconds, before instant: Instant) -> Bool { instant - at < span }

    /// The later of the two; the other instant where it has not happened.
    @inline(__always)
    func orLater(_ other: Instant) -> Instant { max(at, other) }

    /// Earlier; `never` first.
    @inline(__always)
    static func < (left: LastTime, right: LastTime) -> Bool { left.at < right.at }

    @inline(__always)
    static func < (left: LastTime, right: Instant) -> Bool { left.at < right }

    @inline(__always)
    static func <= (left: LastTime, right: Instant) -> Bool { left.at <= right }

    @inline(__always)
    static func > (left: LastTime, right: Instant) -> Bool { left.at > right }

    @inline(__always)
    static func == (left: LastTime, right: Instant) -> Bool { left.at == right }
}
