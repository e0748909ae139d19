import Timing

/// Times as timekeepers' files write them.
enum FileTime {
    /// `57.783`, `1:51.921`, `1:01:20.722`.
    static func text(_ time: Milliseconds?) -> String {
        guard let time else { return "" }
        let count = max(0, time.count)
        let rest = digits(count % 1000, 3)
        let (hours, minutes, seconds) = (count / 3_600_000, count / 60_000 % 60, count / 1000 % 60)
        if hours > 0 { return "\(hours):\(digits(minutes, 2)):\(digits(seconds, 2)).\(rest)" }
        return minutes > 0 ? "\(minutes):\(digits(seconds, 2)).\(rest)" : "\(seconds).\(rest)"
    }

    /// `0:25.113`: with minutes always.
    static func withMinutes(_ time: Milliseconds?) -> String {
        guard let time else { return "" }
        return time.count < 60_000 ? "0:" + (time.count < 10_000 ? "0" : "") + text(time) : text(time)
    }

    /// `0:00:46.160`: with hours always.
    static func withHours(_ time: Milliseconds?) -> String {
        guard let time else { return "" }
        let count = max(0, time.count)
        return "\(count / 3_600_000):\(digits(count / 60_000 % 60, 2)):\(digits(count / 1000 % 60, 2))"
            + ".\(digits(count % 1000, 3))"
    }

    /// A time of day at the circuit: `15:11:33.699`.
    static func ofDay(_ instant: Instant?, ahead: Milliseconds) -> String {
        guard let instant else { return "" }
        let time = withHours(CircuitClock(instant, ahead: ahead).timeOfDay)
        return time.count < 12 ? "0" + time : time
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
