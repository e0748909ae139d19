/// Official time: an instant of the timekeeper's clock, in whole milliseconds of UTC since 1970.
///
/// Decoders stamp microseconds. A stamp is cut (never rounded) to the timekeeping resolution once,
/// on entry, and is an integer from then on, so that sectors sum to laps and laps to totals
/// (R1.4).
public struct Instant: Comparable, Hashable, Sendable {
    /// Milliseconds of UTC since 1970.
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Cuts a decoder's stamp to the timekeeping resolution, towards the past also before 1970.
    public init(cutting microseconds: Int64) {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1000)
        milliseconds = remainder < 0 ? quotient - 1 : quotient
    }

    /// As decoders count: microseconds of UTC since 1970.
    public var microseconds: Int64 { milliseconds * 1000 }

    /// Earlier.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func - (later: Instant, earlier: Instant) -> Milliseconds {
        Milliseconds(later.milliseconds - earlier.milliseconds)
    }

    public static func + (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds + span.count)
    }

    public static func - (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds - span.count)
    }

    /// Before every instant a decoder can report.
    public static let distantPast = Instant(milliseconds: .min / 4)

    /// After every instant a decoder can report.
    public static let distantFuture = Instant(milliseconds: .max / 4)
}
