public import Timing

/// Times and instants in the words of answers.
public enum TimeText {
    /// `m:ss.mmm`, or `h:mm:ss.mmm` from an hour on.
    public static func lap(_ time: Milliseconds) -> String {
        let (seconds, thousandths) = time.count.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = time < .zero ? "-" : ""
        let tail = ".\(padded(thousandths, 3))"
        let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
        if minutes == 0 { return "\(sign)\(second)\(tail)" }
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        if hours == 0 { return "\(sign)\(minute):\(padded(second, 2))\(tail)" }
        return "\(sign)\(hours):\(padded(minute, 2)):\(padded(second, 2))\(tail)"
    }

    /// `h:mm:ss`, with thousandths where there are some.
    public static func clock(_ time: Milliseconds) -> String {
        let (seconds, thousandths) = time.count.magnitude.quotientAndRemainder(dividingBy: 1000)
        let tail = thousandths == 0 ? "" : ".\(padded(thousandths, 3))"
        let sign = time < .zero ? "-" : ""
        return "\(sign)\(seconds / 3600):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))\(tail)"
    }

    /// `hh:mm:ss` of the day, with thousandths where there are some, by a clock so far ahead of UTC.
    public static func timeOfDay(_ instant: Instant, zone: Milliseconds) -> String {
        let day: Int64 = 86_400_000
        let time = ((instant.milliseconds + zone.count) % day + day) % day
        let text = clock(Milliseconds(time))
        return text.prefix { $0 != ":" }.count < 2 ? "0" + text : text
    }

    /// `2018-05-19 06:15:12.345000`, UTC.
    static func dated(_ instant: Instant) -> String { "\(day(instant, zone: .zero)) \(toMillisecond(instant))000" }

    /// `2018-05-19T06:15:12.345Z`.
    public static func stamp(_ instant: Instant) -> String {
        "\(day(instant, zone: .zero))T\(toMillisecond(instant))Z"
    }

    /// `YYYY-MM-DD`, by a clock so far ahead of UTC.
    public static func day(_ instant: Instant, zone: Milliseconds) -> String {
        let day: Int64 = 86_400_000
        let local = instant.milliseconds + zone.count
        return date((local - (local % day + day) % day) / day)
    }

    private static func toMillisecond(_ instant: Instant) -> String {
        let day: Int64 = 86_400_000
        let (seconds, thousandths) = UInt64((instant.milliseconds % day + day) % day).quotientAndRemainder(
            dividingBy: 1000)
        return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + ".\(padded(thousandths, 3))"
    }

    /// `YYYY-MM-DD` of a day since 1970, by the Gregorian calendar: eras of 400 years that begin in March.
    private static func date(_ day: Int64) -> String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(padded(UInt64(month), 2))-\(padded(UInt64(ofYear - (153 * fromMarch + 2) / 5 + 1), 2))"
    }

    private static func padded(_ value: UInt64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
