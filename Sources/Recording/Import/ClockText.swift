import Timing

/// Times as timekeepers print them.
enum ClockText {
    static let day = Milliseconds(86_400_000)

    /// Reads `h:mm:ss.mmm`, `m:ss.mmm` or `ss.mmm`, with up to three decimals or none; hours may pass 24.
    ///
    /// Nil when the text is nothing of the kind. The decimal sign may be a point or a comma, and minutes may be told
    /// from seconds by an apostrophe, as in `2'03.004`.
    static func milliseconds(_ text: String) -> Milliseconds? {
        let colon = UInt8(ascii: ":")
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == colon || $0 == UInt8(ascii: "'") }
        guard let last = parts.last, parts.count <= 3 else { return nil }
        let decimal = last.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",")
        }
        guard decimal.count <= 2 else { return nil }
        var whole: Int64 = 0
        for (place, part) in (parts.dropLast() + decimal.prefix(1)).enumerated() {
            guard let value = digits(part, most: place == 0 ? 5 : 2), place == 0 || value < 60 else {
                return nil
            }
            whole = whole * 60 + value
        }
        guard decimal.count == 2 else { return .seconds(whole) }
        guard let fraction = digits(decimal[1], most: 3) else { return nil }
        let scale: Int64 = [100, 10, 1][decimal[1].count - 1]
        return .seconds(whole) + Milliseconds(fraction * scale)
    }

    /// Nothing, or a sign for it.
    static func isNone(_ text: String) -> Bool {
        text.utf8.allSatisfy { [UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: ".")].contains($0) }
    }

    private static func digits(_ text: Substring.UTF8View, most: Int) -> Int64? {
        guard !text.isEmpty, text.count <= most else { return nil }
        var value: Int64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Midnight, in UTC, of a day written `YYYY-MM-DD`; nil when the calendar has no such day.
    static func midnight(_ text: String) -> Instant? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
            let year = digits(parts[0], most: 4), let month = digits(parts[1], most: 2),
            let dayOfMonth = digits(parts[2], most: 2), (1...12).contains(month), (1970...2199).contains(year)
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[Int(month) - 1]).contains(dayOfMonth) else { return nil }
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400)
        let days =
            (year - 1970) * 365 + leapDays + lengths.prefix(Int(month) - 1).reduce(0, +) + dayOfMonth - 1
        return Instant(milliseconds: days * day.count)
    }

    /// A span as people read it, for example `1:02:03.004`.
    static func text(_ span: Milliseconds) -> String {
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (seconds, thousandths) = span.count.quotientAndRemainder(dividingBy: 1000)
        let decimals = String("\(1000 + thousandths)".dropFirst())
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(decimals)"
    }
}

extension Milliseconds {
    /// The span less whole days: a time of day, never negative.
    var withinDay: Milliseconds {
        let rest = count % ClockText.day.count
        return Milliseconds(rest < 0 ? rest + ClockText.day.count : rest)
    }
}

extension Instant {
    static func - (instant: Instant, span: Milliseconds) -> Instant {
        instant + Milliseconds(-span.count)
    }

    /// The first instant at this time of day, counted from `midnight`, that is not before self.
    func next(timeOfDay: Milliseconds, midnight: Instant) -> Instant {
        self + (midnight + timeOfDay - self).withinDay
    }

    /// The instant at this time of day that is nearest to self.
    func nearest(timeOfDay: Milliseconds, midnight: Instant) -> Instant {
        let half = Milliseconds(ClockText.day.count / 2)
        return (self - half).next(timeOfDay: timeOfDay, midnight: midnight)
    }
}
