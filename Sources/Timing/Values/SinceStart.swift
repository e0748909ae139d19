/// An instant told from the session's start signal, in whole milliseconds of official time.
///
/// It goes on while the red flag is shown: the race clock, which may stand then, is `RaceClock`. Only with the start
/// signal's instant does it become an `Instant`, and back.
struct SinceStart: Comparable, Hashable, Sendable {
    /// Milliseconds since the start signal.
    let milliseconds: Int64

    @inline(__always)
    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    @inline(__always)
    init(_ instant: Instant, from start: Instant) {
        milliseconds = instant.milliseconds - start.milliseconds
    }

    /// The start signal itself.
    static let signal = SinceStart(milliseconds: 0)

    /// The instant of UTC, with that of the start signal.
    @inline(__always)
    func instant(from start: Instant) -> Instant {
        Instant(milliseconds: start.milliseconds + milliseconds)
    }

    /// How long after the start signal.
    @inline(__always)
    var elapsed: Milliseconds { Milliseconds(milliseconds) }

    /// Earlier.
    @inline(__always)
    static func < (left: SinceStart, right: SinceStart) -> Bool {
        left.milliseconds < right.milliseconds
    }

    @inline(__always)
    static func - (later: SinceStart, earlier: SinceStart) -> Milliseconds {
        Milliseconds(later.milliseconds - earlier.milliseconds)
    }
}
