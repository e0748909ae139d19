package import Timing

/// Date and time as people write them: `2018-04-14 14:30` by a clock at the circuit, or with its zone behind it,
/// `2018-04-14T14:30:00+08:00`.
package struct DateTime {
    /// Since 1970, by the clock that is meant.
    package let local: Milliseconds
    /// By how much that clock is ahead of UTC; nil: it is one at the circuit.
    package let zone: Milliseconds?

    package init?(_ text: String) {
        let halves = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        guard halves.count == 2, let days = Self.days(halves[0]) else { return nil }
        var clock = halves[1]
        var zone: Milliseconds?
        if let sign = clock.lastIndex(where: { "Z+-".contains($0) }) {
            guard let stated = Milliseconds(zone: String(clock[sign...])) else { return nil }
            zone = stated
            clock = clock[..<sign]
        }
        guard let time = Self.timeOfDay(clock, leastParts: 2) else { return nil }
        local = Milliseconds(days * Self.day) + time
        self.zone = zone
    }

    /// `hh:mm:ss.mmm`; seconds may be left out where two parts are enough.
    package static func timeOfDay(_ text: Substring, leastParts: Int) -> Milliseconds? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (leastParts...3).contains(parts.count), let hour = parts.first, (1...2).contains(hour.count) else {
            return nil
        }
        let whole = parts.count == 3 ? String(text) : "\(text):00"
        guard let time = Milliseconds(duration: whole), time < .minutes(24 * 60) else { return nil }
        return time
    }

    /// The instant as a file states it, by a clock so far ahead of UTC: it is read back whatever the circuit says.
    static func written(_ instant: Instant, zone: Milliseconds?) -> String {
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let local = instant.milliseconds + (zone?.count ?? 0)
        let time = (local % day + day) % day
        let date = date((local - time) / day)
        let seconds = time / 1000
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + (time % 1000 == 0 ? "" : ".\(padded(time % 1000, 3))") + (zone?.writtenAsZone ?? "Z")
    }

    private static let day: Int64 = 86_400_000

    /// Days since 1970 of `YYYY-MM-DD`, by the Gregorian calendar.
    private static func days(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy(isDigit),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            (1970...2250).contains(year), (1...12).contains(month), (1...length(month, of: year)).contains(day)
        else { return nil }
        return start(of: year) + (1..<month).reduce(0) { $0 + length($1, of: year) } + day - 1
    }

    /// The day of the calendar so many days after the first of 1970.
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // A year of 366 days is the longest: the guess is never too late.
        var year = 1970 + days / 366 - (days < 0 ? 1 : 0)
        while start(of: year + 1) <= days { year += 1 }
        var rest = days - start(of: year)
        var month: Int64 = 1
        while rest >= length(month, of: year) {
            rest -= length(month, of: year)
            month += 1
        }
        return (year, month, rest + 1)
    }

    /// Days from 1970 to the first of a year.
    private static func start(of year: Int64) -> Int64 {
        let before = year - 1
        return (year - 1970) * 365 + before / 4 - before / 100 + before / 400 - 477
    }

    private static func length(_ month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [4, 6, 9, 11].contains(month) ? 30 : month == 2 ? (isLeap ? 29 : 28) : 31
    }
}

extension Field {
    /// An instant: date and time with a zone, or by a clock at the circuit, which is so far ahead of UTC.
    func instant(zone: Milliseconds?) -> Instant? {
        guard let written, let said = DateTime(written) else {
            fault(
                found: found, expected: "a date and a time of day at the circuit",
                remedy: "write it like 2018-04-14 14:30, or 2018-04-14T14:30:00+08:00")
            return nil
        }
        guard let ahead = said.zone ?? zone else {
            fault(
                found: "\(found), by a clock whose zone is not known", expected: "the circuit's time zone",
                remedy: "write timeZone in the circuit, like +08:00, or the zone behind the time")
            return nil
        }
        return Instant(milliseconds: (said.local - ahead).count)
    }
}
