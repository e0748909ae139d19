import Timing
import Wire

/// Times as timing screens show them (R38.1).
enum ClockText {
    /// `m:ss.mmm`, or `h:mm:ss.mmm` from an hour on.
    static func lap(_ time: Milliseconds) -> String { TimeText.lap(time) }

    /// The same, behind `~` where it rests on a crossing that was missed; empty where there is none.
    static func lap(_ time: Milliseconds?, isEstimated: Bool = false) -> String {
        time.map { (isEstimated ? "~" : "") + lap($0) } ?? ""
    }

    /// `h:mm:ss`, cut.
    static func clock(_ time: Milliseconds) -> String {
        let seconds = max(0, time.count) / 1000
        return "\(seconds / 3600):\(padded(UInt64(seconds / 60 % 60), 2)):\(padded(UInt64(seconds % 60), 2))"
    }

    /// Time of day at the circuit to the millisecond, or in UTC where its zone is not known.
    static func ofDay(_ instant: Instant, offset: Milliseconds?) -> String {
        let ofDay = TimeText.timeOfDay(instant, zone: offset ?? .zero)
        let whole = instant.milliseconds % 1000 == 0 ? "\(ofDay).000" : ofDay
        return "\(whole) \(offset == nil ? "UTC" : "local")"
    }

    /// The same to the second.
    static func ofDayInSeconds(_ instant: Instant, offset: Milliseconds?) -> String {
        let second = Instant(milliseconds: instant.milliseconds - instant.milliseconds % 1000)
        return "\(TimeText.timeOfDay(second, zone: offset ?? .zero)) \(offset == nil ? "UTC" : "local")"
    }

    /// The rest of a countdown, in whole seconds: `m:ss`, or `h:mm:ss` from an hour on; never below 0.
    static func countdown(_ time: Milliseconds, roundingUp: Bool) -> String {
        let seconds = UInt64(max(0, time.count) + (roundingUp ? 999 : 0)) / 1000
        let tail = ":\(padded(seconds % 60, 2))"
        if seconds < 3600 { return "\(seconds / 60)\(tail)" }
        return "\(seconds / 3600):\(padded(seconds / 60 % 60, 2))\(tail)"
    }

    /// A gap or interval: time, or laps; `-` for the leader's own and where there is none yet.
    static func distance(_ time: Milliseconds?, laps: Int) -> String {
        if laps > 0 { return laps == 1 ? "1 LAP" : "\(laps) LAPS" }
        guard let time else { return "" }
        return time == .zero ? "-" : "+" + lap(time)
    }

    private static func padded(_ value: UInt64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
